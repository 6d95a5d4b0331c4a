import { randomUUID } from 'node:crypto';
import type { GraphAnswer, GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { badRequest, GraphError } from '../errors';
import { entityAnswer } from '../paging';
import { listEntities, route, selected } from '../rest';
import type { Entity } from '../rest';
import type { Route } from '../router';
import { graphTime } from '../state/messages';
import type { GraphWorld } from '../world';
import {
	grantsOf,
	itemEntity,
	itemsOf,
	itemTag,
	listEntity,
	listOf,
	listsOf,
	siteOf,
	sitesOf,
} from '../state/sites';

const full = ['Sites.FullControl.All'];
const manage = ['Sites.Manage.All', ...full];
const write = ['Sites.ReadWrite.All', ...manage];
const read = ['Sites.Read.All', ...write];

const bodyOf = ({ body }: GraphCall): Record<string, unknown> => {
	if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw badRequest('Empty Payload. JSON content expected.');
};

const omit = (entity: object, ...names: string[]) =>
	Object.fromEntries(Object.entries(entity).filter(([name]) => !names.includes(name)));

const listView = ({ query }: GraphCall, list: Entity) => ({
	...selected(omit(list, 'columns'), query.get('$select')),
	...(query.get('$expand') === 'columns' ? { columns: list.columns } : {}),
});

/** An item with the columns that were asked for. */
function itemView({ query }: GraphCall, item: Entity): object {
	const expand = query.get('$expand') ?? '';
	const names = /^fields\((?:\$?select)=(.*)\)$/i.exec(expand)?.[1]?.split(',');
	const fields = Object.entries(item.fields as object).filter(([name]) => names?.includes(name) ?? true);
	return {
		...selected({ ...omit(item, 'fields', 'change', 'gone'), eTag: itemTag(item) }, query.get('$select')),
		...(expand.startsWith('fields') ? { fields: Object.fromEntries(fields) } : {}),
	};
}

/** @throws GraphError 400 for a column that the list does not have */
function checkColumns({ columns }: Entity, fields: Record<string, unknown>): Record<string, unknown> {
	const known = ['Title', ...(columns as Array<{ name: string }>).map(({ name }) => name)];
	const given = Object.keys(fields).map((name) => name.replace(/@odata\.type$/, '').replace(/LookupId$/, ''));
	const strange = given.find((name) => !known.includes(name));
	if (strange !== undefined)
		throw new GraphError(400, 'invalidRequest', `Field '${strange}' is not recognized`);
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.endsWith('@odata.type')));
}

/** @throws GraphError 400 for a filter by a column that is not indexed, unless the caller takes the risk */
function checkFilter({ query, headers }: GraphCall, { columns }: Entity): void {
	if (headers.prefer?.includes('HonorNonIndexedQueriesWarningMayFailRandomly')) return;
	const used = `${query.get('$filter') ?? ''} ${query.get('$orderby') ?? ''}`.matchAll(/fields\/(\w+)/g);
	for (const [, name] of used) {
		const column = (columns as Array<{ name: string; indexed: boolean }>).find((one) => one.name === name);
		if (column?.indexed === true) continue;
		throw new GraphError(
			400,
			'invalidRequest',
			`Field '${name ?? ''}' cannot be referenced in filter or orderby as it is not indexed.`,
		);
	}
}

const lastChange = (items: Map<string, Entity>) =>
	Math.max(0, ...[...items.values()].map(({ change }) => Number(change)));

/** Changes of a list's items. Source: "listItem: delta". */
function delta(world: GraphWorld, call: GraphCall, all: Map<string, Entity>): GraphAnswer {
	const location = `${call.base}${call.path}`;
	const round = readRound(world, call, 'files', { code: 'resyncRequired', location, latest: true });
	return deltaAnswer(world, round, 'files', {
		context: 'Collection(listItem)',
		pageSize: 200,
		list: () =>
			[...all.values()].flatMap(({ id, change, gone, fields }) =>
				gone ? [] : [{ key: id, mark: JSON.stringify([change, fields]) }],
			),
		show: ({ key }) => {
			const item = all.get(key);
			if (!item || item.gone) return { id: key, deleted: { state: 'deleted' } };
			return itemView(round.call, item);
		},
	});
}

function there(items: Map<string, Entity>, id: string | undefined): Entity {
	const item = items.get(id ?? '');
	if (item && !item.gone) return item;
	throw new GraphError(404, 'itemNotFound', 'The specified item was not found.');
}

const lists = '/sites/{id}/lists';
const items = `${lists}/{list}/items`;

