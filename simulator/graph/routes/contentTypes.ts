import type { GraphAnswer, GraphCall } from '../call';
import type { Entity } from '../entity';
import { GraphError } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer, sharePointLocation } from '../paging';
import { listEntities, route, selected } from '../rest';
import type { Route } from '../router';
import {
	contentTypesOf,
	itemsOf,
	listContentType,
	listOf,
	listsOf,
	newContentType,
	siteColumnsOf,
	siteContentTypesOf,
	siteOf,
} from '../state/sites';
import type { GraphWorld } from '../world';

const manage = ['Sites.Manage.All', 'Sites.FullControl.All'];
const read = ['Sites.Read.All', 'Sites.ReadWrite.All', ...manage];

const ofSite = '/sites/{id}/contentTypes';
const ofList = '/sites/{id}/lists/{list}/contentTypes';

const invalid = (message = 'Invalid request') => new GraphError(400, 'invalidRequest', message);

const siteAt = ({ state }: GraphWorld, [site = '']: readonly string[]) => siteOf(state, site);
const siteTypesAt = (world: GraphWorld, params: readonly string[]) =>
	siteContentTypesOf(world.state, siteAt(world, params));
const listAt = (world: GraphWorld, params: readonly string[]) =>
	listOf(world.state, siteAt(world, params), params[1] ?? '');
const listTypesAt = (world: GraphWorld, params: readonly string[]) =>
	contentTypesOf(world.state, listAt(world, params));

function typeIn(types: Map<string, Entity>, id: string): Entity {
	const found = types.get(id);
	if (found) return found;
	throw new GraphError(404, 'itemNotFound', 'The specified content type was not found.');
}

/** @throws GraphError 409 for a name that another has */
function checkName(types: Map<string, Entity>, name: unknown): void {
	if (![...types.values()].some((one) => one.name === name)) return;
	throw new GraphError(409, 'nameAlreadyExists', `A duplicate content type "${String(name)}" was found.`);
}

/** The answer to a new content type. */
function madeAnswer(call: GraphCall, made: Entity): GraphAnswer {
	const headers = { etag: String(made['@odata.etag']), ...sharePointLocation(`contentTypes('${made.id}')`) };
	return { ...entityAnswer(call, 'contentTypes', made, 201), headers };
}

/** A column as a content type has it. Source: recorded answers. */
const columnOfType = (column: Entity): object => ({
	'@odata.etag': `"${column.id}"`,
	isDeletable: true,
	isReorderable: true,
	isSealed: false,
	propagateChanges: false,
	type: 'text' in column ? 'text' : 'boolean',
	...column,
});

const inUse = 'The content type is in use.';

/** Content types of sites and lists. */
export const contentTypeRoutes: readonly Route[] = [
	route('GET', ofSite, 'files', read, (world, { call, params }) =>
		listEntities(call, 'contentTypes', [...siteTypesAt(world, params).values()], 'files'),
	),
	route('GET', `${ofSite}/{type}`, 'files', read, (world, { call, params }) => {
		const found = typeIn(siteTypesAt(world, params), params[1] ?? '');
		const columns = siteColumnsOf(world.state, siteAt(world, params)).filter(
			({ name }) => name === 'Title' || name === 'InvoiceNumber',
		);
		return {
			...entityAnswer(call, 'contentTypes', {
				...selected(found, call.query.get('$select')),
				...(call.query.get('$expand') === 'columns' && {
					'columns@odata.context': `${call.base}/${call.version}/$metadata#contentTypes('${found.id}')/columns`,
					columns: columns.map(columnOfType),
				}),
			}),
			headers: { etag: String(found['@odata.etag']) },
		};
	}),
	route('POST', ofSite, 'files', manage, (world, { call, params }) => {
		const types = siteTypesAt(world, params);
		const body = readObject(call.body, 'content type');
		const { id: baseId = '' } = (body.base ?? {}) as { id?: string };
		const base = types.get(baseId);
		if (typeof body.name !== 'string' || body.name === '' || base === undefined) throw invalid();
		checkName(types, body.name);
		const made = newContentType(body, base);
		types.set(made.id, made);
		return madeAnswer(call, made);
	}),
	route('DELETE', `${ofSite}/{type}`, 'files', manage, (world, { params }) => {
		const types = siteTypesAt(world, params);
		const { id, isBuiltIn } = typeIn(types, params[1] ?? '');
		if (isBuiltIn === true) throw invalid('The content type is sealed or read-only.');
		const lists = [...listsOf(world.state, siteAt(world, params)).values()];
		const all = [types, ...lists.map((list) => contentTypesOf(world.state, list))];
		if (all.some((some) => [...some.values()].some(({ parentId }) => parentId === id))) throw invalid(inUse);
		types.delete(id);
		return { status: 204 };
	}),
	route('GET', ofList, 'files', read, (world, { call, params }) =>
		listEntities(call, 'contentTypes', [...listTypesAt(world, params).values()], 'files'),
	),
	// Source: "contentType: addCopy". Recorded: the answer.
	route('POST', `${ofList}/addCopy`, 'files', manage, (world, { call, params }) => {
		const { contentType } = readObject(call.body, 'parameters');
		const [, site = '', id = ''] = /\/sites\/([^/]+)\/contentTypes\/([^/]+)$/.exec(String(contentType)) ?? [];
		if (site === '') throw invalid();
		const type = siteTypesAt(world, [decodeURIComponent(site)]).get(decodeURIComponent(id));
		if (type === undefined) throw invalid();
		const types = listTypesAt(world, params);
		checkName(types, type.name);
		const made = listContentType(listAt(world, params), type);
		types.set(made.id, made);
		return madeAnswer(call, made);
	}),
	route('DELETE', `${ofList}/{type}`, 'files', manage, (world, { params }) => {
		const types = listTypesAt(world, params);
		const { id } = typeIn(types, params[2] ?? '');
		const items = [...itemsOf(world.state, listAt(world, params)).values()].filter(({ gone }) => !gone);
		if (items.some(({ contentType }) => (contentType as { id?: string } | undefined)?.id === id))
			throw invalid(inUse);
		types.delete(id);
		return { status: 204 };
	}),
];
