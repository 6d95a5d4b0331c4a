import { ODataSyntaxError, tokenize } from './lexer';
import type { Token } from './lexer';

export type LiteralType = 'string' | 'number' | 'boolean' | 'date' | 'guid' | 'null';
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** A parsed `$filter`. */
export type Expression =
	| { kind: 'literal'; type: LiteralType; value: string | number | boolean | null }
	| { kind: 'path'; segments: string[] }
	| { kind: 'and' | 'or'; left: Expression; right: Expression }
	| { kind: 'not'; operand: Expression }
	| { kind: 'compare'; op: Comparison; left: Expression; right: Expression }
	| { kind: 'in'; left: Expression; values: Expression[] }
	| { kind: 'call'; name: string; args: Expression[] }
	| { kind: 'lambda'; quantifier: 'any' | 'all'; path: string[]; variable: string; body?: Expression };

const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
/** The functions, with the number of their arguments. */
const functions: Record<string, number> = { contains: 2, startswith: 2, endswith: 2, tolower: 1, toupper: 1 };

/**
 * Parses a `$filter` (OData 4.01 ABNF, the part of it that Graph's services take).
 * @param text the decoded value
 * @throws ODataSyntaxError with a message as Graph's gateway words it
 */
export function parseFilter(text: string): Expression {
	const tokens = tokenize(text);
	let next = 0;
	const peek = () => tokens[next];
	const fail = (token: Token): ODataSyntaxError =>
		new ODataSyntaxError(
			token.kind === 'end'
				? `Expression expected at position ${token.at} in '${text}'.`
				: `Syntax error at position ${token.at} in '${text}'.`,
		);
	const isWord = (word: string) => peek().kind === 'name' && peek().text.toLowerCase() === word;
	const take = (mark: string) => {
		if (peek().kind !== 'mark' || peek().text !== mark) throw fail(peek());
		next += 1;
	};
	const isMark = (mark: string) => peek().kind === 'mark' && peek().text === mark;
	const tryMark = (mark: string) => {
		if (!isMark(mark)) return false;
		next += 1;
		return true;
	};

	const or = (): Expression => {
		let left = and();
		while (isWord('or')) {
			next += 1;
			left = { kind: 'or', left, right: and() };
		}
		return left;
	};
	const and = (): Expression => {
		let left = comparison();
		while (isWord('and')) {
			next += 1;
			left = { kind: 'and', left, right: comparison() };
		}
		return left;
	};
	const comparison = (): Expression => {
		const left = unary();
		const word = peek().kind === 'name' ? peek().text.toLowerCase() : '';
		if (comparisons.includes(word)) {
			next += 1;
			return { kind: 'compare', op: word as Comparison, left, right: unary() };
		}
		if (word === 'in') {
			next += 1;
			return { kind: 'in', left, values: list() };
		}
		return left;
	};
	const unary = (): Expression => {
		if (!isWord('not')) return primary();
		next += 1;
		// `not x eq y` is `not (x eq y)` in what Graph takes and what its reference shows.
		return { kind: 'not', operand: comparison() };
	};
	const list = (): Expression[] => {
		take('(');
		const values: Expression[] = [];
		do values.push(or());
		while (tryMark(','));
		take(')');
		return values;
	};
	const lambda = (path: string[], quantifier: 'any' | 'all'): Expression => {
		take('(');
		if (tryMark(')')) return { kind: 'lambda', quantifier, path, variable: '' };
		if (peek().kind !== 'name') throw fail(peek());
		const variable = tokens[next++].text;
		take(':');
		const body = or();
		take(')');
		return { kind: 'lambda', quantifier, path, variable, body };
	};
	const pathOrCall = (): Expression => {
		const first = tokens[next++];
		const name = first.text;
		if (isMark('(') && functions[name.toLowerCase()] !== undefined) {
			const args = list();
			if (args.length !== functions[name.toLowerCase()]) throw fail(first);
			return { kind: 'call', name: name.toLowerCase(), args };
		}
		if (isMark('(')) {
			throw new ODataSyntaxError(
				`An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
			);
		}
		const segments = [name];
		while (tryMark('/')) {
			if (peek().kind !== 'name') throw fail(peek());
			const segment = tokens[next++].text;
			const quantifier = segment.toLowerCase();
			if ((quantifier === 'any' || quantifier === 'all') && isMark('(')) return lambda(segments, quantifier);
			segments.push(segment);
		}
		return { kind: 'path', segments };
	};
	const primary = (): Expression => {
		const token = peek();
		if (tryMark('(')) {
			const inner = or();
			take(')');
			return inner;
		}
		if (token.kind === 'name') {
			const word = token.text.toLowerCase();
			if (word !== 'true' && word !== 'false' && word !== 'null') return pathOrCall();
			next += 1;
			if (word === 'null') return { kind: 'literal', type: 'null', value: null };
			return { kind: 'literal', type: 'boolean', value: word === 'true' };
		}
		if (token.kind === 'mark' || token.kind === 'end') throw fail(token);
		next += 1;
		if (token.kind === 'string') {
			return { kind: 'literal', type: 'string', value: token.text.slice(1, -1).replace(/''/g, "'") };
		}
		if (token.kind === 'number') return { kind: 'literal', type: 'number', value: Number(token.text) };
		return { kind: 'literal', type: token.kind, value: token.text };
	};

	const expression = or();
	if (peek().kind !== 'end') throw fail(peek());
	return expression;
}

/**
 * Every expression inside one, itself first.
 * @param expression parsed `$filter`
 */
export function* walk(expression: Expression): Generator<Expression> {
	yield expression;
	switch (expression.kind) {
		case 'and':
		case 'or':
		case 'compare':
			yield* walk(expression.left);
			yield* walk(expression.right);
			break;
		case 'not':
			yield* walk(expression.operand);
			break;
		case 'in':
			yield* walk(expression.left);
			break;
		case 'call':
			for (const arg of expression.args) yield* walk(arg);
			break;
		case 'lambda':
			if (expression.body) yield* walk(expression.body);
			break;
	}
}

/**
 * The names of the properties that a filter uses, in order, each once, variables of lambdas left out.
 * @param expression parsed `$filter`
 */
export function filteredProperties(expression: Expression): string[] {
	const variables = new Set<string>();
	const names = new Set<string>();
	for (const part of walk(expression)) {
		if (part.kind === 'lambda') {
			variables.add(part.variable);
			names.add(part.path[0]);
		}
		if (part.kind === 'path' && !variables.has(part.segments[0])) names.add(part.segments[0]);
	}
	return [...names];
}
