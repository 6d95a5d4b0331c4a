/** The most useful properties of a service principal, for "Simplify". */
export const simpleServicePrincipal: readonly string[] = [
	'id',
	'appId',
	'displayName',
	'servicePrincipalType',
	'accountEnabled',
	'appRoleAssignmentRequired',
	'appOwnerOrganizationId',
	'createdDateTime',
	'homepage',
	'tags',
];
