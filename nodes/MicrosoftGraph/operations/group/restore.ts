import type { Operation } from '../../operation';
import { deletedGroupId } from '../../../shared/resources/group';

/** Source: "Restore deleted item (directory object)". */
export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore deleted group',
	description:
		'Restore a Microsoft 365 group that was deleted in the last 30 days, with its mailbox and files',
	permissions: ['Group.ReadWrite.All'],
	fields: [deletedGroupId],
	guards: [
		{
			when: { status: 404 },
			fix: 'There is no deleted group with this ID: "Get Deleted" lists them. Security groups and groups deleted more than 30 days ago are permanently gone.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['directory', 'deletedItems', item.id('deletedGroupId'), 'restore'],
	}),
};
