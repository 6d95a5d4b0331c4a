/** A requested wait, in ms. */
export interface RetryAfter {
	/** As it was requested; `Infinity` where the number is too large for any clock. */
	requested: number;
	/** The applied wait: the same, but no more than an hour. */
	applied: number;
}

/** The maximum wait that is applied, in ms: nothing that Microsoft announces is longer, and an absurd one blocks a sign-in. */
const maxWaitMs = 60 * 60_000;

/** How long a refused sign-in is remembered, in ms: Entra blocks apps that retry over and over (AADSTS50196). */
export const failureMemory = 10_000;

/** Longer texts are neither seconds nor a date. */
const maxTextLength = 100;

const seconds = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** HTTP's three forms of a date, and ISO's. */
const dates =
	/^(([a-z]{3}, \d{2} [a-z]{3} \d{4}|[a-z]{6,9}, \d{2}-[a-z]{3}-\d{2}) \d{2}:\d{2}:\d{2} GMT|[a-z]{3} [a-z]{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}|\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2}))$/i;

/** The form of a date that names no zone: it is in UTC. */
const withoutZone = /\d{4}$/;

/**
 * The wait that a `Retry-After` header requests.
 * @param headers an answer's headers, names in lower case; in a part of a batch they can be anything
 * @param now ms since the epoch
 * @returns `undefined` where there is none that can be read: neither seconds, with decimals too, nor a date. What is over,
 * or negative, is a wait of 0.
 * Source: "Microsoft Graph throttling guidance"; RFC 9110, section 10.2.3.
 */
export function readRetryAfter(headers: unknown, now = Date.now()): RetryAfter | undefined {
	if (typeof headers !== 'object' || headers === null) return undefined;
	const header = (headers as Record<string, unknown>)['retry-after'];
	const wait = waitOf(Array.isArray(header) ? header[0] : header, now);
	if (wait === undefined) return undefined;
	const requested = Math.max(0, wait);
	return { requested, applied: Math.min(requested, maxWaitMs) };
}

/**
 * The applied wait of a `Retry-After` header, in ms: no more than an hour.
 * @param headers as for `readRetryAfter`
 * @returns `undefined` where there is none that can be read
 */
export function retryAfterOf(headers: unknown, now = Date.now()): number | undefined {
	return readRetryAfter(headers, now)?.applied;
}

/**
 * Says until when n8n doesn't contact a host, and who requested that: a point in time, since people may read it later.
 * @param host that isn't contacted
 * @param wait what `readRetryAfter` found; or a wait that no one requested, in ms
 * @returns sentences; `undefined` for no wait
 */
export function pauseSentence(
	host: string,
	wait: RetryAfter | number | undefined,
	now = Date.now(),
): string | undefined {
	if (wait === undefined) return undefined;
	const applied = Math.max(typeof wait === 'number' ? wait : wait.applied, failureMemory);
	const until = `${new Date(now + applied).toISOString().slice(0, -5)}Z`;
	const rest = `n8n won't contact it again until ${until}. Saving a changed credential retries at once.`;
	if (typeof wait === 'number') return `After this refusal of ${host}, ${rest}`;
	const requested = Number.isFinite(wait.requested)
		? `${Math.ceil(wait.requested / 1000)} s`
		: 'unlimited length';
	const bounded = wait.requested > wait.applied ? ' (n8n waits an hour at most)' : '';
	return `${host} requested a pause of ${requested}${bounded}; ${rest}`;
}

function waitOf(value: unknown, now: number): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value * 1000 : undefined;
	if (typeof value !== 'string' || value.length > maxTextLength) return undefined;
	const text = value.trim();
	if (seconds.test(text)) return Number(text) * 1000;
	const date = dates.test(text) ? Date.parse(withoutZone.test(text) ? `${text} GMT` : text) : Number.NaN;
	return Number.isNaN(date) ? undefined : date - now;
}
