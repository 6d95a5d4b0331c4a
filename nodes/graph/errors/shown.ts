/** The most characters of a value that an error repeats. */
const maxValueLength = 200;
/** The most characters of somebody else's text in an error. */
const maxQuoteLength = 300;
/** The most characters of one part of an error: it is read in a panel. */
const maxPartLength = 1200;

/**
 * A value as an error repeats it: in quotes, what is not seen (control characters, lone surrogates) escaped, a long one cut.
 * @param value whatever stands where a text is due
 */
export function shown(value: string): string {
	if (value.length <= maxValueLength) return JSON.stringify(value);
	const start = JSON.stringify(value.slice(0, cutAt(value, maxValueLength)));
	return `${start.slice(0, -1)}…" (${value.length} characters)`;
}

/**
 * A text as an error can hold it: the middle of a long one is left out, so that its end is still read.
 * @param text a sentence, or what a server said
 */
export function cut(text: string): string {
	if (text.length <= maxPartLength) return text;
	const [from, to] = [cutAt(text, maxPartLength - 300), cutAt(text, text.length - 200)];
	return `${text.slice(0, from)} … (${to - from} characters left out) … ${text.slice(to)}`;
}

/** A text that others wrote, cut to what an error can hold. */
export function shortened(text: string, most = maxQuoteLength): string {
	return text.length <= most ? text : `${text.slice(0, cutAt(text, most))}…`;
}

/** The place to cut a text, not in the midst of what stands for one character. */
const cutAt = (text: string, at: number) =>
	/^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1)) ? at - 1 : at;
