import { userId } from '../../../shared/fields/locators';
import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';
import { memberGuards, removalNote } from '../../../shared/resources/group';
import { removeReference } from '../group/references';

/** Source: "Remove member". */
export const removeFromGroup: Operation = {
	name: 'Remove From Group',
	value: 'removeFromGroup',
	action: 'Remove user from group',
	description: 'Remove a user from a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [userId, groupId],
	guards: memberGuards,
	steps: async (run) => await removeReference(run, 'members', 'userId'),
};
