import { guidOf } from '../../random';
import { allRoles } from '../../entra';
import { resourceNotFound } from '../errors';
import { parseSelect } from '../odata/options';
import { entityAnswer, listAnswer } from '../paging';
import { knownPermissions, permissions } from '../permissions';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const graphAppId = '00000003-0000-0000-c000-000000000000';
const graphServicePrincipal = guidOf('service principal of Microsoft Graph');

interface Principal {
	id: string;
	appId: string;
	displayName: string;
	roles: readonly string[];
	/** App roles that it defines. */
	defines: readonly string[];
}

const roleId = (role: string) => guidOf(`app role ${role}`);

function registration({ entra }: GraphWorld, clientId: string): Principal | undefined {
	try {
		const { objectId, displayName, roles } = entra.app(clientId);
		return { id: objectId, appId: clientId, displayName, roles, defines: [] };
	} catch {
		return undefined;
	}
}

/**
 * By object id or `appId=…`: Microsoft Graph itself, the caller's own app, any registration by its client id, and the
 * managed identities.
 */
function find(world: GraphWorld, caller: string, key: string): Principal {
	const appId = /^appId=(.*)$/i.exec(key)?.[1];
	const defines = [...new Set([...allRoles, ...knownPermissions])].sort();
	const identities = world.entra.managedIdentity.identities.map(({ clientId, objectId, roles }) => ({
		id: objectId,
		appId: clientId,
		displayName: 'managed identity',
		roles,
		defines: [],
	}));
	const candidates: Array<Principal | undefined> = [
		{ id: graphServicePrincipal, appId: graphAppId, displayName: 'Microsoft Graph', roles: [], defines },
		...identities,
		registration(world, caller),
		appId === undefined ? undefined : registration(world, appId),
	];
	const found = candidates.find((one) => one && (one.appId === appId || one.id === key));
	if (!found) throw resourceNotFound(appId ?? key);
	return found;
}

function principalView(principal: Principal) {
	return {
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
			const items = principal.roles.map((role) => ({
				id: guidOf(`assignment ${principal.id} ${role}`),
				deletedDateTime: null,
				appRoleId: roleId(role),
				createdDateTime: '2025-06-01T09:00:00Z',
				principalDisplayName: principal.displayName,
				principalId: principal.id,
				principalType: 'ServicePrincipal',
				resourceDisplayName: 'Microsoft Graph',
				resourceId: graphServicePrincipal,
			}));
			return listAnswer(call, `servicePrincipals('${principal.id}')/appRoleAssignments`, { items });
		},
	},
];
