import { userId } from '../../fields/locators';
import { groupId } from '../../fields/locators/group';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { memberGuards, roleNote } from '../group/fields';
import { addReference } from '../group/references';

/** Source: "Add members". */
export const addToGroup: Operation = {
	name: 'Add to Group',
	value: 'addToGroup',
	action: 'Add a user to a group',
	description: 'Make a user a member of a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: roleNote,
	fields: [userId, groupId],
	options: [waitForReplication],
	guards: memberGuards,
	steps: async (run) => await addReference(run, 'members'),
};
