import { userId } from '../../fields/locators';
import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import { objectIdOf } from '../../fields/references';
import type { ItemRun, Operation } from '../../operation';
import { memberGuards, removalNote } from '../group/fields';

/** Source: "Remove member". */
export const removeFromGroup: Operation = {
	name: 'Remove From Group',
	value: 'removeFromGroup',
	action: 'Remove a user from a group',
	description: 'End the membership of a user in a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [userId, groupId],
	guards: memberGuards,
	steps: removeUser,
};

async function removeUser(run: ItemRun) {
	const user = await objectIdOf(run, run.item.id('userId'));
	await run.send({
		method: 'DELETE',
		path: ['groups', run.item.id('groupId'), 'members', user, '$ref'],
	});
	return succeeded();
}
