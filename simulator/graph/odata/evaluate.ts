import { ODataSyntaxError } from './lexer';
import type { Comparison, Expression } from './parser';

type Scope = Record<string, unknown>;

/** Reads a property without regard to the case of its name, as Graph does. */
function property(value: unknown, name: string): unknown {
	if (name === '$count') return Array.isArray(value) ? value.length : 0;
	if (typeof value !== 'object' || value === null) return undefined;
	const holder = value as Scope;
	if (name in holder) return holder[name];
	const lower = name.toLowerCase();
	for (const key in holder) if (key.toLowerCase() === lower) return holder[key];
	return undefined;
}

function read(segments: readonly string[], item: unknown, variables: Scope): unknown {
	const [first, ...rest] = segments;
	const start = first in variables ? variables[first] : property(item, first);
	return rest.reduce(property, start);
}

/** Strings compare without case in the directory and in Exchange; dates by their time. */
function comparable(value: unknown, other: Expression, path: Expression): string | number | boolean | null {
	if (value === undefined || value === null) return null;
	if (other.kind === 'literal' && path.kind === 'path') {
		const name = path.segments[path.segments.length - 1];
		const types = ([left, right]: [string, string]) =>
			new ODataSyntaxError(
				`A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind 'Equal'.`,
			);
		if (typeof value === 'boolean' && other.type === 'string') throw types(['Edm.Boolean', 'Edm.String']);
		if (/DateTime$/.test(name) && other.type === 'string') throw types(['Edm.DateTimeOffset', 'Edm.String']);
		if (other.type === 'date' && typeof value === 'string') return Date.parse(value);
	}
	if (typeof value === 'string') return value.toLowerCase();
	return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function compare(
	op: Comparison,
	left: string | number | boolean | null,
	right: string | number | boolean | null,
) {
	if (op === 'eq') return left === right;
	if (op === 'ne') return left !== right;
	if (left === null || right === null) return false;
	if (op === 'gt') return left > right;
	if (op === 'ge') return left >= right;
	if (op === 'lt') return left < right;
	return left <= right;
}

function literalOf(expression: Expression): unknown {
	if (expression.kind !== 'literal') return undefined;
	return expression.type === 'date' ? Date.parse(String(expression.value)) : expression.value;
}

/**
 * The value of an expression for one item.
 * @param expression parsed `$filter`
 * @param item the entity, with every property that can be filtered on
 * @param variables of lambdas around it
 * @throws ODataSyntaxError for operands of types that do not go together
 */
export function evaluate(expression: Expression, item: unknown, variables: Scope = {}): unknown {
	switch (expression.kind) {
		case 'literal':
			return literalOf(expression);
		case 'path':
			return read(expression.segments, item, variables);
		case 'and':
			return truthy(expression.left, item, variables) && truthy(expression.right, item, variables);
		case 'or':
			return truthy(expression.left, item, variables) || truthy(expression.right, item, variables);
		case 'not':
			return !truthy(expression.operand, item, variables);
		case 'compare': {
			const { left, right } = expression;
			return compare(
				expression.op,
				comparable(evaluate(left, item, variables), right, left),
				comparable(evaluate(right, item, variables), left, right),
			);
		}
		case 'in': {
			const { left } = expression;
			const value = evaluate(left, item, variables);
			return expression.values.some(
				(one) => comparable(value, one, left) === comparable(evaluate(one, item, variables), left, one),
			);
		}
		case 'call':
			return call(
				expression.name,
				expression.args.map((arg) => evaluate(arg, item, variables)),
			);
		case 'lambda': {
			const collection = read(expression.path, item, variables);
			const items: unknown[] = Array.isArray(collection) ? collection : [];
			const { body } = expression;
			if (!body) return items.length > 0;
			const holds = (one: unknown) => truthy(body, item, { ...variables, [expression.variable]: one });
			return expression.quantifier === 'any' ? items.some(holds) : items.every(holds);
		}
	}
}

function truthy(expression: Expression, item: unknown, variables: Scope): boolean {
	return evaluate(expression, item, variables) === true;
}

function call(name: string, args: unknown[]): unknown {
	const [text, part] = args.map((arg) => (typeof arg === 'string' ? arg.toLowerCase() : ''));
	if (name === 'tolower') return text;
	if (name === 'toupper') return text.toUpperCase();
	if (typeof args[0] !== 'string') return false;
	if (name === 'contains') return text.includes(part);
	return name === 'startswith' ? text.startsWith(part) : text.endsWith(part);
}

/**
 * Whether an item passes a filter.
 * @param expression parsed `$filter`
 * @param item the entity
 */
export function passes(expression: Expression, item: unknown): boolean {
	return truthy(expression, item, {});
}
