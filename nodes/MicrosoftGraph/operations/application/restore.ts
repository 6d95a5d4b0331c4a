import type { Operation } from '../../operation';
import { deletedApplicationGuards, deletedApplicationId } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Restore deleted item (directory object)". */
export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore deleted application',
	description: 'Restore an app registration that was deleted in the last 30 days',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [deletedApplicationId],
	guards: deletedApplicationGuards,
	request: (item) => ({
		method: 'POST',
		path: ['directory', 'deletedItems', item.id('deletedApplicationId'), 'restore'],
	}),
};
