import type { IDataObject } from 'n8n-workflow';

import type { Guard } from '../../graph/errors/explain';
import { readList } from '../../graph/lists/page';
import { locatorField, textField } from '../fields/build';
import { filtersField, type Filter } from '../fields/filters';
import { objectIdOf } from '../fields/references';
import type { ItemRun } from '../itemRun';
import { required } from '../parameters/values/reading';
import { textIn } from '../fields/outputs';

/** Graph's path of the directory's roles. */
export const roleManagement = (collection: string): string[] => ['roleManagement', 'directory', collection];

/** The role of an operation. */
export const roleId = locatorField(
	'roleId',
	'Role',
	{
		list: { method: 'searchDirectoryRoles', placeholder: 'Select a role…' },
		example: 'e.g. fe930be7-5e62-47db-91af-98c3a49a38b1',
	},
	{ description: 'ID of the role definition; of a built-in role, this is also its template ID' },
);

/** Where a role applies. */
export const directoryScope = required(
	textField('directoryScopeId', 'Scope', {
		default: '/',
		placeholder: 'e.g. /administrativeUnits/4d7ea995-bc0f-45c0-8c3e-132e93bf95f8',
		description:
			'Where the role applies: "/" for the whole tenant, "/administrativeUnits/" and an ID for an administrative unit, or "/" and the object ID of an application',
	}),
);

/** Graph's errors for assignments. */
export const assignmentGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /conflicting object|already exists/i },
		fix: 'The role is already assigned to it in this scope.',
	},
	{
		when: { status: 400, message: /assignable to roles?|isAssignableToRole/i },
		fix: 'Only groups that were created as role-assignable can have a role: see "Group: Create".',
	},
	{
		when: { status: 404 },
		fix: 'Check the role, the object, and the scope: one of them is missing from the directory. The role is given by its definition\'s ID ("Get Many").',
	},
];

/** Graph's error without the license for Privileged Identity Management. */
export const needsGovernance: Guard = {
	when: { code: 'AadPremiumLicenseRequired' },
	fix: 'Eligible assignments are part of Privileged Identity Management: the tenant needs Microsoft Entra ID P2 or Microsoft Entra ID Governance.',
};

/** Who gets which role where. */
export async function grantOf({ item, send }: Pick<ItemRun, 'item' | 'send'>): Promise<IDataObject> {
	return {
		principalId: await objectIdOf({ send }, item.id('principalId')),
		roleDefinitionId: item.id('roleId'),
		directoryScopeId: item.text('directoryScopeId'),
	};
}

/** Filters of assignments. */
export const assignmentFilters: readonly Filter[] = [
	{
		field: textField('principalId', 'User, Group, or Other Object', {
			placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			description: 'Object ID, or user principal name of a user',
		}),
		condition: (id) => `principalId eq ${id}`,
	},
	{
		field: textField('roleDefinitionId', 'Role', {
			placeholder: 'e.g. fe930be7-5e62-47db-91af-98c3a49a38b1',
			description: 'ID of the role definition, as Get Many returns it',
		}),
		condition: (id) => `roleDefinitionId eq ${id}`,
	},
];

/** The field for them, which two operations share. */
export const assignmentFiltersField = filtersField(assignmentFilters);

/**
 * Assignments with the names of their roles, as "roleDisplayName"; Graph expands only one property, which is the principal.
 */
export async function withRoleNames(
	assignments: readonly IDataObject[],
	{ send }: Pick<ItemRun, 'send'>,
): Promise<IDataObject[]> {
	if (assignments.length === 0) return [];
	const query = { $select: 'id,displayName' };
	const request = { method: 'GET', path: roleManagement('roleDefinitions'), query } as const;
	const roles = await readList(request, { limit: Infinity }, send);
	const names = new Map(roles.map(({ id, displayName }) => [id, displayName]));
	return assignments.map(({ id, ...assignment }) => ({
		id,
		roleDisplayName: names.get(textIn(assignment.roleDefinitionId)) ?? null,
		...assignment,
	}));
}
