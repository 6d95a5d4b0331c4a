import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';
import { memberGuards, memberId, removalNote } from '../../../shared/resources/group';
import { removeReference } from './references';

/** Source: "Remove member". */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove member from group',
	description: 'Remove a member from a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [groupId, memberId],
	guards: memberGuards,
	steps: async (run) => await removeReference(run, 'members', 'memberId'),
};
