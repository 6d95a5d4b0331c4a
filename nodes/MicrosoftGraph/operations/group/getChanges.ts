import { getDirectoryChanges } from '../../directoryChanges';

/** Source: "group: delta". */
export const getChanges = getDirectoryChanges('groups', {
	action: 'Get group changes',
	permissions: ['GroupMember.Read.All'],
	objects: 'groups',
	example: 'displayName,mail',
	note: 'with Select, membership changes count only if it includes "members"',
});
