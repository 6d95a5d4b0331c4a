import type { CallContext, GraphAnswer } from './call';
import { listDirectory } from './directoryQuery';
import { GraphError, resourceNotFound } from './errors';
import { parseSelect } from './odata/options';
import { mayCall, permissions } from './permissions';
import { groupProperties, groupView } from './state/groups';
import type { StoredGroup } from './state/groups';
import { entitiesAt, selected } from './rest';
import type { Entity } from './entity';
import { devices } from './routes/devices';
import { servicePrincipalWith } from './routes/servicePrincipals';
import { activeRoles } from './state/directoryRoles';
import { administrativeUnits } from './state/administrativeUnits';
import { userProperties, userView } from './state/users';
import type { DirectoryUser } from './state/users';
import type { GraphWorld } from './world';

/** An object of a relationship: what a member, owner, manager or report can be. */
export type DirectoryObject =
	| { type: 'user'; object: DirectoryUser }
	| { type: 'group'; object: StoredGroup }
	| { type: 'administrativeUnit' | 'device' | 'directoryRole' | 'servicePrincipal'; object: Entity };

/** The directory's refusal of what a request says. */
export const requestRefused = (message: string) => new GraphError(400, 'Request_BadRequest', message);

/** Properties that the cloud owns, also for users synced from on premises. */
const ofCloud = [
	'usageLocation',
	'preferredDataLocation',
	'customSecurityAttributes',
	'employeeLeaveDateTime',
];

/**
 * @param names of the properties or relationships that are to change
 * @throws GraphError 400 for an object that is synced from on premises, and is changed there
 */
export function checkMastered(
	{ onPremisesSyncEnabled }: Pick<DirectoryUser, 'onPremisesSyncEnabled'>,
	names: readonly string[],
): void {
	if (onPremisesSyncEnabled !== true || names.every((name) => ofCloud.includes(name))) return;
	throw requestRefused(
		'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
	);
}

/** The object with an id. */
export function directoryObject(world: GraphWorld, id: string): DirectoryObject | undefined {
	const { state } = world;
	const user = state.users.get(id.toLowerCase());
	if (user) return { type: 'user', object: user };
	const group = state.groups.get(id.toLowerCase());
	if (group) return { type: 'group', object: group };
	const device = entitiesAt(world, devices, []).get(id.toLowerCase());
	if (device) return { type: 'device', object: device };
	const principal = servicePrincipalWith(world, id.toLowerCase());
	if (principal) return { type: 'servicePrincipal', object: principal };
	const unit = entitiesAt(world, administrativeUnits, []).get(id.toLowerCase());
	if (unit) return { type: 'administrativeUnit', object: unit };
	const role = activeRoles(world).find((one) => one.id === id.toLowerCase());
	return role && { type: 'directoryRole', object: role };
}

/** The id of the object that `@odata.id` or `@odata.bind` points to: users by their name, too. */
export function referredId(world: GraphWorld, link: unknown): string {
	const path =
		typeof link === 'string'
			? /^https?:\/\/[^/]+\/(?:v1\.0|beta)\/(directoryObjects|users|groups|devices|servicePrincipals)(?:\/|\(')([^/()]+?)(?:'\))?$/i.exec(
					link,
				)
			: null;
	if (!path) throw requestRefused('Invalid URL format specified in @odata.id or @odata.bind.');
	const keyed = path[0].endsWith("')");
	const given = decodeURIComponent(path[2].split('#', 1)[0]);
	const id = keyed ? given.replace(/''/g, "'") : given;
	if (id.startsWith('$') && !keyed)
		throw requestRefused('Invalid URL format specified in @odata.id or @odata.bind.');
	const user = path[1].toLowerCase() === 'users' ? world.state.findUser(id) : undefined;
	const found = user?.id ?? directoryObject(world, id)?.object.id;
	if (!found) throw resourceNotFound(id);
	return found;
}

