/** Whether this can be the name of a header (RFC 9110, section 5.6.2). */
export function isHeaderName(text: string): boolean {
	return /^[a-z0-9][a-z0-9!#$%&'*+.^_`|~-]*$/i.test(text);
}

/** Whether this can be the value of a header: one line of characters that HTTP carries (RFC 9110, section 5.5). */
export function isHeaderValue(text: string): boolean {
	return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
