/**
 * Cuts a text in two at the first place where a sign stands.
 * @returns what stands before the sign and what follows it; the whole text and `''` where the sign doesn't occur
 */
export function cutAt(text: string, sign: string): [before: string, after: string] {
	const at = text.indexOf(sign);
	return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + sign.length)];
}