/** The list of a relationship's objects; those of one type only where the path ends in its name. */
export function listObjects(
	world: GraphWorld,
	{ call, token }: CallContext,
	ids: Iterable<string>,
	type?: string,
): GraphAnswer {
	const objects = [...ids].flatMap((id) => directoryObject(world, id) ?? []);
	const select = parseSelect(
		call.query.get('$select'),
		type === undefined ? anyProperty : propertiesOf(type, objects),
		`microsoft.graph.${type ?? 'directoryObject'}`,
	);
	const properties =
		type === undefined ? [...anyProperty, ...propertiesOf('', objects)] : propertiesOf(type, objects);
	return listDirectory(call, {
		context: 'directoryObjects',
		type: `microsoft.graph.${type ?? 'directoryObject'}`,
		relationship: type === undefined ? 'whole' : 'cast',
		unlisted: world.settings.directory.unlisted,
		items: objects.filter((one) => type === undefined || one.type === type).map(asItem),
		properties,
		view: (item) => {
			const one = directoryObject(world, item.id) as DirectoryObject;
			const shown = view(one, select);
			return mayCall(token.roles, readersOf[one.type]) ? shown : limited(shown);
		},
	});
}

/** The permissions that read the objects of a type. */
const readersOf: Readonly<Record<DirectoryObject['type'], readonly string[]>> = {
	user: permissions.readUsersBasic,
	group: permissions.readGroups,
	device: ['Device.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	servicePrincipal: permissions.readApplications,
	administrativeUnit: [
		'AdministrativeUnit.Read.All',
		'AdministrativeUnit.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	directoryRole: [
		'RoleManagement.Read.Directory',
		'RoleManagement.ReadWrite.Directory',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
};

/**
 * What a relationship shows of an object whose type the app may not read: its type and ID, and null for the rest.
 * Source: "Overview of Microsoft Graph permissions", limited information for inaccessible member objects.
 */
function limited(shown: object): object {
	return Object.fromEntries(
		Object.entries(shown).map(([name, value]: [string, unknown]) => [
			name,
			name === 'id' || name === '@odata.type' ? value : null,
		]),
	);
}

/** What a device has in addition to what the tenant's devices show, and what a service principal has. */
const unset: Readonly<Record<string, string>> = {
	administrativeUnit: 'id displayName description visibility',
	directoryRole: 'id displayName description roleTemplateId',
	device: 'id displayName deviceId operatingSystem operatingSystemVersion deviceCategory manufacturer model',
	servicePrincipal:
		'id displayName appId accountEnabled description homepage notes appOwnerOrganizationId servicePrincipalType tags',
};

const anyProperty = [
	...new Set([...userProperties, ...groupProperties, ...Object.values(unset).join(' ').split(' ')]),
];

/** The properties of a type; a cast list accepts no others. */
function propertiesOf(type: string, objects: readonly DirectoryObject[]): string[] {
	if (type === 'user') return [...userProperties];
	if (type === 'group') return [...groupProperties];
	const own = objects.filter((one) => type === '' || one.type === type);
	const names = own.flatMap(({ object }) => Object.keys(object));
	return [...new Set([...(unset[type] ?? '').split(' '), ...names])];
}

const asItem = ({ object }: DirectoryObject) => object as unknown as Record<string, unknown> & { id: string };

/** What a response shows of an object. A property that only the other type has is left out, as in Graph. */
export function view({ type, object }: DirectoryObject, select: readonly string[] | undefined): object {
	if (type !== 'user' && type !== 'group')
		return { '@odata.type': `#microsoft.graph.${type}`, ...selected(object, select?.join(',')) };
	const shown =
		type === 'user'
			? userView(
					object as DirectoryUser,
					select?.filter((name) => userProperties.includes(name)),
					false,
				)
			: groupView(
					object as StoredGroup,
					select?.filter((name) => groupProperties.includes(name)),
				);
	return { '@odata.type': `#microsoft.graph.${type}`, ...shown };
}

/** The ids of the members of a group, those of groups in it too. */
export function transitiveMembers(
	{ state }: GraphWorld,
	{ memberIds }: StoredGroup,
	seen = new Set<string>(),
) {
	for (const id of memberIds) {
		if (seen.has(id)) continue;
		seen.add(id);
		const group = state.groups.get(id);
		if (group) transitiveMembers({ state } as GraphWorld, group, seen);
	}
	return seen;
}
