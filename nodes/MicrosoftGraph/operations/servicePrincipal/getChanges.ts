import { getDirectoryChanges } from '../../directoryChanges';

/** Source: "servicePrincipal: delta". */
export const getChanges = getDirectoryChanges('servicePrincipals', {
	action: 'Get service principal changes',
	permissions: ['Application.Read.All'],
	objects: 'service principals',
	example: 'displayName,appId',
});
