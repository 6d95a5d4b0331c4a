import { listObjects, referredId, requestRefused } from './directoryObjects';
import { resourceNotFound } from './errors';
import { readObject } from './messageBody';
import { entitiesAt, route } from './rest';
import type { Route, Service } from './router';
import type { GraphWorld } from './world';

/** A relationship to directory objects that behaves as REST has it: members, owners. */
export interface References {
	/** Its path, such as `/directory/administrativeUnits/{id}/members`. */
	path: string;
	/** Any one of these permissions lets a reader in; the least first. */
	read: readonly string[];
	/** The same for changes. */
	write: readonly string[];
	/** The ID of the object that has the relationship. @throws GraphError 404 */
	owner: (world: GraphWorld, id: string) => string;
	/** Checks a change. @throws GraphError for what Graph would refuse */
	check?: (world: GraphWorld, owner: string) => void;
	/** The types that the list can be narrowed to. */
	types?: readonly string[];
}

const service: Service = 'directory';

/** The IDs of the objects of a relationship. */
export const referencesOf = (world: GraphWorld, { path }: Pick<References, 'path'>, owner: string) =>
	entitiesAt(world, { path }, [owner]);

/** The lists of a relationship, whole and by type, and its changes by `$ref`. */
export function referenceRoutes(references: References): Route[] {
	const { path, read, write, owner, check, types = [] } = references;
	const relation = path.split('/').at(-1) ?? '';
	const linked = (world: GraphWorld, id = '') => referencesOf(world, references, owner(world, id));
	return [
		...[undefined, ...types].map((type) =>
			route('GET', type === undefined ? path : `${path}/${type}`, service, read, (world, context) =>
				listObjects(world, context, linked(world, context.params[0]).keys(), type),
			),
		),
		route('POST', `${path}/$ref`, service, write, (world, { call, params }) => {
			const all = linked(world, params[0]);
			check?.(world, owner(world, params[0] ?? ''));
			const id = referredId(world, readObject(call.body ?? {}, 'body')['@odata.id']);
			if (all.has(id))
				throw requestRefused(
					`One or more added object references already exist for the following modified properties: '${relation}'.`,
				);
			all.set(id, { id });
			return { status: 204 };
		}),
		route('DELETE', `${path}/{reference}/$ref`, service, write, (world, { params: [id, reference = ''] }) => {
			const all = linked(world, id);
			check?.(world, owner(world, id ?? ''));
			if (!all.delete(reference.toLowerCase())) throw resourceNotFound(reference);
			return { status: 204 };
		}),
	];
}
