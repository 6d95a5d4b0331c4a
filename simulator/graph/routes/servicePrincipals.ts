import { guidOf } from '../../random';
import { allRoles, defaultTenantId } from '../../entra';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer, listAnswer } from '../paging';
import { knownPermissions, permissions } from '../permissions';
import { askedOf, collectionRoutes, entitiesAt, listEntities, route, type Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const graphAppId = '00000003-0000-0000-c000-000000000000';
const graphServicePrincipal = guidOf('service principal of Microsoft Graph');

interface Principal {
	id: string;
	appId: string;
	displayName: string;
	/** Application permissions of Graph that it has; changed in place by granting and revoking. */
	roles: string[];
	/** App roles that it defines, for apps. */
	defines: readonly string[];
	/** The same for users and groups. */
	definesForUsers?: readonly string[];
	/** Properties that were changed. */
	changed?: Record<string, unknown>;
}

const roleId = (role: string) => guidOf(`app role ${role}`);

function registration({ entra }: GraphWorld, clientId: string): [Principal] | undefined {
	try {
		const { objectId, displayName, roles } = entra.app(clientId);
		return [{ id: objectId, appId: clientId, displayName, roles, defines: [] }];
	} catch {
		return undefined;
	}
}

/** Service principals in addition to those that sign in: of apps that only appear in lists. `roles` are Graph's. */
const otherPrincipals = {
	path: '/servicePrincipals',
	seed: (): Entity[] => [
		{
			id: guidOf('service principal of Payroll sync'),
			appId: guidOf('Payroll sync'),
			displayName: 'Payroll sync',
			roles: ['User.Read.All'],
		},
		{
			id: guidOf('service principal of Intranet'),
			appId: guidOf('Intranet'),
			displayName: 'Intranet',
			roles: [],
			definesForUsers: ['Editor'],
		},
	],
};

/** For tests: a service principal of its own, with these application permissions of Graph. */
export function addServicePrincipal(
	world: Pick<GraphWorld, 'state'>,
	displayName: string,
	roles: string[],
): string {
	const id = guidOf(`service principal of ${displayName}`);
	const entity = { id, appId: guidOf(displayName), displayName, roles };
	entitiesAt(world as GraphWorld, otherPrincipals, []).set(id, entity);
	return id;
}

/** A service principal that only appears in lists, as a member of groups. */
export function servicePrincipalWith(world: GraphWorld, id: string): Entity | undefined {
	const found = entitiesAt(world, otherPrincipals, []).get(id);
	return found && (principalView({ ...(found as unknown as Principal), defines: [] }) as Entity);
}

/** Whether the tenant has a service principal of an app, in addition to those that sign in. */
export function hasServicePrincipal(world: GraphWorld, appId: string): boolean {
	return [...entitiesAt(world, otherPrincipals, []).values()].some((one) => one.appId === appId);
}

/** Microsoft Graph itself, the caller's own app, the managed identities, and those that only appear in lists. */
function principals(world: GraphWorld, caller: string): Principal[] {
	const defines = [...new Set([...allRoles, ...knownPermissions])].sort();
	const identities = world.entra.managedIdentity.identities.map(({ clientId, objectId, roles }) => ({
		id: objectId,
		appId: clientId,
		displayName: 'managed identity',
		roles,
		defines: [],
	}));
	const others = [...entitiesAt(world, otherPrincipals, []).values()].map((entity) => ({
		...(entity as Entity & Omit<Principal, 'defines'>),
		defines: [],
	}));
	return [
		{ id: graphServicePrincipal, appId: graphAppId, displayName: 'Microsoft Graph', roles: [], defines },
		...identities,
		...(registration(world, caller) ?? []),
		...others,
	];
}

/** By object id or `appId=…`; by its client id any registration. */
function find(world: GraphWorld, caller: string, key: string): Principal {
	const appId = /^appId=(.*)$/i.exec(key)?.[1];
	const registered = appId === undefined ? [] : (registration(world, appId) ?? []);
	const candidates = [...principals(world, caller), ...registered];
	const found = candidates.find((one) => one.appId === appId || one.id === key);
	if (!found) throw resourceNotFound(appId ?? key);
	return found;
}

function assignmentView(principal: Principal, role: string) {
	return {
		id: guidOf(`assignment ${principal.id} ${role}`),
		deletedDateTime: null,
		appRoleId: roleId(role),
		createdDateTime: '2025-06-01T09:00:00Z',
		principalDisplayName: principal.displayName,
		principalId: principal.id,
		principalType: 'ServicePrincipal',
		resourceDisplayName: 'Microsoft Graph',
		resourceId: graphServicePrincipal,
	};
}

/** Default properties of a service principal. Source: recorded answers. */
const emptyPrincipal = () => ({
	addIns: [],
	alternativeNames: [],
	appDescription: null,
	appOwnerOrganizationId: defaultTenantId,
	appRoleAssignmentRequired: false,
	applicationTemplateId: null,
	createdByAppId: null,
	createdDateTime: '2025-01-15T09:00:00Z',
	description: null,
	disabledByMicrosoftStatus: null,
	homepage: null,
	info: {
		logoUrl: null,
		marketingUrl: null,
		privacyStatementUrl: null,
		supportUrl: null,
		termsOfServiceUrl: null,
	},
	isDisabled: null,
	keyCredentials: [],
	loginUrl: null,
	logoutUrl: null,
	notes: null,
	notificationEmailAddresses: [],
	oauth2PermissionScopes: [],
	passwordCredentials: [],
	preferredSingleSignOnMode: null,
	preferredTokenSigningKeyThumbprint: null,
	replyUrls: [],
	resourceSpecificApplicationPermissions: [],
	samlSingleSignOnSettings: null,
	tokenEncryptionKeyId: null,
	verifiedPublisher: { addedDateTime: null, displayName: null, verifiedPublisherId: null },
});

function principalView(principal: Principal) {
	return {
		...emptyPrincipal(),
		id: principal.id,
		deletedDateTime: null,
		accountEnabled: true,
		appDisplayName: principal.displayName,
		appId: principal.appId,
		displayName: principal.displayName,
		servicePrincipalNames: [principal.appId],
		servicePrincipalType: 'Application',
		signInAudience: 'AzureADMyOrg',
		tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
		...principal.changed,
		appRoles: [
			...principal.defines.map((role) => appRoleView(role, 'Application')),
			...(principal.definesForUsers ?? []).map((role) => appRoleView(role, 'User')),
		],
	};
}

/** All service principals as Graph shows them to an app. */
export const servicePrincipalViews = (world: GraphWorld, caller: string) =>
	principals(world, caller).map(principalView);

const appRoleView = (role: string, allowed: 'Application' | 'User') => ({
	allowedMemberTypes: [allowed],
	description: role,
	displayName: role,
	id: roleId(role),
	isEnabled: true,
	origin: 'Application',
	value: role,
});

/** The app roles of a service principal that users and groups have. */
const userAssignments = {
	path: '/servicePrincipals/{id}/appRoleAssignedTo of users',
	seed: (): Entity[] => [],
};

/** The role that gives access where an app defines none. Source: "Grant an appRoleAssignment". */
const defaultAccess = '00000000-0000-0000-0000-000000000000';

/** For tests: default access to an app for a user; the ID of the assignment. */
export function giveAccess(world: Pick<GraphWorld, 'state'>, resource: string, user: string): string {
	const all = entitiesAt(world as GraphWorld, userAssignments, [resource]);
	const id = guidOf(`access of ${user} to ${resource}`);
	all.set(id, {
		id,
		appRoleId: defaultAccess,
		principalId: user,
		principalType: 'User',
		resourceId: resource,
	});
	return id;
}

/** Gives a user or group a role of an app. @throws GraphError 400 */
function assignToUser(
	world: GraphWorld,
	resource: Principal,
	principalId: string,
	appRoleId: string,
): Entity {
	const user = world.state.users.get(principalId);
	const group = world.state.groups.get(principalId);
	if (!user && !group) throw resourceNotFound(principalId);
	const isDefined = (resource.definesForUsers ?? []).some((role) => roleId(role) === appRoleId);
	if (!isDefined && appRoleId !== defaultAccess)
		throw badRequest('Permission being assigned was not found on application.');
	const all = entitiesAt(world, userAssignments, [resource.id]);
	const id = guidOf(`assignment ${principalId} ${appRoleId} ${resource.id}`);
	if (all.has(id))
		throw new GraphError(400, 'Request_BadRequest', 'Permission being assigned already exists on the object');
	const made = {
		id,
		deletedDateTime: null,
		appRoleId,
		createdDateTime: new Date().toISOString(),
		principalDisplayName: user?.displayName ?? group?.displayName,
		principalId,
		principalType: user ? 'User' : 'Group',
		resourceDisplayName: resource.displayName,
		resourceId: resource.id,
	};
	all.set(id, made);
	return made;
}

/** What an update of a service principal takes; other properties are those of the application. */
const changeable = [
	'accountEnabled',
	'alternativeNames',
	'appRoleAssignmentRequired',
	'description',
	'displayName',
	'loginUrl',
	'notes',
	'notificationEmailAddresses',
	'preferredSingleSignOnMode',
	'tags',
];
const writePrincipals = [
	'Application.ReadWrite.OwnedBy',
	'Application.ReadWrite.All',
	'Directory.ReadWrite.All',
];

/** One of those that can be changed. @throws GraphError 400 for one that signs in here, or that is Microsoft's */
function changeableEntity(world: GraphWorld, principal: Principal): Entity {
	const found = entitiesAt(world, otherPrincipals, []).get(principal.id);
	if (found) return found;
	throw new GraphError(400, 'Request_BadRequest', 'This service principal cannot be changed.');
}

/** The delegated permissions that were granted. Source: "oAuth2PermissionGrant resource type". */
export const permissionGrants: Collection = {
	path: '/oauth2PermissionGrants',
	service: 'directory',
	read: ['Directory.Read.All', 'DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
	write: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
	patchStatus: 204,
	seed: () => [
		{
			id: guidOf('grant of Intranet'),
			clientId: guidOf('service principal of Intranet'),
			consentType: 'AllPrincipals',
			principalId: null,
			resourceId: graphServicePrincipal,
			scope: 'User.Read openid',
		},
	],
	create: (body, _, world) => {
		const { clientId, consentType, principalId = null, resourceId, scope } = body;
		if (!clientId || !resourceId || typeof scope !== 'string')
			throw badRequest('clientId, resourceId, and scope are required.');
		if (consentType !== 'AllPrincipals' && consentType !== 'Principal')
			throw badRequest('The consentType is not valid.');
		if ((consentType === 'Principal') !== (principalId !== null))
			throw badRequest('principalId is required where the consentType is Principal, and only there.');
		for (const other of entitiesAt(world, permissionGrants, []).values())
			if (other.clientId === clientId && other.resourceId === resourceId && other.principalId === principalId)
				throw new GraphError(
					409,
					'Request_MultipleObjectsWithSameKeyValue',
					'Permission entry already exists.',
				);
		return { clientId, consentType, principalId, resourceId, scope };
	},
};

export const servicePrincipalRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/servicePrincipals/{id}',
		service: 'directory',
		permissions: permissions.readApplications,
		handle: (world, { call, token, params }) => {
			const view: Record<string, unknown> = principalView(find(world, token.clientId, params[0]));
			const select = parseSelect(
				call.query.get('$select'),
				Object.keys(view),
				'microsoft.graph.servicePrincipal',
			);
			const shown = select ? Object.fromEntries(select.map((name) => [name, view[name]])) : view;
			return entityAnswer(call, 'servicePrincipals', shown);
		},
	},
	{
		method: 'GET',
		path: '/servicePrincipals/{id}/appRoleAssignments',
		service: 'directory',
		permissions: permissions.readApplications,
		handle: (world, { call, token, params }) => {
			const principal = find(world, token.clientId, params[0]);
			const items = principal.roles.map((role) => assignmentView(principal, role));
			return listAnswer(call, `servicePrincipals('${principal.id}')/appRoleAssignments`, { items });
		},
	},
	// An app of another tenant is added to this one by its ID alone.
	route(
		'POST',
		'/servicePrincipals',
		'directory',
		['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'],
		(world, { call, token }) => {
			const { appId } = (call.body ?? {}) as Record<string, unknown>;
			if (typeof appId !== 'string' || appId === '') throw badRequest('The appId is missing.');
			if (hasServicePrincipal(world, appId))
				throw new GraphError(
					409,
					'Request_MultipleObjectsWithSameKeyValue',
					`The service principal cannot be created because the service principal name ${appId} is already in use.`,
				);
			const id = guidOf(`service principal of ${appId}`);
			const entity = { id, appId, displayName: `App ${appId}`, roles: [] };
			entitiesAt(world, otherPrincipals, []).set(id, entity);
			const view = { ...principalView({ ...entity, defines: [] }), createdByAppId: token.clientId };
			return entityAnswer(call, 'servicePrincipals', view, 201);
		},
	),
	route('GET', '/servicePrincipals', 'directory', permissions.readApplications, (world, { call, token }) =>
		listEntities(
			call,
			'servicePrincipals',
			servicePrincipalViews(world, token.clientId),
			'directory',
			undefined,
			askedOf(world, 'servicePrincipal'),
		),
	),
	route(
		'GET',
		'/servicePrincipals/{id}/appRoleAssignedTo',
		'directory',
		permissions.readApplications,
		(world, { call, token, params }) => {
			const resource = find(world, token.clientId, params[0]);
			const holders = resource.id === graphServicePrincipal ? principals(world, token.clientId) : [];
			const ofApps = holders.flatMap((holder) => holder.roles.map((role) => assignmentView(holder, role)));
			const items = [...ofApps, ...entitiesAt(world, userAssignments, [resource.id]).values()];
			const context = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
			return listEntities(
				call,
				context,
				items,
				'directory',
				undefined,
				askedOf(world, 'appRoleAssignment', true),
			);
		},
	),
	route(
		'POST',
		'/servicePrincipals/{id}/appRoleAssignedTo',
		'directory',
		['AppRoleAssignment.ReadWrite.All'],
		(world, { call, token, params }) => {
			const { principalId, resourceId, appRoleId } = (call.body ?? {}) as Record<string, string>;
			const resource = find(world, token.clientId, params[0]);
			if (resource.id !== resourceId) throw badRequest('The resource does not match the one of the path.');
			const context = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
			const isPerson = world.state.users.has(principalId) || world.state.groups.has(principalId);
			if (isPerson)
				return entityAnswer(call, context, assignToUser(world, resource, principalId, appRoleId), 201);
			const role = resource.defines.find((name) => roleId(name) === appRoleId);
			if (role === undefined) throw resourceNotFound(appRoleId ?? '');
			const principal = find(world, token.clientId, principalId ?? '');
			if (principal.roles.includes(role)) {
				const text = 'Permission being assigned already exists on the object';
				throw new GraphError(400, 'Request_BadRequest', text);
			}
			principal.roles.push(role);
			return entityAnswer(call, context, assignmentView(principal, role), 201);
		},
	),
	route(
		'DELETE',
		'/servicePrincipals/{id}/appRoleAssignments/{assignment}',
		'directory',
		['AppRoleAssignment.ReadWrite.All'],
		(world, { token, params }) => {
			const principal = find(world, token.clientId, params[0]);
			const at = principal.roles.findIndex((role) => assignmentView(principal, role).id === params[1]);
			if (at < 0) throw resourceNotFound(params[1]);
			principal.roles.splice(at, 1);
			return { status: 204 };
		},
	),
	route(
		'DELETE',
		'/servicePrincipals/{id}/appRoleAssignedTo/{assignment}',
		'directory',
		['AppRoleAssignment.ReadWrite.All'],
		(world, { token, params: [key = '', assignment = ''] }) => {
			const resource = find(world, token.clientId, key);
			if (!entitiesAt(world, userAssignments, [resource.id]).delete(assignment))
				throw resourceNotFound(assignment);
			return { status: 204 };
		},
	),
	route(
		'PATCH',
		'/servicePrincipals/{id}',
		'directory',
		writePrincipals,
		(world, { call, token, params }) => {
			const entity = changeableEntity(world, find(world, token.clientId, params[0]));
			const body = (call.body ?? {}) as Record<string, unknown>;
			const wrong = Object.keys(body).find((name) => !changeable.includes(name));
			if (wrong !== undefined) throw badRequest(`Invalid property '${wrong}'.`);
			entity.changed = { ...(entity.changed as object | undefined), ...body };
			return { status: 204 };
		},
	),
	route('DELETE', '/servicePrincipals/{id}', 'directory', writePrincipals, (world, { token, params }) => {
		const entity = changeableEntity(world, find(world, token.clientId, params[0]));
		entitiesAt(world, otherPrincipals, []).delete(entity.id);
		return { status: 204 };
	}),
	...collectionRoutes(permissionGrants),
];
