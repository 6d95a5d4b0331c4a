import { badRequest } from '../errors';
import { ODataSyntaxError } from './lexer';
import { filteredProperties, parseFilter } from './parser';
import type { Expression } from './parser';

/** One entry of `$expand`, its own options still as text. */
export interface Expand {
	name: string;
	options: Map<string, string>;
}

export interface OrderBy {
	path: string[];
	descending: boolean;
}

function splitOutside(text: string, separator: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let quoted = false;
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		const letter = text[at];
		if (letter === "'") quoted = !quoted;
		if (quoted) continue;
		if (letter === '(') depth += 1;
		if (letter === ')') depth -= 1;
		if (letter === separator && depth === 0) {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
	}
	parts.push(text.slice(start));
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function knownName(name: string, known: readonly string[], type: string, clause: string): string {
	const found = known.find((one) => one.toLowerCase() === name.toLowerCase());
	if (!found) throw badRequest(`${clause}Could not find a property named '${name}' on type '${type}'.`);
	return found;
}

const selectClause = 'Parsing OData Select and Expand failed: ';

/**
 * `$select`.
 * @param text its value, undefined when absent
 * @param known properties of the type
 * @param type its full name, for the message
 * @returns names as the type writes them; undefined for "the default properties"
 * @throws GraphError 400 for a property that the type does not have
 */
export function parseSelect(
	text: string | undefined,
	known: readonly string[],
	type: string,
): string[] | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	const names = splitOutside(text, ',');
	if (names.includes('*')) return undefined;
	return [...new Set(names.map((name) => knownName(name.split('/')[0], known, type, selectClause)))];
}

/**
 * `$filter`.
 * @throws GraphError 400 for bad syntax or a property that the type does not have
 */
export function readFilter(
	text: string | undefined,
	known: readonly string[],
	type: string,
): Expression | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	try {
		const expression = parseFilter(text);
		for (const name of filteredProperties(expression))
			knownName(name, known, type, 'Invalid filter clause: ');
		return expression;
	} catch (error) {
		if (error instanceof ODataSyntaxError) throw badRequest(`Invalid filter clause: ${error.message}`);
		throw error;
	}
}

/**
 * `$orderby`.
 * @throws GraphError 400 for a property that the type does not have, or a direction that is none
 */
export function parseOrderBy(text: string | undefined, known: readonly string[], type: string): OrderBy[] {
	return splitOutside(text ?? '', ',').map((part) => {
		const [path, direction = 'asc', ...rest] = part.split(/\s+/);
		const [first, ...segments] = path.split('/');
		if (rest.length > 0 || !/^(asc|desc)$/i.test(direction)) {
			throw badRequest(`Invalid OrderBy clause: Syntax error at position ${path.length + 1} in '${part}'.`);
		}
		const name = knownName(first, known, type, 'Invalid OrderBy clause: ');
		return { path: [name, ...segments], descending: direction.toLowerCase() === 'desc' };
	});
}

/**
 * `$expand`.
 * @param known navigation properties of the type
 * @throws GraphError 400 for a property that the type does not have
 */
export function parseExpand(text: string | undefined, known: readonly string[], type: string): Expand[] {
	return splitOutside(text ?? '', ',').map((part) => {
		const [, name, inner = ''] = /^([^(]+)(?:\((.*)\))?$/s.exec(part) ?? ['', part];
		const options = splitOutside(inner, ';').map((option): [string, string] => {
			const at = option.indexOf('=');
			return [option.slice(0, at).trim().toLowerCase(), option.slice(at + 1).trim()];
		});
		return { name: knownName(name.trim(), known, type, selectClause), options: new Map(options) };
	});
}

function at(item: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>(
		(value, name) =>
			typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
		item,
	);
}

/**
 * A sorted copy: stable, nulls first, text without case.
 * @param items entities
 * @param orderBy from `parseOrderBy`
 */
export function sorted<T>(items: readonly T[], orderBy: readonly OrderBy[]): T[] {
	const keyOf = (item: T, path: readonly string[]): string | number => {
		const value = at(item, path);
		if (typeof value === 'number') return value;
		if (typeof value === 'boolean') return Number(value);
		return typeof value === 'string' ? value.toLowerCase() : '';
	};
	const keyed = items.map((item) => ({ item, keys: orderBy.map(({ path }) => keyOf(item, path)) }));
	keyed.sort((left, right) => {
		for (const [index, { descending }] of orderBy.entries()) {
			if (left.keys[index] === right.keys[index]) continue;
			return left.keys[index] < right.keys[index] === descending ? 1 : -1;
		}
		return 0;
	});
	return keyed.map(({ item }) => item);
}

/**
 * A whole number of a query option.
 * @param range smallest and largest value
 * @returns undefined when absent
 * @throws what `refuse` makes of a value outside
 */
export function readCount(
	text: string | undefined,
	range: { min: number; max: number },
	refuse: (text: string) => Error,
): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text) || Number(text) < range.min || Number(text) > range.max) throw refuse(text);
	return Number(text);
}
