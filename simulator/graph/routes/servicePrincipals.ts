import { guidOf } from '../../random';
import { allRoles, defaultTenantId } from '../../entra';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer, listAnswer } from '../paging';
import { knownPermissions, permissions } from '../permissions';
import { askedOf, entitiesAt, listEntities, route } from '../rest';
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
	/** App roles that it defines. */
	defines: readonly string[];
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
		appRoles: principal.defines.map((role) => ({
			allowedMemberTypes: ['Application'],
			description: role,
			displayName: role,
			id: roleId(role),
			isEnabled: true,
			origin: 'Application',
			value: role,
		})),
	};
}

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
			principals(world, token.clientId).map(principalView),
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
			const items = holders.flatMap((holder) => holder.roles.map((role) => assignmentView(holder, role)));
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
			const role = resource.defines.find((name) => roleId(name) === appRoleId);
			if (resource.id !== resourceId) throw badRequest('The resource does not match the one of the path.');
			if (role === undefined) throw resourceNotFound(appRoleId ?? '');
			const principal = find(world, token.clientId, principalId ?? '');
			if (principal.roles.includes(role)) {
				const text = 'Permission being assigned already exists on the object';
				throw new GraphError(400, 'Request_BadRequest', text);
			}
			principal.roles.push(role);
			const context = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
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
];
