import { getDirectoryChanges } from '../../directoryChanges';

/** Source: "user: delta". */
export const getChanges = getDirectoryChanges('users', {
	action: 'Get user changes',
	permissions: ['User.Read.All'],
	objects: 'users',
	example: 'displayName,mail',
});
