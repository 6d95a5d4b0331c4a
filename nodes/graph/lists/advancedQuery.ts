import {
	filterTables,
	plainOrders,
	type DirectoryType,
	type Support,
	type TableOperator,
} from './advancedQueryTable';
import { filterClauses, type FilterClause } from './filterClauses';
import type { GraphRequest } from '../graphRequest';

/** The OData options of a list of directory objects. */
export interface DirectoryAsk {
	/** The type of the objects; `directoryObject` for a relationship with several types. */
	type: DirectoryType | 'directoryObject';
	/** Whether it is a relationship, such as a group's members. */
	relationship?: boolean;
	/** Whether a relationship is cast to one type. */
	cast?: boolean;
	filter?: string;
	orderBy?: string;
	search?: string;
}

/** The query mode; `sure` is whether Microsoft documents it. */
export interface QueryMode {
	advanced: boolean;
	sure: boolean;
}

/** Whether a text is a type of directory object that this node lists. */
export function isDirectoryType(type: string): type is DirectoryType {
	return Object.hasOwn(filterTables, type);
}

/** The two parameters of an advanced query. Source: "Advanced query capabilities on Microsoft Entra ID objects". */
const parameters = { query: { $count: true }, headers: { ConsistencyLevel: 'eventual' } } as const;

/**
 * Whether a list of directory objects needs an advanced query: by relationship, operator, and property.
 * @returns not `sure` where the tables have no entry for the property and operator
 * Source: "Advanced query capabilities on Microsoft Entra ID objects".
 */
export function queryMode(ask: DirectoryAsk): QueryMode {
	const { type, relationship = false, cast = false, filter = '', orderBy = '', search = '' } = ask;
	const narrowed = filter !== '' || orderBy !== '' || search !== '';
	if (cast || search !== '' || (relationship && narrowed)) return { advanced: true, sure: true };
	if (orderBy !== '' && (filter !== '' || !isPlainOrder(orderBy, type)))
		return { advanced: true, sure: true };
	const modes = filterClauses(filter).map((clause) => modeOf(clause, type));
	const certain = modes.find(({ advanced, sure }) => advanced && sure);
	// A plain-only clause decides over unknown clauses, not over advanced-only ones.
	return (
		certain ??
		modes.find(({ sure, only }) => sure && only) ??
		modes.find(({ sure }) => !sure) ?? { advanced: false, sure: true }
	);
}

function isPlainOrder(orderBy: string, type: DirectoryAsk['type']): boolean {
	const plain = type === 'directoryObject' ? [] : (plainOrders[type] ?? []);
	return orderBy.split(',').every((part) => {
		const [name = ''] = part.trim().split(/\s+/);
		return plain.some((one) => one.toLowerCase() === name.toLowerCase());
	});
}

/** `only` is set if it works only without the parameters. */
interface ClauseMode extends QueryMode {
	only?: boolean;
}

/** Operators that always need the parameters, whatever the property. */
const alwaysAdvanced: ReadonlyArray<FilterClause['operator']> = [
	'ne',
	'not',
	'endsWith',
	'contains',
	'count',
];

function modeOf({ property, operator }: FilterClause, type: DirectoryAsk['type']): ClauseMode {
	if (alwaysAdvanced.includes(operator)) return { advanced: true, sure: true };
	if (operator === 'other' || type === 'directoryObject') return { advanced: false, sure: false };
	const column: TableOperator = operator === 'in' ? 'eq' : (operator as TableOperator);
	const support = supportOf(property, column, type);
	// If a property isn't listed as nullable, `null` is treated like any other value.
	if (support === undefined) return { advanced: operator === 'null', sure: false };
	return { advanced: support === 'advanced', sure: true, only: support === 'plainOnly' };
}

const known = new Map<DirectoryType, Map<string, Support>>();

function supportOf(property: string, operator: TableOperator, type: DirectoryType): Support | undefined {
	// Directory extensions (of any app). Source: the same page, "Extension properties".
	if (/^extension_[0-9a-f]{32}_\w+$/i.test(property)) return operator === 'eq' ? 'plain' : 'advanced';
	// Every directory object can be filtered by its ID, as the tables before 2024 said.
	if (/^id$/i.test(property) && operator === 'eq') return 'plain';
	const name = property.toLowerCase().replace(/\/extensionattribute(?:[1-9]|1[0-5])$/, '/extensionattribute');
	return tableOf(type).get(`${operator} ${name}`);
}

function tableOf(type: DirectoryType): Map<string, Support> {
	const made = known.get(type);
	if (made !== undefined) return made;
	const table = new Map<string, Support>();
	for (const [operator, bySupport] of Object.entries(filterTables[type])) {
		for (const [support, names = ''] of Object.entries(bySupport)) {
			for (const name of names.split(/\s+/))
				table.set(`${operator} ${name.toLowerCase()}`, support as Support);
		}
	}
	known.set(type, table);
	return table;
}

/** The request as an advanced query. */
export function asAdvanced<T extends Pick<GraphRequest, 'query' | 'headers'>>(request: T): T {
	return {
		...request,
		query: { ...request.query, ...parameters.query },
		headers: { ...request.headers, ...parameters.headers },
	};
}

/** The same request in the other mode: as an advanced query, or as a plain one. */
export function otherMode(request: GraphRequest): GraphRequest {
	if (request.headers?.ConsistencyLevel === undefined) return asAdvanced(request);
	const { ConsistencyLevel, ...headers } = request.headers;
	const { $count, ...query } = request.query ?? {};
	return ConsistencyLevel === undefined && $count === undefined ? request : { ...request, query, headers };
}
