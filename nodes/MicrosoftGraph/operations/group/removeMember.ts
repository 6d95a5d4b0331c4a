import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import { objectIdOf } from '../../fields/references';
import type { ItemRun, Operation } from '../../operation';
import { memberGuards, memberId, removalNote } from './fields';

/** Source: "Remove member". */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove a member from a group',
	description: 'End a membership in a group',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [groupId, memberId],
	guards: memberGuards,
	steps: remove,
};

async function remove(run: ItemRun) {
	const member = await objectIdOf(run, run.item.id('memberId'));
	await run.send({
		method: 'DELETE',
		path: ['groups', run.item.id('groupId'), 'members', member, '$ref'],
	});
	return succeeded();
}
