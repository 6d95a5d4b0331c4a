import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import { objectIdOf } from '../../fields/references';
import type { ItemRun, Operation } from '../../operation';
import { ownerGuards, ownerId, removalNote } from './fields';

/** Source: "Remove group owner". */
export const removeOwner: Operation = {
	name: 'Remove Owner',
	value: 'removeOwner',
	action: 'Remove an owner from a group',
	description: 'End the ownership of a group; the last owner stays',
	permissions: ['Group.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [groupId, ownerId],
	guards: ownerGuards,
	steps: remove,
};

async function remove(run: ItemRun) {
	const owner = await objectIdOf(run, run.item.id('ownerId'));
	await run.send({
		method: 'DELETE',
		path: ['groups', run.item.id('groupId'), 'owners', owner, '$ref'],
	});
	return succeeded();
}
