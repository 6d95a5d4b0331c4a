import { randomUUID } from 'node:crypto';
import type { CallContext, GraphAnswer, GraphCall } from './call';
import { badRequest, itemNotFound, resourceNotFound } from './errors';
import { searchableOf } from './advancedQueries';
import { checkQuery, isCounted, readSearch } from './directoryQuery';
import type { Asked } from './directoryQuery';
import { passes } from './odata/evaluate';
import { parseFilter, type Expression } from './odata/parser';
import { readCount, sorted } from './odata/options';
import { entityAnswer, listAnswer, nextLink, outlookLink, readSkipToken, skipToken } from './paging';
import { isOutlook, type Route, type Service } from './router';
import type { GraphWorld } from './world';
import type { Entity } from './entity';

/** A collection of objects that behaves as REST has it, without more. */
export interface Collection {
	/** Its path, such as `/users/{id}/contacts`. */
	path: string;
	service: Service;
	/** Any one of these permissions lets a reader in; the least first. */
	read: readonly string[];
	/** The same for changes; a collection without them can't be changed. */
	write?: readonly string[];
	/** The same for deleting, where it isn't as for other changes. */
	remove?: readonly string[];
	/** What is in it at the start, by what the placeholders of the path hold. */
	seed?: (world: GraphWorld, params: readonly string[]) => Entity[];
	/** The ID of the object that the first placeholder names, where it has other names too. @throws GraphError 404 */
	owner?: (world: GraphWorld, name: string) => string;
	/** A new object from a request's body. @throws GraphError for what Graph would refuse */
	create?: (
		body: Record<string, unknown>,
		context: CallContext,
		world: GraphWorld,
	) => Record<string, unknown>;
	/** Checks a change. @throws GraphError for what Graph would refuse */
	change?: (entity: Entity, body: Record<string, unknown>, context: CallContext, world: GraphWorld) => void;
	/** What an answer shows of an object; all of it by default. */
	view?: (entity: Entity) => object;
	/** The type of directory object, for those that Graph's directory lists. */
	directoryType?: string;
	/** Methods that Graph does not have here, such as `DELETE` or `GET item`. */
	without?: readonly ('GET' | 'GET item' | 'POST' | 'PATCH' | 'DELETE')[];
	/** What PATCH answers: 200 with the object (default), or 204. */
	patchStatus?: 200 | 204;
}

/** What the placeholders hold, with the owner by ID; `''` where there are none. */
function placeOf(
	world: GraphWorld,
	{ path, owner }: Pick<Collection, 'path' | 'owner'>,
	[name = '', ...others]: readonly string[],
): string[] {
	if (path.startsWith('/users/')) return [world.state.findUser(name)?.id ?? name, ...others];
	return [owner?.(world, name) ?? name, ...others];
}

/** Deletes all collections that are below an object. */
function deleteBelow(
	world: GraphWorld,
	collection: Pick<Collection, 'path' | 'owner'>,
	params: readonly string[],
	id: string,
): void {
	const path = `${collection.path}/{id}/`.toLowerCase();
	const around = params.length === 0 ? [] : placeOf(world, collection, params);
	const place = [...around, id, ''].join('|').toLowerCase();
	const { collections } = world.state;
	for (const key of [...collections.keys()]) {
		const [own = '', ...held] = `${key}|`.split('|');
		if (own.startsWith(path) && held.join('|').startsWith(place)) collections.delete(key);
	}
}

/**
 * The objects of a collection, by what the placeholders hold; seeded when they are first looked at.
 * @param path the collection's own, filled in
 */
export function entitiesAt(
	world: GraphWorld,
	collection: Pick<Collection, 'path' | 'seed' | 'owner'>,
	params: readonly string[],
): Map<string, Entity> {
	const { path, seed } = collection;
	const key = [path, ...placeOf(world, collection, params)].join('|').toLowerCase();
	const known = world.state.collections.get(key);
	if (known) return known;
	const made = new Map((seed?.(world, params) ?? []).map((entity) => [entity.id, entity]));
	world.state.collections.set(key, made);
	return made;
}

/** One object of a collection. @throws GraphError 404 */
export function entityAt(
	world: GraphWorld,
	collection: Pick<Collection, 'path' | 'seed' | 'service' | 'owner'>,
	params: readonly string[],
	id: string,
): Entity {
	const found = entitiesAt(world, collection, params).get(id);
	if (found) return found;
	throw collection.service === 'directory' ? resourceNotFound(id) : itemNotFound();
}

/** What a list of directory objects is, where it is one: with a type, or a relationship. */
export const askedOf = (
	{ settings }: GraphWorld,
	type: string | undefined,
	relationship = false,
): Asked | undefined =>
	type === undefined ? undefined : { type, relationship, cast: false, unlisted: settings.directory.unlisted };

