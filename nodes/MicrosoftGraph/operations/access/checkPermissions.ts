import type { AppRole, AppRoleAssignment, ServicePrincipal } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import { consentMarker } from '../../../../credentials/auth/token/session';
import { GraphError } from '../../../graph/errors/graphError';
import type { GraphRequest } from '../../../graph/graphRequest';
import { missingPermissions, usedPermissions } from '../../../graph/errors/permissions';
import { requestError, type RequestError } from '../../../graph/errors/requestError';
import type { Operation, Resource } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';

/** What a token cannot show. */
const unseen = [
	"Exchange's RBAC for Applications and application access policies allow or narrow mailboxes without showing in a token.",
	'Directory roles, grants for single sites (Sites.Selected) and ownership do not show in a token either.',
];

const keptByAzure =
	'Azure keeps the token of a managed identity for up to 24 hours: what was granted since then does not show yet.';

/** The operation that tells what the app may do, and what the operations that a person picks need. */
export function checkPermissions(resources: readonly Resource[]): Operation {
	const pairs = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ resource, operation })),
	);
	const needs = new Map(
		pairs.map(({ resource, operation }) => [`${resource.value}:${operation.value}`, operation.permissions]),
	);
	return {
		name: 'Check Permissions',
		value: 'checkPermissions',
		action: 'Check app permissions',
		description: 'Tell who the app is, what it was granted, and what chosen operations need',
		permissions: [],
		permissionNote: "The app's role assignments are added where Application.Read.All allows reading them.",
		fields: [
			{
				displayName: 'Operations to Check',
				name: 'operationsToCheck',
				type: 'multiOptions',
				options: pairs.map(({ resource, operation }) => ({
					name: `${resource.name}: ${operation.name}`,
					value: `${resource.value}:${operation.value}`,
				})),
				default: [],
				description:
					'Operations that the app is for; all that it was granted beyond them is named as unneeded',
			},
		],
		steps: async (run) => [await check(run, needs)],
	};
}

async function check(run: ItemRun, needs: ReadonlyMap<string, readonly string[]>): Promise<IDataObject> {
	const tenantName = await organizationName(run);
	const { token, ...app } = run.app();
	const claims = token?.claims;
	const granted =
		claims === undefined ? undefined : Array.isArray(claims.roles) ? claims.roles.map(String) : [];
	const chosen = run.item.list('operationsToCheck');
	const operations = chosen.map((operation) => {
		const needed = needs.get(operation);
		if (needed === undefined) throw unknownOperation(operation);
		return {
			operation,
			needs: [...needed],
			missing: granted && missingPermissions(needed, granted, operation),
			grantedBy: granted && usedPermissions(needed, granted, operation),
		};
	});
	const used = operations.flatMap(({ grantedBy = [] }) => grantedBy);
	return {
		app: {
			...app,
			displayName: claims?.app_displayname,
			servicePrincipalId: claims?.oid,
			tenantId: claims?.tid ?? app.tenantId,
			tenantName,
			clientId: claims?.appid ?? claims?.azp ?? app.clientId,
		},
		token: token && {
			audience: claims?.aud,
			obtainedAt: new Date(token.obtainedAt).toISOString(),
			expiresAt: new Date(token.expiresAt).toISOString(),
		},
		granted,
		operations,
		missing: granted && [...new Set(operations.flatMap(({ missing = [] }) => missing))],
		unneeded: chosen.length === 0 ? undefined : granted?.filter((role) => !used.includes(role)),
		roleAssignments: await roleAssignments(run, claims?.oid),
		notes: [
			...(granted === undefined ? ['The token cannot be read: what it grants is not known.'] : []),
			...(app.authentication === 'managedIdentity' ? [keptByAzure] : []),
			...unseen,
		],
	} as IDataObject;
}

function unknownOperation(operation: string): RequestError {
	return requestError({
		what: `The operation "${operation}" is not known to this version of the node.`,
		fix: 'Choose the operations to check from the list, or update the package.',
	});
}

/** Signs in by a request that any app may make; the name is there only with Organization.Read.All. */
async function organizationName(run: ItemRun): Promise<string | undefined> {
	const body = await allowed(run, {
		expectedResponse: 'list',
		path: ['organization'],
		query: { $select: 'id,displayName' },
		headers: { [consentMarker]: 'true' },
		// The marker is for the credential, which sees no single request of a batch.
		batchable: false,
	});
	return (body as { value?: Array<{ displayName?: string }> } | undefined)?.value?.[0]?.displayName;
}

/** The app's role assignments by name: the better source than the token, where reading them is allowed. */
async function roleAssignments(run: ItemRun, servicePrincipalId: unknown): Promise<IDataObject[] | string> {
	const notAllowed = 'Not read: that needs Application.Read.All.';
	if (typeof servicePrincipalId !== 'string')
		return 'Not read: the token does not name the service principal.';
	const body = await allowed(run, {
		expectedResponse: 'list',
		path: ['servicePrincipals', servicePrincipalId, 'appRoleAssignments'],
	});
	if (body === undefined) return notAllowed;
	const { value } = body as { value: AppRoleAssignment[] };
	const roles = new Map<string, AppRole[]>();
	for (const id of new Set(value.map(({ resourceId }) => resourceId ?? ''))) {
		const resource = (await allowed(run, {
			path: ['servicePrincipals', id],
			query: { $select: 'appRoles' },
		})) as ServicePrincipal | undefined;
		roles.set(id, resource?.appRoles ?? []);
	}
	return value.map(({ appRoleId, resourceId, resourceDisplayName, createdDateTime }) => ({
		role: roles.get(resourceId ?? '')?.find(({ id }) => id === appRoleId)?.value ?? appRoleId,
		resource: resourceDisplayName,
		since: createdDateTime,
	}));
}

/** What a GET answers; `undefined` where it is forbidden or not there. */
async function allowed(run: ItemRun, request: Omit<GraphRequest, 'method'>): Promise<unknown> {
	try {
		return (await run.send({ method: 'GET', ...request })).body;
	} catch (error) {
		if (error instanceof GraphError && [403, 404].includes(error.parts.status)) return undefined;
		throw caught(error);
	}
}
