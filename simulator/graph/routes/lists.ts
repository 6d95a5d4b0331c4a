import type { GraphCall } from '../call';
import type { Entity } from '../entity';
import { badRequest, GraphError } from '../errors';
import { entityAnswer, sharePointLocation } from '../paging';
import { listEntities, route } from '../rest';
import type { Route } from '../router';
import { graphTime } from '../state/messages';
import {
	allColumnsOf,
	columnView,
	listOf,
	listsOf,
	newColumn,
	siteColumnHolder,
	siteColumnsOf,
	siteOf,
} from '../state/sites';
import { contentTypeRoutes } from './contentTypes';
import type { GraphWorld } from '../world';

const manage = ['Sites.Manage.All', 'Sites.FullControl.All'];
const read = ['Sites.Read.All', 'Sites.ReadWrite.All', ...manage];

const bodyOf = ({ body }: GraphCall): Record<string, unknown> => {
	if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw badRequest('Empty Payload. JSON content expected.');
};

const list = '/sites/{id}/lists/{list}';
const columns = `${list}/columns`;

/** Which list a request is about. */
function listAt({ state }: GraphWorld, [site = '', key = '']: readonly string[]): Entity {
	return listOf(state, siteOf(state, site), key);
}

/** What has columns: a list, or a site. */
interface Columns {
	/** Has its own ones. */
	holder: Entity;
	/** All of them, those of SharePoint included. */
	all: () => Entity[];
}

type ColumnsAt = (world: GraphWorld, params: readonly string[]) => Columns;

const ofList: ColumnsAt = (world, params) => {
	const holder = listAt(world, params);
	return { holder, all: () => allColumnsOf(holder) };
};

const ofSite: ColumnsAt = ({ state }, [site = '']) => ({
	holder: siteColumnHolder(state, siteOf(state, site)),
	all: () => siteColumnsOf(state, siteOf(state, site)),
});

/** A column that can be changed, by ID or by name; those of SharePoint can't. @throws GraphError 404, 400 */
function columnOf({ holder, all }: Columns, key: string): { own: Entity[]; found: Entity } {
	const isIt = ({ id, name }: Entity) => id === key || name === key;
	const own = holder.columns as Entity[];
	const found = own.find(isIt);
	if (found) return { own, found };
	if (all().some(isIt)) throw new GraphError(400, 'invalidRequest', 'The column is read-only or sealed.');
	throw new GraphError(404, 'itemNotFound', 'The specified column was not found.');
}

/** The routes of columns. */
const columnRoutes = (path: string, columnsAt: ColumnsAt): Route[] => [
	route('GET', path, 'files', read, (world, { call, params }) =>
		listEntities(call, 'columns', columnsAt(world, params).all(), 'files'),
	),
	route('POST', path, 'files', manage, (world, { call, params }) => {
		const { holder, all } = columnsAt(world, params);
		const body = bodyOf(call);
		const { name } = body;
		if (typeof name !== 'string' || name === '')
			throw new GraphError(400, 'invalidRequest', 'The column has no name.');
		if (all().some((one) => one.name === name))
			throw new GraphError(409, 'nameAlreadyExists', 'The specified name is already in use.');
		const made = newColumn(body);
		holder.columns = [...(holder.columns as Entity[]), made];
		const headers = sharePointLocation(`columns('${made.id}')`);
		return { ...entityAnswer(call, 'columns', columnView(made), 201), headers };
	}),
	route('PATCH', `${path}/{column}`, 'files', manage, (world, { call, params }) => {
		const { found } = columnOf(columnsAt(world, params), params.at(-1) ?? '');
		// It says what to do, and isn't kept.
		const changes = Object.entries(bodyOf(call)).filter(([name]) => name !== 'propagateChanges');
		for (const [name, value] of changes) {
			const before = found[name];
			const isFacet = typeof value === 'object' && value !== null && typeof before === 'object';
			found[name] = isFacet ? { ...before, ...value } : value;
		}
		return entityAnswer(call, 'columns', columnView(found));
	}),
	route('DELETE', `${path}/{column}`, 'files', manage, (world, { params }) => {
		const columns = columnsAt(world, params);
		const { own, found } = columnOf(columns, params.at(-1) ?? '');
		if (usedInTypes.includes(found.name as string))
			throw new GraphError(
				400,
				'invalidRequest',
				'Site columns which are included in content types cannot be deleted.',
			);
		columns.holder.columns = own.filter((one) => one !== found);
		return { status: 204 };
	}),
];

/** Site columns that content types have. */
const usedInTypes = ['InvoiceNumber'];

/** Changes of lists, their columns and content types. */
export const listRoutes: readonly Route[] = [
	route('PATCH', list, 'files', manage, (world, { call, params }) => {
		const found = listAt(world, params);
		const body = bodyOf(call);
		const all = listsOf(world.state, siteOf(world.state, params[0] ?? ''));
		const { displayName } = body;
		if ([...all.values()].some((one) => one !== found && one.displayName === displayName))
			throw new GraphError(409, 'nameAlreadyExists', 'The specified name is already in use.');
		Object.assign(found, body, { lastModifiedDateTime: graphTime(Date.now()) });
		const view = Object.fromEntries(
			Object.entries(found).filter(([name]) => !['columns', 'system'].includes(name)),
		);
		return entityAnswer(call, 'lists', {
			'@odata.etag': found.eTag,
			...view,
			lastModifiedBy: { user: { displayName: 'SharePoint App' } },
		});
	}),
	route('DELETE', list, 'files', manage, (world, { params }) => {
		listsOf(world.state, siteOf(world.state, params[0] ?? '')).delete(listAt(world, params).id);
		return { status: 204 };
	}),
	...columnRoutes(columns, ofList),
	...columnRoutes('/sites/{id}/columns', ofSite),
	...contentTypeRoutes,
];