/** The routes of a collection and of its objects. */
export function collectionRoutes(collection: Collection): Route[] {
	const { path, service, read, write = [], remove = write, without = [] } = collection;
	const context = (params: readonly string[]) => {
		let at = 0;
		return path.slice(1).replace(/\/\{[^}]+\}/g, () => `('${params[at++] ?? ''}')`);
	};
	const view = collection.view ?? ((entity: Entity) => entity);
	const bodyOf = ({ body }: GraphCall): Record<string, unknown> => {
		if (typeof body === 'object' && body !== null && !Array.isArray(body))
			return body as Record<string, unknown>;
		throw badRequest('Empty Payload. JSON content expected.');
	};
	const own = (params: readonly string[]) => params.slice(0, -1);
	const last = (params: readonly string[]) => params.at(-1) ?? '';

	const all: Array<Route & { kind: string }> = [
		{
			kind: 'GET',
			method: 'GET',
			path,
			service,
			permissions: read,
			handle: (world, { call, params }) =>
				listEntities(
					call,
					context(params),
					[...entitiesAt(world, collection, params).values()],
					service,
					view,
					askedOf(world, collection.directoryType),
				),
		},
		{
			kind: 'GET item',
			method: 'GET',
			path: `${path}/{id}`,
			service,
			permissions: read,
			handle: (world, { call, params }) => {
				const entity = entityAt(world, collection, own(params), last(params));
				return entityAnswer(call, context(own(params)), selected(view(entity), call.query.get('$select')));
			},
		},
		{
			kind: 'POST',
			method: 'POST',
			path,
			service,
			permissions: write,
			handle: (world, callContext) => {
				const { call, params } = callContext;
				const body = bodyOf(call);
				const entity = {
					id: randomUUID(),
					...(collection.create?.(body, callContext, world) ?? body),
				} as Entity;
				entitiesAt(world, collection, params).set(entity.id, entity);
				return entityAnswer(call, context(params), view(entity), 201);
			},
		},
		{
			kind: 'PATCH',
			method: 'PATCH',
			path: `${path}/{id}`,
			service,
			permissions: write,
			handle: (world, callContext) => {
				const { call, params } = callContext;
				const entity = entityAt(world, collection, own(params), last(params));
				const body = bodyOf(call);
				collection.change?.(entity, body, callContext, world);
				Object.assign(entity, body);
				if (collection.patchStatus === 204) return { status: 204 };
				return entityAnswer(call, context(own(params)), view(entity));
			},
		},
		{
			kind: 'DELETE',
			method: 'DELETE',
			path: `${path}/{id}`,
			service,
			permissions: remove,
			handle: (world, { params }) => {
				const { id } = entityAt(world, collection, own(params), last(params));
				entitiesAt(world, collection, own(params)).delete(id);
				deleteBelow(world, collection, own(params), id);
				return { status: 204 };
			},
		},
	];
	return all
		.filter(
			({ kind, method }) =>
				!(without as readonly string[]).includes(kind) && (method === 'GET' || write.length > 0),
		)
		.map(({ method, path: at, service: of, permissions, handle }) => ({
			method,
			path: at,
			service: of,
			permissions,
			handle,
		}));
}

/**
 * A single request: an action, a function, a single object.
 * @param permissions any one of these lets a caller in; the least first
 */
export function route(
	method: string,
	path: string,
	service: Service,
	permissions: readonly string[],
	handle: Route['handle'],
): Route {
	return { method, path, service, permissions, handle };
}

/** A page of a list: filtered, ordered, selected; `$search` searches for words in the values. */
export function listEntities(
	call: GraphCall,
	context: string,
	items: readonly Entity[],
	service: Service,
	view: (entity: Entity) => object = (entity) => entity,
	directory?: Asked,
): GraphAnswer {
	const { query } = call;
	const filter = readAnyFilter(query.get('$filter'));
	const orderBy = (query.get('$orderby') ?? '')
		.split(',')
		.filter((part) => part.trim() !== '')
		.map((part) => {
			const [path = '', direction = 'asc'] = part.trim().split(/\s+/);
			return { path: path.split('/'), descending: direction.toLowerCase() === 'desc' };
		});
	if (directory) checkQuery(call, directory, { filter, orderBy: orderBy.map(({ path }) => path[0] ?? '') });
	let found = items.filter((item) => !filter || passes(filter, item));
	const search = query.get('$search');
	if (search !== undefined)
		found = found.filter(
			searcher(search, directory?.type ?? (service === 'directory' ? 'directoryObject' : undefined)),
		);
	found = sorted(found, orderBy);
	const refuse = (text: string) => badRequest(`Invalid value for $top or $skip: '${text}'.`);
	const top = readCount(query.get('$top'), { min: 1, max: 1000 }, refuse) ?? 100;
	const skip = readCount(query.get('$skip'), { min: 0, max: 1_000_000 }, refuse) ?? 0;
	const linkTo = isOutlook(service) ? outlookLink : nextLink;
	const offset = readSkipToken(query.get('$skiptoken')) + skip;
	const countsHere = directory ? isCounted(call) : query.get('$count')?.toLowerCase() === 'true';
	const end = offset + top;
	const {
		items: shown,
		count,
		next,
	} = {
		items: found.slice(offset, end).map((item) => selected(view(item), query.get('$select'))),
		count: countsHere && offset === 0 ? found.length : undefined,
		next: end < found.length ? linkTo(call, '$skiptoken', skipToken(end)) : undefined,
	};
	return listAnswer(call, context, { items: shown, count, next });
}

function searcher(search: string, type: string | undefined): (item: Entity) => boolean {
	if (type !== undefined) return readSearch(search, searchableOf(type));
	const words = search.replace(/"/g, '').toLowerCase();
	return (item) => JSON.stringify(Object.values(item)).toLowerCase().includes(words);
}

function readAnyFilter(text: string | undefined): Expression | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	try {
		return parseFilter(text);
	} catch (error) {
		throw badRequest(`Invalid filter clause: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** The properties that `$select` names. Where an object lacks one, the answer does too. */
export function selected(view: object, select: string | undefined): object {
	if (select === undefined || select.trim() === '') return view;
	const names = ['id', ...select.split(',').map((name) => name.trim().toLowerCase())];
	return Object.fromEntries(
		Object.entries(view).filter(([name]) => names.includes(name.toLowerCase()) || name.startsWith('@')),
	);
}
