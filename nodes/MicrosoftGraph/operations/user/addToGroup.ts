import { userId } from '../../fields/locators';
import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import { referenceTo } from '../../fields/references';
import type { ItemRun, Operation } from '../../operation';
import { memberGuards, roleNote } from '../group/fields';

/** Source: "Add members". */
export const addToGroup: Operation = {
	name: 'Add to Group',
	value: 'addToGroup',
	action: 'Add a user to a group',
	description: 'Make a user a member of a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: roleNote,
	fields: [userId, groupId],
	guards: memberGuards,
	steps: addUser,
};

async function addUser(run: ItemRun) {
	await run.send({
		method: 'POST',
		path: ['groups', run.item.id('groupId'), 'members', '$ref'],
		body: { '@odata.id': referenceTo(run, run.item.id('userId')) },
	});
	return succeeded();
}
