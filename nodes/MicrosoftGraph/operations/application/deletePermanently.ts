import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { deletedApplicationGuards, deletedApplicationId } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Permanently delete item". Graph offers it to apps for applications only. */
export const deletePermanently: Operation = {
	name: 'Delete Permanently',
	value: 'deletePermanently',
	action: 'Permanently delete application',
	description: "Remove a deleted app registration permanently: it can't be restored",
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [deletedApplicationId],
	guards: deletedApplicationGuards,
	request: (item) => ({
		method: 'DELETE',
		path: ['directory', 'deletedItems', item.id('deletedApplicationId')],
	}),
	output: deleted,
};
