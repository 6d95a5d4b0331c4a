import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { checklistItemId, checklistItemsPath } from './checklistItems';
import { taskId } from './fields';

/** Source: "Delete checklistItem". */
export const deleteChecklistItem: Operation = {
	name: 'Delete Checklist Item',
	value: 'deleteChecklistItem',
	action: 'Delete checklist item of task',
	description: 'Delete a checklist item (step) of a task of a To Do list',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId, taskId, checklistItemId],
	request: (item) => ({
		method: 'DELETE',
		path: checklistItemsPath(item, item.text('checklistItemId')),
	}),
	output: deleted,
};
