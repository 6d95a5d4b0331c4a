/** The most characters of a value that an error repeats. */
const longestValue = 200;
/** The most characters of one part of an error: it is read in a panel. */
const longestPart = 1200;

const lone = /\p{Surrogate}/gu;

/**
 * A value as an error repeats it: in quotes, what is not seen (control characters, lone surrogates) escaped, a long one cut.
 * @param value whatever stands where a text is due
 */
export function shown(value: string): string {
	if (value.length <= longestValue) return JSON.stringify(value);
	const start = JSON.stringify(whole(value.slice(0, longestValue)));
	return `${start.slice(0, -1)}…" (${value.length} characters)`;
}

/**
 * A text as an error can hold it: the middle of a long one is left out, so that its end is still read.
 * @param text a sentence, or what a server said
 */
export function cut(text: string): string {
	if (text.length <= longestPart) return text;
	const [start, end] = [text.slice(0, longestPart - 300), text.slice(-200)];
	return `${whole(start)} … (${text.length - longestPart + 100} characters left out) … ${whole(end)}`;
}

/** Without the halves that cutting leaves of what stands for one character. */
const whole = (text: string) => text.replace(lone, '');
