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

/** What a token doesn't show. */
const unseen = [
	"Exchange's RBAC for Applications and application access policies can allow or restrict mailboxes. A token doesn't show them.",
	"A token doesn't show directory roles, grants for individual sites (Sites.Selected), or ownership either.",
];

const keptByAzure =
	"Azure caches a managed identity's token for up to 24 hours: newer grants don't show yet.";

const secretEnds =
	"A token doesn't show when a client secret expires: Application: Get Many lists it (Application.Read.All).";

/** The operation that shows the app's permissions, and what the chosen operations need. */
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
		description:
			'Show who the app is, what permissions it has, when its certificate expires, and what chosen operations need',
		permissions: [],
		permissionNote: "With Application.Read.All, the app's role assignments are included.",
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
				description: 'Operations that the app is for; other granted permissions are listed as unneeded',
			},
		],
		steps: async (run) => [await check(run, needs)],
	};
}

/** The permissions in a token's claims. */
const rolesIn = ({ roles }: Readonly<Record<string, unknown>>): string[] =>
	Array.isArray(roles) ? roles.map(String) : [];

async function check(run: ItemRun, needs: ReadonlyMap<string, readonly string[]>): Promise<IDataObject> {
	const tenantName = await organizationName(run);
	const { token, certificate, ...app } = run.app();
	const claims = token?.claims;
	const granted = claims && rolesIn(claims);
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
		certificate: certificate && {
			thumbprint: certificate.thumbprint,
			expiresAt: new Date(certificate.expiresAt).toISOString(),
		},
		granted,
		operations,
		missing: granted && [...new Set(operations.flatMap(({ missing = [] }) => missing))],
		unneeded: chosen.length === 0 ? undefined : granted?.filter((role) => !used.includes(role)),
		roleAssignments: await roleAssignments(run, claims?.oid),
		notes: [
			...(granted === undefined ? ["The token can't be read, so its permissions are unknown."] : []),
			...(app.authentication === 'managedIdentity' ? [keptByAzure] : []),
			...(app.authentication === 'clientSecret' ? [secretEnds] : []),
			...unseen,
		],
	} as IDataObject;
}

function unknownOperation(operation: string): RequestError {
	return requestError({
		what: `The operation "${operation}" isn't known to this version of the node.`,
		fix: 'Choose the operations to check from the list, or update the package.',
	});
}

/** Signs in with a request that any app may send; the response has a name only with Organization.Read.All. */
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

/** The app's role assignments by name: a better source than the token, if the app may read them. */
async function roleAssignments(run: ItemRun, servicePrincipalId: unknown): Promise<IDataObject[] | string> {
	const notAllowed = 'Not read: this needs Application.Read.All.';
	if (typeof servicePrincipalId !== 'string')
		return "Not read: the token doesn't name the service principal.";
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

/** The response to a GET; `undefined` for 403 and 404. */
async function allowed(run: ItemRun, request: Omit<GraphRequest, 'method'>): Promise<unknown> {
	try {
		return (await run.send({ method: 'GET', ...request })).body;
	} catch (error) {
		if (error instanceof GraphError && [403, 404].includes(error.parts.status)) return undefined;
		throw caught(error);
	}
}