/** Sites, their lists and the items in those, and the apps that were let into sites. */
export const siteRoutes: readonly Route[] = [
	route('GET', '/sites/getAllSites', 'files', read, ({ state }, { call }) =>
		listEntities(call, 'sites', [...sitesOf(state).values()], 'files'),
	),
	route('GET', '/sites', 'files', read, ({ state }, { call }) => {
		const words = (call.query.get('$search') ?? '').replace(/[*"]/g, '').toLowerCase();
		const found = [...sitesOf(state).values()].filter(({ displayName }) =>
			String(displayName).toLowerCase().includes(words),
		);
		const query = new Map([...call.query].filter(([name]) => name !== '$search'));
		return listEntities({ ...call, query }, 'sites', found, 'files');
	}),
	route('GET', '/sites/{id}', 'files', read, ({ state }, { call, params: [id = ''] }) =>
		entityAnswer(call, 'sites', selected(siteOf(state, id), call.query.get('$select'))),
	),
	route('GET', '/sites/{id}/permissions', 'files', full, ({ state }, { call, params: [id = ''] }) =>
		listEntities(call, 'permissions', [...grantsOf(state, siteOf(state, id)).values()], 'files'),
	),
	route('POST', '/sites/{id}/permissions', 'files', full, ({ state }, { call, params: [id = ''] }) => {
		const grant = { id: randomUUID(), ...bodyOf(call) };
		grantsOf(state, siteOf(state, id)).set(grant.id, grant);
		return entityAnswer(call, 'permissions', grant, 201);
	}),
	route(
		'DELETE',
		'/sites/{id}/permissions/{grant}',
		'files',
		full,
		({ state }, { params: [id = '', grant = ''] }) => {
			if (grantsOf(state, siteOf(state, id)).delete(grant)) return { status: 204 };
			throw new GraphError(404, 'itemNotFound', 'The permission was not found.');
		},
	),
	route('GET', lists, 'files', read, ({ state }, { call, params: [id = ''] }) => {
		const all = [...listsOf(state, siteOf(state, id)).values()];
		return listEntities(call, 'lists', all, 'files', (list) => omit(list, 'columns'));
	}),
	route('POST', lists, 'files', manage, ({ state }, { call, params: [id = ''] }) => {
		const site = siteOf(state, id);
		const body = bodyOf(call);
		const all = listsOf(state, site);
		if ([...all.values()].some(({ displayName }) => displayName === body.displayName))
			throw new GraphError(409, 'nameAlreadyExists', 'The specified name is already in use.');
		const list = listEntity(randomUUID(), String(site.webUrl), body);
		all.set(list.id, list);
		return entityAnswer(call, 'lists', omit(list, 'columns'), 201);
	}),
	route('GET', `${lists}/{list}`, 'files', read, ({ state }, { call, params: [id = '', list = ''] }) =>
		entityAnswer(call, 'lists', listView(call, listOf(state, siteOf(state, id), list))),
	),
	route('GET', `${items}/delta`, 'files', read, (world, { call, params: [id = '', list = ''] }) =>
		delta(world, call, itemsOf(world.state, listOf(world.state, siteOf(world.state, id), list))),
	),
	route('GET', items, 'files', read, ({ state }, { call, params: [id = '', key = ''] }) => {
		const list = listOf(state, siteOf(state, id), key);
		checkFilter(call, list);
		const all = [...itemsOf(state, list).values()].filter(({ gone }) => !gone);
		const query = new Map([...call.query].filter(([name]) => name !== '$select'));
		return listEntities({ ...call, query }, 'items', all, 'files', (item) => itemView(call, item));
	}),
	route('POST', items, 'files', write, ({ state }, { call, params: [id = '', key = ''] }) => {
		const list = listOf(state, siteOf(state, id), key);
		const all = itemsOf(state, list);
		const fields = checkColumns(list, (bodyOf(call).fields ?? {}) as Record<string, unknown>);
		const now = graphTime(Date.now());
		const times = { createdDateTime: now, lastModifiedDateTime: now };
		const item = { ...itemEntity(String(all.size + 1), lastChange(all) + 1, fields), ...times };
		all.set(item.id, item);
		const query = new Map([['$expand', 'fields']]);
		return entityAnswer(call, 'items', itemView({ ...call, query }, item), 201);
	}),
	route('GET', `${items}/{item}`, 'files', read, ({ state }, { call, params: [id = '', list = '', item] }) =>
		entityAnswer(
			call,
			'items',
			itemView(call, there(itemsOf(state, listOf(state, siteOf(state, id), list)), item)),
		),
	),
	route('DELETE', `${items}/{item}`, 'files', write, ({ state }, { params: [id = '', list = '', key] }) => {
		const all = itemsOf(state, listOf(state, siteOf(state, id), list));
		Object.assign(there(all, key), { gone: true, change: lastChange(all) + 1 });
		return { status: 204 };
	}),
	route(
		'PATCH',
		`${items}/{item}/fields`,
		'files',
		write,
		({ state }, { call, params: [id = '', key = '', item] }) => {
			const list = listOf(state, siteOf(state, id), key);
			const all = itemsOf(state, list);
			const found = there(all, item);
			Object.assign(found.fields as object, checkColumns(list, bodyOf(call)));
			found.change = lastChange(all) + 1;
			found.lastModifiedDateTime = graphTime(Date.now());
			return entityAnswer(call, 'fields', found.fields as object);
		},
	),
];
