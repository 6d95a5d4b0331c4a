import { updateBody } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import {
	checklistItemChecked,
	checklistItemId,
	checklistItemName,
	checklistItemsPath,
} from './checklistItems';
import { taskId } from './fields';

/** Source: "Update checklistItem". Setting the same values again is harmless. */
export const updateChecklistItem: Operation = {
	name: 'Update Checklist Item',
	value: 'updateChecklistItem',
	action: 'Update checklist item of task',
	description: 'Check, uncheck, or rename a checklist item (step) of a task of a To Do list',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		userId,
		taskListId,
		taskId,
		checklistItemId,
		updateFields([checklistItemChecked, checklistItemName]),
	],
	request: (item) => ({
		method: 'PATCH',
		path: checklistItemsPath(item, item.text('checklistItemId')),
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
};
