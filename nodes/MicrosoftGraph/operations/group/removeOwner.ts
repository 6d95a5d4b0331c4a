import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';
import { ownerGuards, ownerId, removalNote } from '../../../shared/resources/group';
import { removeReference } from './references';

/** Source: "Remove group owner". */
export const removeOwner: Operation = {
	name: 'Remove Owner',
	value: 'removeOwner',
	action: 'Remove owner from group',
	description: "Remove an owner from a group; the last owner can't be removed",
	permissions: ['Group.ReadWrite.All'],
	permissionNote: removalNote,
	fields: [groupId, ownerId],
	guards: ownerGuards,
	steps: async (run) => await removeReference(run, 'owners', 'ownerId'),
};
