import { randomUUID } from 'node:crypto';
import { preferences } from '../call';
import type { GraphAnswer, GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { badRequest, GraphError } from '../errors';
import { entityAnswer } from '../paging';
import { listEntities, route, selected } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import { graphTime } from '../state/messages';
import type { GraphWorld } from '../world';
import type { SharePointSettings } from '../../settings';
import type { GraphState } from '../state';
import { listRoutes } from './lists';
import {
	allColumnsOf,
	contentTypesOf,
	grantsOf,
	itemEntity,
	itemsOf,
	itemTag,
	listEntity,
	listOf,
	listsOf,
	siteOf,
	sitesOf,
	versionOf,
	versionsOf,
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

/** A list as Graph shows it. The list of the site's users is a system list, as `system` says where it's selected. */
const listFacts = (list: Entity, select: string | undefined) => ({
	'@odata.etag': list.eTag,
	...selected(omit(list, 'columns', /\bsystem\b/.test(select ?? '') ? '' : 'system'), select),
});

const listView = ({ query }: GraphCall, list: Entity) => ({
	...listFacts(list, query.get('$select')),
	...(query.get('$expand') === 'columns' ? { columns: allColumnsOf(list) } : {}),
});

const isLink = (column: object) => 'hyperlinkOrPicture' in column;
const columnsOf = ({ columns }: Entity) => columns as Array<{ name: string; indexed: boolean }>;

/** Columns with links are returned only with `Prefer: apiversion=2.1`. */
const hiddenColumns = (list: Entity, headers: GraphCall['headers']) =>
	preferences(headers).get('apiversion') === '2.1' ? [] : columnsOf(list).filter(isLink);

/** The values of an item's columns: IDs of lookups are texts. */
function fieldsView(item: Entity, list: Entity, headers: GraphCall['headers']): object {
	const hidden = hiddenColumns(list, headers).map(({ name }) => name);
	const values = Object.entries(item.fields as object).filter(([name]) => !hidden.includes(name));
	const shown = values.map(([name, value]) => [
		name,
		name.endsWith('LookupId') && typeof value === 'number' ? String(value) : (value as unknown),
	]);
	return { '@odata.etag': itemTag(item), ...Object.fromEntries(shown) };
}

/** An item with the requested columns. */
function itemView({ query, headers }: GraphCall, item: Entity, list: Entity): object {
	const expand = query.get('$expand') ?? '';
	const names = /^fields\((?:\$?select)=(.*)\)$/i.exec(expand)?.[1]?.split(',');
	const eTag = itemTag(item);
	const fields = Object.entries(fieldsView(item, list, headers)).filter(
		([name]) => name.startsWith('@') || (names?.includes(name) ?? true),
	);
	return {
		'@odata.etag': eTag,
		...selected({ ...omit(item, 'fields', 'change', 'gone', 'versions'), eTag }, query.get('$select')),
		...(expand.startsWith('fields')
			? { 'fields@odata.context': `items('${item.id}')/fields/$entity`, fields: Object.fromEntries(fields) }
			: {}),
	};
}

/** @throws GraphError 400 for a column that the list does not have */
export function checkColumns(
	list: Entity,
	fields: Record<string, unknown>,
	headers: GraphCall['headers'],
): Record<string, unknown> {
	const known = ['Title', ...columnsOf(list).map(({ name }) => name)];
	const hidden = hiddenColumns(list, headers).map(({ name }) => name);
	const given = Object.keys(fields).map((name) => name.replace(/@odata\.type$/, '').replace(/LookupId$/, ''));
	const strange = given.find((name) => !known.includes(name));
	if (strange !== undefined)
		throw new GraphError(400, 'invalidRequest', `Field '${strange}' is not recognized`);
	const person = columnsOf(list).find((column) => 'personOrGroup' in column && column.name in fields);
	if (person !== undefined)
		throw new GraphError(400, 'invalidRequest', `Field '${person.name}' is not recognized`);
	return Object.fromEntries(
		Object.entries(fields).filter(([name]) => !name.endsWith('@odata.type') && !hidden.includes(name)),
	);
}

/**
 * Checks a query by columns.
 * @param count how many items the list has
 * @throws GraphError 400 for a column that is not indexed, unless the caller accepts the risk and the list is small
 */
function checkFilter(
	{ query, headers }: GraphCall,
	list: Entity,
	count: number,
	{ listThreshold, overThreshold }: SharePointSettings,
): void {
	const takesRisk = headers.prefer?.includes('HonorNonIndexedQueriesWarningMayFailRandomly') ?? false;
	const used = `${query.get('$filter') ?? ''} ${query.get('$orderby') ?? ''}`.matchAll(/fields\/(\w+)/g);
	for (const [, name] of used) {
		const column = columnsOf(list).find((one) => one.name === name);
		if (column?.indexed === true) continue;
		if (takesRisk && count <= listThreshold) continue;
		if (takesRisk && overThreshold === 'throttled')
			throw new GraphError(429, 'activityLimitReached', 'The request has been throttled.');
		if (takesRisk) {
			throw new GraphError(
				400,
				'invalidRequest',
				'The attempted operation is prohibited because it exceeds the list view threshold.',
			);
		}
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
function delta(world: GraphWorld, call: GraphCall, entity: Entity): GraphAnswer {
	const all = itemsOf(world.state, entity);
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
			return itemView(round.call, item, entity);
		},
	});
}

function there(items: Map<string, Entity>, id: string | undefined): Entity {
	const item = items.get(id ?? '');
	if (item && !item.gone) return item;
	throw new GraphError(404, 'itemNotFound', 'The specified item was not found.');
}

/** The content type that a body names. @throws GraphError 400 for one that the list doesn't have */
function namedType(state: GraphState, list: Entity, call: GraphCall) {
	const { id } = (bodyOf(call).contentType ?? {}) as { id?: string };
	if (id === undefined) return undefined;
	const type = contentTypesOf(state, list).get(id);
	if (type) return { id: type.id, name: type.name };
	throw new GraphError(400, 'invalidRequest', 'The specified content type is not part of the list.');
}

function grantAt(state: GraphState, site: string, key: string): Entity {
	const found = grantsOf(state, siteOf(state, site)).get(key);
	if (found) return found;
	throw new GraphError(404, 'itemNotFound', 'The permission was not found.');
}

function rolesOf({ roles }: Record<string, unknown>, allowed: readonly string[]): string[] {
	const given = Array.isArray(roles) ? (roles as string[]) : [];
	if (given.length > 0 && given.every((role) => allowed.includes(role))) return given;
	throw new GraphError(400, 'invalidRequest', 'Invalid role value.');
}

const grant = '/sites/{id}/permissions/{grant}';
const lists = '/sites/{id}/lists';
const items = `${lists}/{list}/items`;

/** Sites, their lists and list items, and the apps that have access to sites. */
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
		listEntities(call, 'permissions', [...grantsOf(state, siteOf(state, id)).values()], 'files', (grant) =>
			omit(grant, 'roles'),
		),
	),
	route('GET', grant, 'files', full, ({ state }, { call, params: [id = '', key = ''] }) =>
		entityAnswer(call, 'permissions', grantAt(state, id, key)),
	),
	route('PATCH', grant, 'files', full, ({ state }, { call, params: [id = '', key = ''] }) => {
		const found = grantAt(state, id, key);
		found.roles = rolesOf(bodyOf(call), ['read', 'write', 'manage', 'fullcontrol']);
		return entityAnswer(call, 'permissions', found);
	}),
	route('POST', '/sites/{id}/permissions', 'files', full, (world, { call, params: [id = ''] }) => {
		const { state, settings } = world;
		const more = settings.sharePoint.grantsAllAtOnce ? ['manage', 'fullcontrol'] : [];
		const made = {
			id: randomUUID(),
			...bodyOf(call),
			roles: rolesOf(bodyOf(call), ['read', 'write', ...more]),
		};
		grantsOf(state, siteOf(state, id)).set(made.id, made);
		return entityAnswer(call, 'permissions', made, 201);
	}),
	route('DELETE', grant, 'files', full, ({ state }, { params: [id = '', key = ''] }) => {
		if (grantsOf(state, siteOf(state, id)).delete(key)) return { status: 204 };
		throw new GraphError(404, 'itemNotFound', 'The permission was not found.');
	}),
	route('GET', lists, 'files', read, ({ state }, { call, params: [id = ''] }) => {
		const select = call.query.get('$select');
		const system = /\bsystem\b/.test(select ?? '');
		const all = [...listsOf(state, siteOf(state, id)).values()].filter((list) => system || !list.system);
		const query = new Map([...call.query].filter(([name]) => name !== '$select'));
		return listEntities({ ...call, query }, 'lists', all, 'files', (list) => listFacts(list, select));
	}),
	route('POST', lists, 'files', manage, ({ state }, { call, params: [id = ''] }) => {
		const site = siteOf(state, id);
		const body = bodyOf(call);
		const all = listsOf(state, site);
		if ([...all.values()].some(({ displayName }) => displayName === body.displayName))
			throw new GraphError(409, 'nameAlreadyExists', 'The specified name is already in use.');
		const list = listEntity(randomUUID(), String(site.webUrl), body);
		all.set(list.id, list);
		return entityAnswer(call, 'lists', listFacts(list, undefined), 201);
	}),
	route('GET', `${lists}/{list}`, 'files', read, ({ state }, { call, params: [id = '', list = ''] }) =>
		entityAnswer(call, 'lists', listView(call, listOf(state, siteOf(state, id), list))),
	),
	...listRoutes,
	route('GET', `${items}/delta`, 'files', read, (world, { call, params: [id = '', list = ''] }) =>
		delta(world, call, listOf(world.state, siteOf(world.state, id), list)),
	),
	route('GET', items, 'files', read, ({ state, settings }, { call, params: [id = '', key = ''] }) => {
		const list = listOf(state, siteOf(state, id), key);
		checkFilter(call, list, itemsOf(state, list).size, settings.sharePoint);
		const all = [...itemsOf(state, list).values()].filter(({ gone }) => !gone);
		const query = new Map([...call.query].filter(([name]) => name !== '$select'));
		return listEntities({ ...call, query }, 'items', all, 'files', (item) => itemView(call, item, list));
	}),
	route('POST', items, 'files', write, ({ state }, { call, params: [id = '', key = ''] }) => {
		const list = listOf(state, siteOf(state, id), key);
		const all = itemsOf(state, list);
		const given = (bodyOf(call).fields ?? {}) as Record<string, unknown>;
		const fields = checkColumns(list, given, call.headers);
		const now = graphTime(Date.now());
		const times = { createdDateTime: now, lastModifiedDateTime: now };
		const contentType = namedType(state, list, call);
		const item = {
			...itemEntity(String(all.size + 1), lastChange(all) + 1, fields),
			...times,
			...(contentType && { contentType }),
		};
		all.set(item.id, item);
		const query = new Map([['$expand', 'fields']]);
		return entityAnswer(call, 'items', itemView({ ...call, query }, item, list), 201);
	}),
	route('GET', `${items}/{item}`, 'files', read, ({ state }, { call, params: [id = '', key = '', item] }) => {
		const list = listOf(state, siteOf(state, id), key);
		return entityAnswer(call, 'items', itemView(call, there(itemsOf(state, list), item), list));
	}),
	route(
		'GET',
		`${items}/{item}/versions`,
		'files',
		read,
		(world, { call, params: [id = '', key = '', item] }) => {
			const list = listOf(world.state, siteOf(world.state, id), key);
			const versions = [...versionsOf(there(itemsOf(world.state, list), item))].reverse();
			const shown =
				call.query.get('$expand') === 'fields' ? versions : versions.map((one) => omit(one, 'fields'));
			return listEntities(call, 'versions', shown as Entity[], 'files');
		},
	),
	// Source: "Update listItem".
	route(
		'PATCH',
		`${items}/{item}`,
		'files',
		write,
		({ state }, { call, params: [id = '', key = '', item] }) => {
			const list = listOf(state, siteOf(state, id), key);
			const all = itemsOf(state, list);
			const found = there(all, item);
			const contentType = namedType(state, list, call);
			if (contentType) found.contentType = contentType;
			found.change = lastChange(all) + 1;
			found.lastModifiedDateTime = graphTime(Date.now());
			return entityAnswer(call, 'items', itemView(call, found, list));
		},
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
			const changes = checkColumns(list, bodyOf(call), call.headers);
			const earlier = versionsOf(found);
			Object.assign(found.fields as object, changes);
			found.change = lastChange(all) + 1;
			found.lastModifiedDateTime = graphTime(Date.now());
			found.versions = [...earlier, versionOf(found, earlier.length + 1)];
			return entityAnswer(call, 'fields', fieldsView(found, list, call.headers));
		},
	),
];
