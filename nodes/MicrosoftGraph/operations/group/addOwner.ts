import { userId } from '../../fields/locators';
import { groupId } from '../../fields/locators/group';
import { succeeded } from '../../fields/outputs';
import { referenceTo } from '../../fields/references';
import type { ItemRun, Operation } from '../../operation';
import { ownerGuards } from './fields';

/** Source: "Add owners". */
export const addOwner: Operation = {
	name: 'Add Owner',
	value: 'addOwner',
	action: 'Add an owner to a group',
	description: 'Make a user an owner of a group',
	permissions: ['Group.ReadWrite.All'],
	fields: [groupId, userId],
	guards: ownerGuards,
	steps: add,
};

async function add(run: ItemRun) {
	await run.send({
		method: 'POST',
		path: ['groups', run.item.id('groupId'), 'owners', '$ref'],
		body: { '@odata.id': referenceTo(run, run.item.id('userId')) },
	});
	return succeeded();
}
