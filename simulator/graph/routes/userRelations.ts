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
import { route } from '../rest';
import type { Route } from '../router';
import type { StoredGroup } from '../state/groups';
import type { GraphWorld } from '../world';
import { userOf } from './userWrites';

const service = 'directory';

type MembersOf = (world: GraphWorld, group: StoredGroup) => Set<string>;

/** A user's groups: whole, and as objects of the type "group". */
function groupLists(name: string, needed: readonly string[], membersOf: MembersOf): Route[] {
	return [undefined, 'group'].map((type) =>
		route('GET', `/users/{id}/${name}${type ? `/${type}` : ''}`, service, needed, (world, context) => {
			const { id } = userOf(world, context.params[0]);
			const groups = [...world.state.groups.values()].filter((group) => membersOf(world, group).has(id));
			return listObjects(
				world,
				context,
				groups.map((group) => group.id),
				type,
			);
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
		world.state.putUser({ ...userOf(world, params[0]), managerId: undefined });
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
	...groupLists('memberOf', permissions.readMemberships, (_, { memberIds }) => memberIds),
	...groupLists(
		'transitiveMemberOf',
		[...permissions.readUsers, ...permissions.readGroups],
		transitiveMembers,
	),
];
