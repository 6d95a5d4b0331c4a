/** The most useful properties of a service principal, for "Simplify". */
export const simpleServicePrincipal: readonly string[] = [
	'displayName',
	'appId',
	'servicePrincipalType',
	'accountEnabled',
	'appRoleAssignmentRequired',
	'appOwnerOrganizationId',
	'createdDateTime',
	'homepage',
	'tags',
	'id',
];
