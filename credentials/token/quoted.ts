/**
 * A text of someone else's for a message: in quotation marks, in one line, and cut.
 * @param longest in characters
 */
export function quoted(text: string, longest = 200): string {
	return `"${shortened(text.slice(0, longest * 4).replace(/[\s\p{Control}\p{Surrogate}]+/gu, ' '), longest)}"`;
}

/** A text cut to so many characters, with an ellipsis where it was longer. */
export function shortened(text: string, longest: number): string {
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The title of a text that is a page. */
export function titleOf(text: string): string | undefined {
	const tag = text.search(/<title/i);
	const start = tag < 0 ? 0 : text.indexOf('>', tag) + 1;
	if (start === 0) return undefined;
	const end = text.indexOf('<', start);
	return text.slice(start, end < 0 ? undefined : end).trim();
}
