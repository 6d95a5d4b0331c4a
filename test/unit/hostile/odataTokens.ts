/** A piece of an OData expression. */
export interface Token {
	kind: 'text' | 'quotedText' | 'number' | 'time' | 'flag' | 'word' | 'sign' | 'broken';
	/** What it is, as it stands; of a text what it says. */
	value: string;
}

const kinds: ReadonlyArray<[Token['kind'], RegExp]> = [
	['time', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?/y],
	['number', /-?\d+(?:\.\d+)?/y],
	['word', /[A-Za-z_$@][\w.$@/]*/y],
	['sign', /[^\s'"]/y],
];

/**
 * The pieces of an OData expression (`$filter`, a key in a path, `$search`), strictly: texts stand in apostrophes that are
 * doubled inside, in `$search` in quotation marks with a backslash before those inside. What closes nothing is broken.
 */
export function tokensOf(expression: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < expression.length) {
		const character = expression[at];
		if (character === "'" || character === '"') {
			const end = character === "'" ? endOfText(expression, at + 1) : endOfQuoted(expression, at + 1);
			if (end === undefined) return [...tokens, { kind: 'broken', value: expression.slice(at) }];
			const inside = expression.slice(at + 1, end);
			tokens.push(
				character === "'"
					? { kind: 'text', value: inside.replaceAll("''", "'") }
					: { kind: 'quotedText', value: inside.replace(/\\(.)/gs, '$1') },
			);
			at = end + 1;
			continue;
		}
		if (/\s/.test(character)) {
			at += 1;
			continue;
		}
		const [kind, value] = plainToken(expression, at);
		tokens.push({ kind: kind === 'word' && /^(true|false)$/.test(value) ? 'flag' : kind, value });
		at += value.length;
	}
	return tokens;
}

/** The same as one text, each text, number, time and flag as a placeholder: what must not change with a value. */
export const shapeOf = (tokens: readonly Token[]): string =>
	tokens.map(({ kind, value }) => (kind === 'word' || kind === 'sign' ? value : `<${kind}>`)).join(' ');

function plainToken(expression: string, at: number): [Token['kind'], string] {
	for (const [kind, pattern] of kinds) {
		pattern.lastIndex = at;
		const found = pattern.exec(expression);
		if (found !== null) return [kind, found[0]];
	}
	return ['broken', expression.slice(at)];
}

function endOfText(expression: string, from: number): number | undefined {
	for (let at = from; at < expression.length; at += 1) {
		if (expression[at] !== "'") continue;
		if (expression[at + 1] !== "'") return at;
		at += 1;
	}
	return undefined;
}

function endOfQuoted(expression: string, from: number): number | undefined {
	for (let at = from; at < expression.length; at += 1) {
		if (expression[at] === '\\') at += 1;
		else if (expression[at] === '"') return at;
	}
	return undefined;
}
