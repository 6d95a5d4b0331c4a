/**
 * A URL that people and parsers read alike. One with a user name or a backslash points to another host than the one that it
 * seems to name.
 * @returns `undefined` where the text isn't such a URL
 */
export function plainUrl(text: string): URL | undefined {
	if (text.includes('\\') || !URL.canParse(text)) return undefined;
	const url = new URL(text);
	return url.username === '' && url.password === '' ? url : undefined;
}

/** What `plainUrl` refuses, for the message about a field. */
export const plainUrlRule = 'It may hold neither a user name before its host nor a backslash.';

/** A URL, or a part of one, without the slashes at its end. */
export function withoutEndSlashes(text: string): string {
	return text.replace(/(?<!\/)\/+$/, '');
}
