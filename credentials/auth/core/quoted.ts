import { jwt } from './jwt';

/**
 * A text of someone else's for a message: in quotation marks, in one line, and cut. A token in it, and user name and
 * password of a URL, are left out: it may have come into the wrong field.
 * @param maxLength in characters
 */
export function quoted(text: string, maxLength = 200): string {
	const shown = text
		.slice(0, maxLength * 4)
		.replace(jwt, '***')
		.replace(/(?<=\/\/)[^/\s@]+@/g, '***@');
	return `"${shortened(readable(shown).replace(/\s+/g, ' '), maxLength)}"`;
}

/**
 * A text in one line, as it can be read: a space instead of line breaks and other control characters, halves of
 * characters, and marks that turn the direction of what follows.
 */
export function readable(text: string): string {
	return text.replace(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]+/gu, ' ');
}

/** A text cut to so many characters, with an ellipsis where it was longer. */
export function shortened(text: string, maxLength: number): string {
	return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** A text that is a page without its tags, and without what stands in scripts and styles. */
export function withoutTags(text: string): string {
	const parts: string[] = [];
	let shown = 0;
	for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', shown)) {
		parts.push(text.slice(shown, at));
		const name = /^<(script|style)/i.exec(text.slice(at, at + 10))?.[1];
		const end = name === undefined ? at : endOf(text, at, `</${name}`);
		const close = end < 0 ? -1 : text.indexOf('>', end);
		shown = close < 0 ? text.length : close + 1;
	}
	return [...parts, text.slice(shown)].join(' ');
}

/** Where a closing tag begins, in whatever case it is written; -1 where there is none. */
function endOf(text: string, start: number, tag: string): number {
	return text.toLowerCase().indexOf(tag.toLowerCase(), start);
}

/** The title of a text that is a page. */
export function titleOf(text: string): string | undefined {
	const tag = text.search(/<title/i);
	const start = tag < 0 ? 0 : text.indexOf('>', tag) + 1;
	if (start === 0) return undefined;
	const end = text.indexOf('<', start);
	return text.slice(start, end < 0 ? undefined : end).trim();
}
