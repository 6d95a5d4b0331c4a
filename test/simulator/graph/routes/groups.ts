import type { CallContext } from '../call';
import { listDirectory } from '../directoryQuery';
import { GraphError, resourceNotFound } from '../errors';
import { readObject } from '../messageBody';
import { parseSelect } from '../odata/options';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { groupProperties, groupView } from '../state/groups';
import type { StoredGroup } from '../state/groups';
import { userProperties, userView } from '../state/users';
import type { GraphWorld } from '../world';

const type = 'microsoft.graph.group';
const service = 'directory';

function groupOf(world: GraphWorld, id: string): StoredGroup {
	const group = world.state.groups.get(id.toLowerCase());
	if (!group) throw resourceNotFound(id);
	return group;
}

const requestError = (message: string) => new GraphError(400, 'Request_BadRequest', message);

/** @throws GraphError 400 for a group whose members are decided elsewhere */
function checkWritable(group: StoredGroup): void {
	if (group.groupTypes?.includes('DynamicMembership')) {
		throw requestError('Cannot change the members of a group with dynamic membership.');
	}
	if (group.mailEnabled && !group.groupTypes?.includes('Unified')) {
		throw requestError('Cannot Update a mail-enabled security groups and or distribution list.');
	}
}

/** The object that `@odata.id` points to: the last segment or key of its URL. */
function referred(world: GraphWorld, link: unknown): string {
	const path =
		typeof link === 'string'
			? /^https?:\/\/[^/]+\/(?:v1\.0|beta)\/(?:directoryObjects|users)(?:\/|\(')([^/()']+)/i.exec(link)
			: null;
	if (!path) throw requestError('Invalid URL format specified in @odata.id or @odata.bind.');
	const id = decodeURIComponent(path[1]);
	const user = world.state.users.get(id.toLowerCase());
	if (!user) throw resourceNotFound(id);
	return user.id;
}

function addMembers(world: GraphWorld, group: StoredGroup, links: readonly unknown[]): void {
	const ids = links.map((link) => referred(world, link));
	checkWritable(group);
	if (ids.some((id) => group.memberIds.has(id))) {
		throw requestError(
			"One or more added object references already exist for the following modified properties: 'members'.",
		);
	}
	ids.forEach((id) => group.memberIds.add(id));
}

const selectOf = ({ call }: CallContext) => parseSelect(call.query.get('$select'), groupProperties, type);

export const groupRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/groups',
		service,
		permissions: permissions.readGroups,
		handle: (world, context) => {
			const select = selectOf(context);
			return listDirectory(context.call, {
				context: select ? `groups(${select.join(',')})` : 'groups',
				type,
				items: [...world.state.groups.values()],
				properties: groupProperties,
				sortable: ['displayName'],
				searchable: ['displayName', 'description', 'mail', 'mailNickname'],
				view: (group) => groupView(group, select),
			});
		},
	},
	{
		method: 'GET',
		path: '/groups/{id}',
		service,
		permissions: permissions.readGroups,
		handle: (world, context) => {
			const select = selectOf(context);
			const name = select ? `groups(${select.join(',')})` : 'groups';
			return entityAnswer(context.call, name, groupView(groupOf(world, context.params[0]), select));
		},
	},
	{
		method: 'PATCH',
		path: '/groups/{id}',
		service,
		// Members alone need less than the group's own properties.
		permissions: permissions.writeMembers,
		handle: (world, { call, params, token }) => {
			const group = groupOf(world, params[0]);
			const { 'members@odata.bind': links, ...properties } = readObject(call.body, 'group');
			const unknown = Object.keys(properties).find((name) => !groupProperties.includes(name));
			if (unknown) throw requestError(`Invalid property '${unknown}'.`);
			const mayWrite = permissions.writeGroups.some((permission) => token.roles.includes(permission));
			if (Object.keys(properties).length > 0 && !mayWrite) {
				throw new GraphError(
					403,
					'Authorization_RequestDenied',
					'Insufficient privileges to complete the operation.',
				);
			}
			if (links !== undefined) {
				if (!Array.isArray(links)) throw requestError("'members@odata.bind' must be a collection.");
				if (links.length > 20)
					throw requestError('The number of references in one request exceeds the maximum of 20.');
				addMembers(world, group, links);
			}
			Object.assign(group, properties);
			return { status: 204 };
		},
	},
	{
		method: 'GET',
		path: '/groups/{id}/members',
		service,
		permissions: permissions.readGroups,
		handle: (world, { call, params }) => {
			const group = groupOf(world, params[0]);
			const select = parseSelect(call.query.get('$select'), userProperties, 'microsoft.graph.user');
			return listDirectory(call, {
				context: 'directoryObjects',
				type: 'microsoft.graph.user',
				items: [...group.memberIds].flatMap((id) => world.state.users.get(id) ?? []),
				properties: userProperties,
				sortable: ['displayName'],
				searchable: ['displayName', 'mail'],
				view: (user) => ({ '@odata.type': '#microsoft.graph.user', ...userView(user, select, false) }),
			});
		},
	},
	{
		method: 'POST',
		path: '/groups/{id}/members/$ref',
		service,
		permissions: permissions.writeMembers,
		handle: (world, { call, params }) => {
			const { '@odata.id': link } = readObject(call.body ?? {}, 'body');
			addMembers(world, groupOf(world, params[0]), [link]);
			return { status: 204 };
		},
	},
	{
		method: 'DELETE',
		path: '/groups/{id}/members/{id}/$ref',
		service,
		permissions: permissions.writeMembers,
		handle: (world, { params }) => {
			const group = groupOf(world, params[0]);
			checkWritable(group);
			if (!group.memberIds.delete(params[1].toLowerCase())) throw resourceNotFound(params[1]);
			return { status: 204 };
		},
	},
];
