import { userId } from '../../../shared/fields/locators';
import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { memberGuards, roleNote } from '../../../shared/resources/group';
import { addReference } from '../group/references';

/** Source: "Add members". */
export const addToGroup: Operation = {
	name: 'Add to Group',
	value: 'addToGroup',
	action: 'Add user to group',
	description: 'Add a user to a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: roleNote,
	fields: [userId, groupId],
	options: [waitForReplication],
	guards: memberGuards,
	steps: async (run) => await addReference(run, 'members'),
};
