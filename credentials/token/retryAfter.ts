/**
 * What a `Retry-After` header asks for.
 * @param headers an answer's headers, names in lower case
 * @param now ms since the epoch
 * @returns the wait in ms; the header holds seconds, with decimals too, or a date. `undefined` where there is none that
 * can be read.
 * Source: "Microsoft Graph throttling guidance"; RFC 9110, section 10.2.3.
 */
export function retryAfterOf(
	headers: Record<string, string | string[] | undefined>,
	now = Date.now(),
): number | undefined {
	const header = headers['retry-after'];
	const value = (Array.isArray(header) ? header[0] : header)?.trim();
	if (value === undefined || value === '') return undefined;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
