import type { CallContext } from '../call';
import { listDirectory } from '../directoryQuery';
import { GraphError, resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer } from '../paging';
import { mayCall, permissions } from '../permissions';
import { entitiesAt, listEntities, route } from '../rest';
import type { Entity } from '../entity';
import type { Restorable } from '../restorable';
import type { Route } from '../router';
import { groupProperties, groupView } from '../state/groups';
import type { StoredGroup } from '../state/groups';
import type { GraphWorld } from '../world';
import { applications } from './applications';
import { deletedUsers } from './deletedUsers';

const service = 'directory';
const groupType = 'microsoft.graph.group';
const writeApplications = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

/** Deleted objects of a type in addition to users. */
const deletedAt = (type: string) => ({ path: `/directory/deletedItems/${type}`, seed: (): Entity[] => [] });

/** The deleted applications, by ID. */
export const deletedApplications = (world: GraphWorld) => entitiesAt(world, deletedAt('application'), []);

/** The deleted groups, by ID. */
const deletedGroups = (world: GraphWorld) =>
	entitiesAt(world, deletedAt('group'), []) as unknown as Map<string, StoredGroup>;

/** Keeps a deleted group if Graph can restore it: security groups are gone. Source: "Delete group". */
export function keepDeletedGroup(world: GraphWorld, group: StoredGroup): void {
	if (group.groupTypes?.includes('Unified') !== true) return;
	deletedGroups(world).set(group.id, { ...group, deletedDateTime: new Date().toISOString() });
}

const restorable: readonly Restorable[] = [
	deletedUsers,
	{
		type: 'group',
		permissions: permissions.writeGroups,
		has: (world, id) => deletedGroups(world).has(id),
		restore: (world, id) => {
			const group = deletedGroups(world).get(id);
			if (!group) throw resourceNotFound(id);
			const restored = { ...group, deletedDateTime: null };
			world.state.groups.set(id, restored);
			deletedGroups(world).delete(id);
			return groupView(restored, undefined);
		},
		remove: (world, id) => void deletedGroups(world).delete(id),
	},
	{
		type: 'application',
		permissions: writeApplications,
		has: (world, id) => deletedApplications(world).has(id),
		restore: (world, id) => {
			const application = deletedApplications(world).get(id);
			if (!application) throw resourceNotFound(id);
			const restored = { ...application, deletedDateTime: null };
			entitiesAt(world, applications, []).set(id, restored);
			deletedApplications(world).delete(id);
			return restored;
		},
		remove: (world, id) => void deletedApplications(world).delete(id),
	},
];

const anyPermission = restorable.flatMap((one) => one.permissions);

/** What a deleted object is. @throws GraphError 404, or 403 without the permission for its type */
function find(world: GraphWorld, { token, params: [id = ''] }: CallContext): Restorable {
	const found = restorable.find((one) => one.has(world, id.toLowerCase()));
	if (!found) throw resourceNotFound(id);
	if (mayCall(token.roles, found.permissions)) return found;
	throw new GraphError(
		403,
		'Authorization_RequestDenied',
		'Insufficient privileges to complete the operation.',
	);
}

/** Deleted objects, and how they're restored or removed. Source: the pages of "deletedItems (directory objects)". */
export const deletedObjectRoutes: readonly Route[] = [
	route(
		'GET',
		'/directory/deletedItems/group',
		service,
		['Group.Read.All', ...permissions.writeGroups, 'Directory.Read.All'],
		(world, { call }) => {
			const select = parseSelect(call.query.get('$select'), groupProperties, groupType);
			return listDirectory(call, {
				context: 'groups',
				type: groupType,
				items: [...deletedGroups(world).values()],
				properties: groupProperties,
				relationship: 'whole',
				unlisted: world.settings.directory.unlisted,
				view: (group) => groupView(group, select),
			});
		},
	),
	route(
		'GET',
		'/directory/deletedItems/application',
		service,
		permissions.readApplications,
		(world, { call }) =>
			listEntities(call, 'applications', [...deletedApplications(world).values()], service),
	),
	route('POST', '/directory/deletedItems/{id}/restore', service, anyPermission, (world, context) => {
		const { call, params } = context;
		const found = find(world, context);
		const restored = found.restore(world, params[0].toLowerCase(), call);
		const shown = { '@odata.type': `#microsoft.graph.${found.type}`, ...restored };
		return entityAnswer(call, 'directoryObjects', shown);
	}),
	route('DELETE', '/directory/deletedItems/{id}', service, anyPermission, (world, context) => {
		find(world, context).remove(world, context.params[0].toLowerCase());
		return { status: 204 };
	}),
];
