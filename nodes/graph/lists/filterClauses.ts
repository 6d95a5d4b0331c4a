/** One comparison of an OData filter. */
export interface FilterClause {
	/** Names with their path, such as `companyName`; within a lambda with the collection's: `assignedLicenses/skuId`. */
	property: string;
	operator: FilterOperator;
	/** The text that the property is compared with, if it's a single text. */
	text?: { value: string; at: number; length: number };
}

/** Operators and functions, `null` for `eq null`; `other` for clauses without a property, such as a bare `any()`. */
export type FilterOperator =
	'eq' | 'ne' | 'range' | 'in' | 'null' | 'startsWith' | 'endsWith' | 'contains' | 'not' | 'count' | 'other';

interface Token {
	kind: 'text' | 'word' | 'value' | 'mark';
	text: string;
	at: number;
}

const pattern =
	/\s+|(?<text>'(?:[^']|'')*')|(?<word>[A-Za-z_$@][\w.$@-]*(?:\/[A-Za-z_$@][\w.$@-]*)*)|(?<value>[-+]?\d[\w.:+-]*)|(?<mark>[(),:])|(?<rest>[^])/gy;

/** The tokens of a filter; a quoted text is one token. */
function tokensOf(filter: string): Token[] {
	const tokens: Token[] = [];
	for (const { groups, index } of filter.matchAll(pattern)) {
		for (const kind of ['text', 'word', 'value', 'mark'] as const) {
			const text = groups?.[kind];
			if (text !== undefined) tokens.push({ kind, text, at: index });
		}
	}
	return tokens;
}

const comparisons: Readonly<Record<string, FilterOperator>> = {
	eq: 'eq',
	ge: 'range',
	gt: 'range',
	in: 'in',
	le: 'range',
	lt: 'range',
	ne: 'ne',
};
const functions: Readonly<Record<string, FilterOperator>> = {
	contains: 'contains',
	endswith: 'endsWith',
	startswith: 'startsWith',
};

/** How deep lambdas may be nested: Graph supports one or two levels. */
const maxNested = 20;

/**
 * The comparisons of an OData filter, in order, whatever connects them. It skips malformed parts, which Graph refuses
 * itself. It runs in linear time.
 * Source: OData Version 4.01, Part 2: URL Conventions, "Built-in Filter Operations".
 */
export function filterClauses(filter: string): FilterClause[] {
	const tokens = tokensOf(filter);
	const clauses: FilterClause[] = [];
	/** Lambda variables with their paths, and the depth of parentheses where they end. */
	const variables: Array<{ name: string; path: string; depth: number }> = [];
	let depth = 0;

	const propertyOf = (token: Token | undefined): string | undefined => {
		if (token?.kind !== 'word' || /^(null|true|false)$/i.test(token.text)) return undefined;
		const [first = '', ...rest] = token.text.split('/');
		const variable = variables.findLast(({ name }) => name === first);
		return [variable?.path ?? first, ...rest].join('/');
	};
	const textOf = (token: Token | undefined): FilterClause['text'] =>
		token?.kind === 'text'
			? { value: token.text.slice(1, -1).replace(/''/g, "'"), at: token.at, length: token.text.length }
			: undefined;
	const isMark = (token: Token | undefined, mark: string) => token?.kind === 'mark' && token.text === mark;
	const add = (property: string | undefined, operator: FilterOperator, text?: FilterClause['text']) => {
		clauses.push({ property: property ?? '', operator, ...(text !== undefined && { text }) });
	};

	tokens.forEach((token, at) => {
		const [before, next, afterNext] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
		if (isMark(token, '(')) depth += 1;
		if (isMark(token, ')')) {
			depth -= 1;
			while ((variables.at(-1)?.depth ?? -Infinity) > depth) variables.pop();
		}
		if (token.kind !== 'word') return;
		const word = token.text.toLowerCase();
		if (word.split('/').includes('$count')) add(propertyOf(token), 'count');
		const lambda = /^(.+)\/(any|all)$/i.exec(token.text);
		if (lambda !== null && isMark(next, '(')) {
			const path = propertyOf({ ...token, text: String(lambda[1]) }) ?? '';
			if (afterNext?.kind !== 'word' || !isMark(tokens[at + 3], ':')) add(path, 'other');
			else if (variables.length < maxNested) variables.push({ name: afterNext.text, path, depth: depth + 1 });
			return;
		}
		if (word === 'not') add(undefined, 'not');
		else if (Object.hasOwn(functions, word) && isMark(next, '(')) {
			const property = propertyOf(afterNext);
			add(property, functions[word] as FilterOperator, textOf(tokens[at + 4]));
		} else if (Object.hasOwn(comparisons, word) && before !== undefined) {
			const operator = comparisons[word] as FilterOperator;
			const [left, right] = [propertyOf(before), propertyOf(next)];
			const isNull = [before, next].some((side) => side?.kind === 'word' && /^null$/i.test(side.text));
			const property = left ?? right;
			if (property === undefined) add(undefined, operator === 'ne' ? 'ne' : 'other');
			else add(property, isNull && operator === 'eq' ? 'null' : operator, textOf(next) ?? textOf(before));
		}
	});
	return clauses;
}

/**
 * A filter with lowercase texts for one property: for services that compare case-sensitively.
 * @param property the property's name in Graph
 */
export function withLowerCase(filter: string, property: string): string {
	const texts = filterClauses(filter).flatMap((clause) =>
		clause.property.toLowerCase() === property.toLowerCase() && clause.text !== undefined ? clause.text : [],
	);
	const ends = [0, ...texts.map(({ at, length }) => at + length)];
	const parts = texts.map(
		({ at, length }, index) => filter.slice(ends[index], at) + filter.slice(at, at + length).toLowerCase(),
	);
	return [...parts, filter.slice(ends.at(-1))].join('');
}
