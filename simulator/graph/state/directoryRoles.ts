import { guidOf } from '../../random';
import type { Entity } from '../entity';
import { entitiesAt, type Collection } from '../rest';
import type { GraphWorld } from '../world';

const read = [
	'RoleManagement.Read.Directory',
	'RoleManagement.ReadWrite.Directory',
	'Directory.Read.All',
	'Directory.ReadWrite.All',
];

const role = (id: string, displayName: string, own: Partial<Entity> = {}): Entity => ({
	id,
	description: `Members of this role work as ${displayName}.`,
	displayName,
	isBuiltIn: true,
	isEnabled: true,
	resourceScopes: ['/'],
	templateId: id,
	version: '1',
	rolePermissions: [{ allowedResourceActions: ['microsoft.directory/users/standard/read'], condition: null }],
	inheritsPermissionsFrom: [],
	...own,
});

/** Roles of the tenant by name. Source: "Microsoft Entra built-in roles". */
export const roleIds = {
	globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
	globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
	userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
	custom: guidOf('role Badge desk'),
} as const;

/** The roles of the directory. Source: "unifiedRoleDefinition resource type". */
export const roleDefinitions: Collection = {
	path: '/roleManagement/directory/roleDefinitions',
	service: 'directory',
	read,
	seed: () => [
		role(roleIds.globalAdministrator, 'Global Administrator'),
		role(roleIds.globalReader, 'Global Reader'),
		role(roleIds.userAdministrator, 'User Administrator'),
		role(roleIds.custom, 'Badge desk', { isBuiltIn: false, inheritsPermissionsFrom: [] }),
	],
};

const assignment = (principalId: string, roleDefinitionId: string, directoryScopeId = '/'): Entity => ({
	id: guidOf(`role assignment ${principalId} ${roleDefinitionId} ${directoryScopeId}`),
	principalId,
	roleDefinitionId,
	directoryScopeId,
	appScopeId: null,
});

/** Who has which role. The first of the named people is an administrator. */
export const roleAssignments: Collection = {
	path: '/roleManagement/directory/roleAssignments',
	service: 'directory',
	read,
	write: ['RoleManagement.ReadWrite.Directory'],
	seed: () => [assignment(guidOf('user 0'), roleIds.globalAdministrator)],
};

/** A new assignment, without a check. */
export const newAssignment = assignment;

/** The ID that a role has as an object of its own, once somewhere it was assigned: another one than its template's. */
export const roleObjectId = (templateId: string) => guidOf(`directory role ${templateId}`);

/** The roles that were assigned in the whole tenant, as directory objects. Source: "directoryRole resource type". */
export function activeRoles(world: GraphWorld): Entity[] {
	const assigned = new Set(
		[...entitiesAt(world, roleAssignments, []).values()].map(({ roleDefinitionId }) => roleDefinitionId),
	);
	return [...entitiesAt(world, roleDefinitions, []).values()]
		.filter(({ id, isBuiltIn }) => isBuiltIn === true && assigned.has(id))
		.map(({ id, displayName, description }) => ({
			id: roleObjectId(id),
			deletedDateTime: null,
			description,
			displayName,
			roleTemplateId: id,
		}));
}

/** The objects that have a role in the whole tenant. */
export function roleMembers(world: GraphWorld, templateId: string): string[] {
	return [...entitiesAt(world, roleAssignments, []).values()]
		.filter(({ roleDefinitionId, directoryScopeId }) => {
			return roleDefinitionId === templateId && directoryScopeId === '/';
		})
		.map(({ principalId }) => String(principalId));
}
