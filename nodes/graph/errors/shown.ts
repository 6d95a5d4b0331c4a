/** The maximum length of a value in an error. */
const maxValueLength = 200;
/** The maximum length of a quoted message in an error. */
const maxQuoteLength = 300;
/** The maximum length of one part of an error, which is shown in a panel. */
const maxPartLength = 1200;

/**
 * A value for an error: quoted, with invisible characters (control characters, lone surrogates) escaped, and shortened.
 * @param value any value where text is expected
 */
export function shown(value: string): string {
	if (value.length <= maxValueLength) return JSON.stringify(value);
	const start = JSON.stringify(value.slice(0, cutAt(value, maxValueLength)));
	return `${start.slice(0, -1)}…" (${value.length} characters)`;
}

/**
 * A text for an error: a long one loses its middle, so that its end stays readable.
 * @param text a sentence, or a server's message
 */
export function cut(text: string): string {
	if (text.length <= maxPartLength) return text;
	const [from, to] = [cutAt(text, maxPartLength - 300), cutAt(text, text.length - 200)];
	return `${text.slice(0, from)} … (${to - from} characters left out) … ${text.slice(to)}`;
}

/** A text from elsewhere, shortened for an error. */
export function shortened(text: string, most = maxQuoteLength): string {
	return text.length <= most ? text : `${text.slice(0, cutAt(text, most))}…`;
}

/** The place to cut a text, but not within a surrogate pair. */
const cutAt = (text: string, at: number) =>
	/^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1)) ? at - 1 : at;
