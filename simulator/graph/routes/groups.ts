import { randomUUID } from 'node:crypto';
import type { CallContext } from '../call';
import { listDirectory } from '../directoryQuery';
import {
	checkMastered,
	directoryObject,
	listObjects,
	referredId,
	requestRefused,
	transitiveMembers,
} from '../directoryObjects';
import { GraphError, resourceNotFound, unsupportedQuery } from '../errors';
import { readObject } from '../messageBody';
import { parseSelect } from '../odata/options';
import { entityAnswer } from '../paging';
import { mayCall, permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';
import { groupProperties, groupView } from '../state/groups';
import type { StoredGroup } from '../state/groups';
import { graphTime } from '../state/messages';
import type { GraphWorld } from '../world';
import { keepDeletedGroup } from './deletedObjects';

const type = 'microsoft.graph.group';
const service = 'directory';

/** The group that a path names. @throws GraphError 404 */
export function groupOf(world: GraphWorld, id: string): StoredGroup {
	const group = world.state.groups.get(id.toLowerCase());
	if (!group) throw resourceNotFound(id);
	return group;
}

/** @throws GraphError 400 for a group whose members are managed elsewhere */
function checkWritable(group: StoredGroup): void {
	checkMastered(group, ['members']);
	if (group.groupTypes?.includes('DynamicMembership')) {
		throw requestRefused('Cannot change the members of a group with dynamic membership.');
	}
	if (group.mailEnabled && !group.groupTypes?.includes('Unified')) {
		throw requestRefused('Cannot Update a mail-enabled security groups and or distribution list.');
	}
}

function addMembers(world: GraphWorld, group: StoredGroup, links: readonly unknown[]): void {
	const ids = links.map((link) => referredId(world, link));
	checkWritable(group);
	if (ids.some((id) => group.memberIds.has(id))) {
		throw requestRefused(
			"One or more added object references already exist for the following modified properties: 'members'.",
		);
	}
	ids.forEach((id) => group.memberIds.add(id));
}

/** @throws GraphError 400 for a group that Graph doesn't allow */
function checkProperties({ mailEnabled, securityEnabled, ...group }: Partial<StoredGroup>): void {
	const unified = group.groupTypes?.includes('Unified');
	if (mailEnabled && !unified)
		throw requestRefused('Cannot Create a mail-enabled security groups and or distribution list.');
	if (!mailEnabled && !securityEnabled && !unified)
		throw requestRefused('The service does not support both mail and security disabled groups.');
	const dynamic = group.groupTypes?.includes('DynamicMembership');
	// Graph reference: "group resource type", isAssignableToRole.
	if (group.isAssignableToRole && !securityEnabled)
		throw requestRefused(
			"The property 'securityEnabled' must be true for a group that is assignable to roles.",
		);
	if (group.isAssignableToRole && dynamic)
		throw requestRefused('A group that is assignable to roles cannot have dynamic membership.');
	if (dynamic && !/^\(?(user|device)\.\w+ -\w+ /.test(group.membershipRule ?? ''))
		throw requestRefused("A value is required for property 'membershipRule' of resource 'Group'.");
}

/** Group.Create alone gives no access to people: "Create group", permissions. @throws GraphError 403 */
function checkReferences(world: GraphWorld, roles: readonly string[], links: readonly unknown[]): void {
	if (mayCall(roles, permissions.writeGroups)) return;
	for (const link of links) {
		const type = directoryObject(world, referredId(world, link))?.type;
		const needed = type === 'servicePrincipal' ? permissions.readApplications : permissions.readUsers;
		if (!mayCall(roles, needed)) throw denied();
	}
}

const denied = () =>
	new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

function createGroup(
	world: GraphWorld,
	body: Record<string, unknown>,
	roles: readonly string[],
): StoredGroup {
	const { 'members@odata.bind': members = [], 'owners@odata.bind': owners = [], ...properties } = body;
	const missing = ['displayName', 'mailNickname', 'mailEnabled', 'securityEnabled'].find(
		(name) => properties[name] === undefined || properties[name] === '',
	);
	if (missing) throw requestRefused(`A value is required for property '${missing}' of resource 'Group'.`);
	const unknown = Object.keys(properties).find((name) => !groupProperties.includes(name));
	if (unknown) throw requestRefused(`Invalid property '${unknown}'.`);
	if (!Array.isArray(members) || !Array.isArray(owners) || members.length + owners.length > 20)
		throw requestRefused('The number of references in one request exceeds the maximum of 20.');
	checkReferences(world, roles, [...(members as unknown[]), ...(owners as unknown[])]);
	if (properties.isAssignableToRole === true && !mayCall(roles, ['RoleManagement.ReadWrite.Directory']))
		throw denied();
	const { mailNickname, mailEnabled, ...given } = properties as Partial<StoredGroup> & {
		displayName: string;
	};
	if ([...world.state.groups.values()].some((one) => one.mailNickname === mailNickname && mailEnabled))
		throw requestRefused('Another object with the same value for property mailNickname already exists.');
	const id = randomUUID();
	const address = mailEnabled ? `${mailNickname}@contoso.example` : null;
	const group: StoredGroup = {
		id,
		createdDateTime: graphTime(Date.now()),
		renewedDateTime: graphTime(Date.now()),
		securityIdentifier: `S-1-12-1-${id.length}-1200-3400-${world.state.groups.size}`,
		mail: address,
		mailNickname,
		mailEnabled,
		proxyAddresses: address ? [`SMTP:${address}`] : [],
		...given,
		memberIds: new Set(members.map((link) => referredId(world, link))),
		ownerIds: new Set(owners.map((link) => referredId(world, link))),
	};
	checkProperties(group);
	world.state.groups.set(id, group);
	return group;
}

/** The types that a list of members can be narrowed to. */
const memberTypes = ['user', 'group', 'device', 'servicePrincipal', 'orgContact'];

/** @throws GraphError 403 without the permission for members that a group hides ("List group members") */
function checkHidden({ token }: CallContext): void {
	if (!mayCall(token.roles, ['Member.Read.Hidden'])) throw denied();
}

/** @throws GraphError 400 for a type that a group of this kind can't have as members ("List group members") */
function checkCast(group: StoredGroup, list: string, type: string | undefined): void {
	const onlyUsers = list !== 'owners' && group.groupTypes?.includes('Unified') === true;
	if (!onlyUsers || type === undefined || type === 'user') return;
	throw unsupportedQuery(
		`The specified cast 'microsoft.graph.${type}' isn't supported for the members of a Microsoft 365 group.`,
	);
}

/** Lists of a group's members or owners, whole or of one type. */
const memberLists: readonly Route[] = (
	[
		['members', (_, { memberIds }) => memberIds],
		['transitiveMembers', transitiveMembers],
		['owners', (_, { ownerIds }) => ownerIds],
	] as Array<[string, (world: GraphWorld, group: StoredGroup) => Set<string>]>
).flatMap(([name, idsOf]) =>
	[undefined, ...memberTypes].map((one) =>
		route(
			'GET',
			`/groups/{id}/${name}${one ? `/${one}` : ''}`,
			service,
			name === 'owners' ? permissions.readOwners : permissions.readGroups,
			(world, context) => {
				const group = groupOf(world, context.params[0]);
				checkCast(group, name, one);
				if (group.visibility === 'HiddenMembership' && name !== 'owners') checkHidden(context);
				const ids = [...idsOf(world, group)];
				// Graph reference: "List group members", note on service principals.
				const left = one === undefined && name === 'members' && context.call.version === 'v1.0';
				const shown = left
					? ids.filter((id) => directoryObject(world, id)?.type !== 'servicePrincipal')
					: ids;
				return listObjects(world, context, shown, one);
			},
		),
	),
);

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
				unlisted: world.settings.directory.unlisted,
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
		// Members need fewer permissions than the group's own properties.
		permissions: permissions.writeMembers,
		handle: (world, { call, params, token }) => {
			const group = groupOf(world, params[0]);
			const { 'members@odata.bind': links, ...properties } = readObject(call.body, 'group');
			if (group.mailEnabled && !group.groupTypes?.includes('Unified')) checkWritable(group);
			const unknown = Object.keys(properties).find((name) => !groupProperties.includes(name));
			if (unknown) throw requestRefused(`Invalid property '${unknown}'.`);
			const mayWrite = permissions.writeGroups.some((permission) => token.roles.includes(permission));
			if (Object.keys(properties).length > 0 && !mayWrite) {
				throw new GraphError(
					403,
					'Authorization_RequestDenied',
					'Insufficient privileges to complete the operation.',
				);
			}
			if (links !== undefined) {
				if (!Array.isArray(links)) throw requestRefused("'members@odata.bind' must be a collection.");
				if (links.length > 20)
					throw requestRefused('The number of references in one request exceeds the maximum of 20.');
				addMembers(world, group, links);
			}
			if (Object.keys(properties).length > 0) checkMastered(group, Object.keys(properties));
			Object.assign(group, properties);
			return { status: 204 };
		},
	},
	...memberLists,
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
	route('POST', '/groups', service, permissions.createGroups, (world, { call, token }) => {
		const group = createGroup(world, readObject(call.body, 'group'), token.roles);
		return entityAnswer(call, 'groups', groupView(group, undefined), 201);
	}),
	route('DELETE', '/groups/{id}', service, permissions.deleteGroups, (world, { params }) => {
		const group = groupOf(world, params[0]);
		if (group.mailEnabled && !group.groupTypes?.includes('Unified')) checkWritable(group);
		world.state.groups.delete(group.id);
		keepDeletedGroup(world, group);
		return { status: 204 };
	}),
	route('POST', '/groups/{id}/owners/$ref', service, permissions.writeGroups, (world, { call, params }) => {
		const group = groupOf(world, params[0]);
		const id = referredId(world, readObject(call.body ?? {}, 'body')['@odata.id']);
		if (group.ownerIds.has(id)) {
			throw requestRefused(
				"One or more added object references already exist for the following modified properties: 'owners'.",
			);
		}
		group.ownerIds.add(id);
		return { status: 204 };
	}),
	route('DELETE', '/groups/{id}/owners/{id}/$ref', service, permissions.writeGroups, (world, { params }) => {
		const { ownerIds } = groupOf(world, params[0]);
		const id = params[1].toLowerCase();
		if (!ownerIds.has(id)) throw resourceNotFound(params[1]);
		if (ownerIds.size === 1)
			throw requestRefused('The group must have at least one owner, hence this owner cannot be removed.');
		ownerIds.delete(id);
		return { status: 204 };
	}),
];
