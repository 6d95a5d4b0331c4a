/** A syntax error in a query option, at a position counted from 0. */
export class ODataSyntaxError extends Error {}

export interface Token {
	kind: 'string' | 'date' | 'guid' | 'number' | 'name' | 'mark' | 'end';
	text: string;
	at: number;
}

// Order matters: a GUID or a date must not be read as a number.
const kinds: Array<[Token['kind'], RegExp]> = [
	['string', /'(?:[^']|'')*'/y],
	['date', /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-])/y],
	['guid', /[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/y],
	['number', /-?\d+(?:\.\d+)?/y],
	['name', /[A-Za-z_@$][\w.@$-]*/y],
	['mark', /[(),:/]/y],
];

/**
 * Splits an OData expression.
 * @param text the decoded value of `$filter`
 * @returns tokens, the last of kind `end`
 * @throws ODataSyntaxError where no token fits
 */
export function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		if (/\s/.test(text[at])) {
			at += 1;
			continue;
		}
		const start = at;
		for (const [kind, pattern] of kinds) {
			pattern.lastIndex = start;
			const found = pattern.exec(text);
			if (!found) continue;
			tokens.push({ kind, text: found[0], at: start });
			at += found[0].length;
			break;
		}
		if (at !== start) continue;
		if (text[at] === "'")
			throw new ODataSyntaxError(
				`There is an unterminated string literal at position ${text.length} in '${text}'.`,
			);
		throw new ODataSyntaxError(
			`Syntax error: character '${text[at]}' is not valid at position ${at} in '${text}'.`,
		);
	}
	tokens.push({ kind: 'end', text: '', at: text.length });
	return tokens;
}
