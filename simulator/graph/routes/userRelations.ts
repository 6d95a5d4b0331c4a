import {
	checkMastered,
	listObjects,
	referredId,
	requestRefused,
	transitiveMembers,
	view,
} from '../directoryObjects';
import { resourceNotFound } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import { referencesOf } from '../references';
import { entitiesAt, route } from '../rest';
import type { Route } from '../router';
import { administrativeUnits, unitMembers } from '../state/administrativeUnits';
import { activeRoles, roleMembers } from '../state/directoryRoles';
import type { StoredGroup } from '../state/groups';
import type { GraphWorld } from '../world';
import { userOf } from './userWrites';

const service = 'directory';

type MembersOf = (world: GraphWorld, group: StoredGroup) => Set<string>;

/** What a user can be a member of. */
const containers = ['group', 'directoryRole', 'administrativeUnit'];

/** The roles and administrative units that an object is in. */
function otherContainers(world: GraphWorld, id: string): string[] {
	const roles = activeRoles(world).filter(({ roleTemplateId }) =>
		roleMembers(world, String(roleTemplateId)).includes(id),
	);
	const units = [...entitiesAt(world, administrativeUnits, []).values()].filter((unit) =>
		referencesOf(world, unitMembers, unit.id).has(id),
	);
	return [...roles, ...units].map((one) => one.id);
}

/** What a user is a member of: whole, and as objects of one type. */
function memberships(name: string, needed: readonly string[], membersOf: MembersOf): Route[] {
	return [undefined, ...containers].map((type) =>
		route('GET', `/users/{id}/${name}${type ? `/${type}` : ''}`, service, needed, (world, context) => {
			const { id } = userOf(world, context.params[0]);
			const groups = [...world.state.groups.values()].filter((group) => membersOf(world, group).has(id));
			const ids = [...groups.map((group) => group.id), ...otherContainers(world, id)];
			return listObjects(world, context, ids, type);
		}),
	);
}

/** A user's manager, reports and groups. */
export const userRelationRoutes: readonly Route[] = [
	route('GET', '/users/{id}/manager', service, permissions.readUsers, (world, { call, params }) => {
		const { managerId = '' } = userOf(world, params[0]);
		const manager = world.state.users.get(managerId);
		if (!manager) throw resourceNotFound('manager');
		const select = call.query.get('$select')?.split(',');
		return entityAnswer(call, 'directoryObjects', view({ type: 'user', object: manager }, select));
	}),
	route('PUT', '/users/{id}/manager/$ref', service, permissions.writeUsers, (world, { call, params }) => {
		const user = userOf(world, params[0]);
		const managerId = referredId(world, readObject(call.body, 'body')['@odata.id']);
		checkMastered(user, ['manager']);
		if (managerId === user.id) throw requestRefused('A user cannot be their own manager.');
		world.state.putUser({ ...user, managerId });
		return { status: 204 };
	}),
	route('DELETE', '/users/{id}/manager/$ref', service, permissions.writeUsers, (world, { params }) => {
		const user = userOf(world, params[0]);
		if (!world.state.users.has(user.managerId ?? '')) throw resourceNotFound('manager');
		world.state.putUser({ ...user, managerId: undefined });
		return { status: 204 };
	}),
	route('GET', '/users/{id}/directReports', service, permissions.readUsers, (world, context) => {
		const { id } = userOf(world, context.params[0]);
		const reports = [...world.state.users.values()].filter(({ managerId }) => managerId === id);
		return listObjects(
			world,
			context,
			reports.map((report) => report.id),
		);
	}),
	...memberships('memberOf', permissions.readMemberships, (_, { memberIds }) => memberIds),
	...memberships(
		'transitiveMemberOf',
		[...permissions.readUsers, ...permissions.readGroups],
		transitiveMembers,
	),
];
