/** Text for HTML: between tags, or in an attribute in double quotes. */
export function escapeHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/**
 * Text as HTML that looks the same: its characters, lines, and runs of spaces. For what Exchange always treats as HTML:
 * comments of replies and forwards, and automatic replies.
 */
export function htmlOfText(text: string): string {
	return escapeHtml(text)
		.replace(/\t/g, '    ')
		.replace(/^ | (?= )/gm, '&nbsp;')
		.replace(/\r\n|\r|\n/g, '<br>');
}

/** An HTML tag used in mails; an address in angle brackets isn't one. */
const tag =
	/<\/?(?:a|b|blockquote|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|ol|p|pre|s|small|span|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?\/?>/i;

/** HTML from text or HTML: text with an HTML tag stays unchanged. */
export function htmlOf(textOrHtml: string): string {
	return isHtml(textOrHtml) ? textOrHtml : htmlOfText(textOrHtml);
}

/** Whether a text is HTML: it has a tag that mails use. */
export const isHtml = (textOrHtml: string): boolean => tag.test(textOrHtml);

/**
 * HTML with other HTML below what it shows.
 * @param below a part of a page
 * @param html a part of a page, or a full page
 */
export function htmlBelow(below: string, html: string): string {
	const [, end] = bodyOf(html);
	return `${html.slice(0, end)}<div>${below}</div>${html.slice(end)}`;
}

/**
 * HTML with other HTML above what it shows.
 * @param above a part of a page, or a full page, of which only the body is used
 * @param html a part of a page, or a full page, which keeps its head
 */
export function htmlAbove(above: string, html: string): string {
	const [start] = bodyOf(html);
	const part = above.slice(...bodyOf(above));
	return `${html.slice(0, start)}<div>${part}</div>${html.slice(start)}`;
}

/** Where the body of a page starts and ends; everything if it's only a part of one. */
function bodyOf(html: string): [start: number, end: number] {
	const lower = html.toLowerCase();
	const tagAt = lower.search(/<body[\s>]/);
	const open = tagAt < 0 ? -1 : lower.indexOf('>', tagAt);
	if (open < 0) return [0, html.length];
	const close = lower.lastIndexOf('</body');
	return [open + 1, close > open ? close : html.length];
}
