import type { AppRole, AppRoleAssignment, ServicePrincipal } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { requestError } from '../../../graph/errors/requestError';
import { locatorField, textField } from '../../../shared/fields/build';
import type { ItemRun } from '../../../shared/itemRun';
import { appPath, servicePrincipalId } from './fields';

/** Microsoft Graph's own application ID, the same in all tenants. */
const graphAppId = '00000003-0000-0000-c000-000000000000';

const appRole = textField('appRole', 'App Role', {
	required: true,
	placeholder: 'e.g. Mail.Send',
	description: 'Name of the application permission, or ID of the app role',
});

/** The API that defines a role or permission. */
export const apiId = locatorField(
	'resourceServicePrincipalId',
	'API',
	{
		list: { method: 'searchServicePrincipals', placeholder: 'Select an API…' },
		example: `e.g. appId=${graphAppId}`,
	},
	{
		default: { mode: 'id', value: `appId=${graphAppId}` },
		description: 'The service principal that defines the role; leave empty for Microsoft Graph',
	},
);

/** The fields that name a role of an app. */
export const appRoleFields = [servicePrincipalId, appRole, apiId];

/** What granting and revoking both need. */
export const appRolePermissions = ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'];

/** A role, the API that defines it, and the app that has or will get it. */
export interface RoleOfApp {
	principalId: string;
	resourceId: string;
	appRoleId: string;
	/** As the API names it, such as `Mail.Send`. */
	appRoleValue: string;
}

/**
 * Looks up what the fields name.
 * @throws RequestError when the API has no such role for apps
 */
export async function roleOfApp({ item, send }: ItemRun): Promise<RoleOfApp> {
	const read = async (id: string, $select: string) => {
		const path = appPath('servicePrincipals', id);
		return (await send({ method: 'GET', path, query: { $select } })).body as ServicePrincipal;
	};
	const [principal, resource] = await Promise.all([
		read(item.id('servicePrincipalId'), 'id'),
		read(item.id('resourceServicePrincipalId'), 'id,displayName,appRoles'),
	]);
	const role = findRole(item.text('appRole'), resource);
	return {
		principalId: String(principal.id),
		resourceId: String(resource.id),
		appRoleId: String(role.id),
		appRoleValue: String(role.value),
	};
}

/** Who can have a role: apps, or users and groups. */
type MemberType = 'Application' | 'User';

/**
 * The app role that a name or ID means.
 * @throws RequestError that names similar ones
 */
export function findRole(
	name: string,
	{ appRoles, displayName }: ServicePrincipal,
	memberType: MemberType = 'Application',
): AppRole {
	const wanted = name.toLowerCase();
	const named = (appRoles ?? []).filter(({ id, value }) =>
		[id, value].some((known) => typeof known === 'string' && known.toLowerCase() === wanted),
	);
	const role = named.find(({ allowedMemberTypes }) => allowedMemberTypes?.includes(memberType));
	if (role !== undefined) return role;
	const [area = ''] = wanted.split('.');
	const ofType = (appRoles ?? []).filter(({ allowedMemberTypes }) =>
		allowedMemberTypes?.includes(memberType),
	);
	const values = ofType.flatMap(({ value }) => value ?? []);
	const like =
		memberType === 'User' ? values : values.filter((value) => value.toLowerCase().startsWith(`${area}.`));
	const what = memberType === 'User' ? 'app role for users and groups' : 'application permission';
	throw requestError({
		what: `${displayName ?? 'The API'} has no ${what} "${name}".`,
		fix: `Check its name${like.length > 0 ? `: there are ${like.slice(0, 12).join(', ')}` : ''}. ${
			memberType === 'User'
				? 'Leave it empty for default access.'
				: "A delegated permission can't be granted to an app."
		}`,
	});
}

/** All app roles that a service principal has, or that others have of it. */
export async function roleAssignments(
	path: readonly string[],
	limit: number,
	send: ItemRun['send'],
): Promise<AppRoleAssignment[]> {
	return (await readList({ method: 'GET', path }, { limit, pageSize: 999 }, send)) as AppRoleAssignment[];
}

/** Adds to each assignment what its role is called. */
export async function withRoleNames(
	assignments: readonly AppRoleAssignment[],
	send: ItemRun['send'],
): Promise<IDataObject[]> {
	const ids = [...new Set(assignments.flatMap(({ resourceId: id }) => id ?? []))];
	const resources = await Promise.all(
		ids.map(async (id) => {
			const query = { $select: 'id,appRoles' };
			return (await send({ method: 'GET', path: ['servicePrincipals', id], query })).body as ServicePrincipal;
		}),
	);
	const names = new Map(
		resources.flatMap(({ appRoles }) => (appRoles ?? []).map(({ id, value }) => [id, value] as const)),
	);
	return assignments.map(
		// The role of all zeros means access without a role, so it has no name.
		(assignment) => ({ ...assignment, appRoleValue: names.get(assignment.appRoleId) ?? null }) as IDataObject,
	);
}
