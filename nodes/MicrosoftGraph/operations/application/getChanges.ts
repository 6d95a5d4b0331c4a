import { getDirectoryChanges } from '../../directoryChanges';

/** Source: "application: delta". */
export const getChanges = getDirectoryChanges('applications', {
	action: 'Get application changes',
	permissions: ['Application.Read.All'],
	objects: 'app registrations',
	example: 'displayName,appId',
});
