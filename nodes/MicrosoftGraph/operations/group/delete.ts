import { groupId } from '../../../shared/fields/locators/group';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { groupGuards } from '../../../shared/resources/group';

/** Source: "Delete group". */
export const deleteGroup: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete group',
	description:
		"Delete a group; a Microsoft 365 group can be restored for 30 days, but a security group can't",
	permissions: ['Group.ReadWrite.All'],
	fields: [groupId],
	guards: groupGuards,
	request: (item) => ({ method: 'DELETE', path: ['groups', item.id('groupId')] }),
	output: deleted,
};
