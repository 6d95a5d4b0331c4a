/** A text without percent-encoding; unchanged if its encoding is broken. */
export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
