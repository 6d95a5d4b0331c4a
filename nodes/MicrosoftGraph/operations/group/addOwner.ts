import { userId } from '../../../shared/fields/locators';
import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { ownerGuards } from '../../../shared/resources/group';
import { addReference } from './references';

/** Source: "Add owners". */
export const addOwner: Operation = {
	name: 'Add Owner',
	value: 'addOwner',
	action: 'Add owner to group',
	description: 'Add a user as an owner of a group',
	permissions: ['Group.ReadWrite.All'],
	fields: [groupId, userId],
	options: [waitForReplication],
	guards: ownerGuards,
	steps: async (run) => await addReference(run, 'owners'),
};
