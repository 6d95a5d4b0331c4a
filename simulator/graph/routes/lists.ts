import type { GraphCall } from '../call';
import type { Entity } from '../entity';
import { badRequest, GraphError } from '../errors';
import { entityAnswer, sharePointLocation } from '../paging';
import { listEntities, route } from '../rest';
import type { Route } from '../router';
import { graphTime } from '../state/messages';
import { allColumnsOf, columnView, contentTypesOf, listOf, listsOf, newColumn, siteOf } from '../state/sites';
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

/** A list's own column, by ID or by name; those of SharePoint can't be changed. @throws GraphError 404, 400 */
function columnAt(world: GraphWorld, params: readonly string[]): { all: Entity[]; found: Entity } {
	const entity = listAt(world, params);
	const isIt = ({ id, name }: Entity) => id === params[2] || name === params[2];
	const found = (entity.columns as Entity[]).find(isIt);
	if (found) return { all: entity.columns as Entity[], found };
	if (allColumnsOf(entity).some(isIt))
		throw new GraphError(400, 'invalidRequest', 'The column is read-only or sealed.');
	throw new GraphError(404, 'itemNotFound', 'The specified column was not found.');
}

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
	route('GET', columns, 'files', read, (world, { call, params }) =>
		listEntities(call, 'columns', allColumnsOf(listAt(world, params)), 'files'),
	),
	route('POST', columns, 'files', manage, (world, { call, params }) => {
		const entity = listAt(world, params);
		const body = bodyOf(call);
		const { name } = body;
		if (typeof name !== 'string' || name === '')
			throw new GraphError(400, 'invalidRequest', 'The column has no name.');
		if (allColumnsOf(entity).some((one) => one.name === name))
			throw new GraphError(409, 'nameAlreadyExists', 'The specified name is already in use.');
		const made = newColumn(body);
		entity.columns = [...(entity.columns as Entity[]), made];
		const headers = sharePointLocation(`columns('${made.id}')`);
		return { ...entityAnswer(call, 'columns', columnView(made), 201), headers };
	}),
	route('PATCH', `${columns}/{column}`, 'files', manage, (world, { call, params }) => {
		const { found } = columnAt(world, params);
		const body = bodyOf(call);
		for (const [name, value] of Object.entries(body)) {
			const before = found[name];
			const isFacet = typeof value === 'object' && value !== null && typeof before === 'object';
			found[name] = isFacet ? { ...before, ...value } : value;
		}
		return entityAnswer(call, 'columns', columnView(found));
	}),
	route('DELETE', `${columns}/{column}`, 'files', manage, (world, { params }) => {
		const { all, found } = columnAt(world, params);
		listAt(world, params).columns = all.filter((one) => one !== found);
		return { status: 204 };
	}),
	route('GET', `${list}/contentTypes`, 'files', read, (world, { call, params }) =>
		listEntities(
			call,
			'contentTypes',
			[...contentTypesOf(world.state, listAt(world, params)).values()],
			'files',
		),
	),
];
