import { newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { checklistItemChecked, checklistItemName, checklistItemsPath } from './checklistItems';
import { taskId } from './fields';

/** Source: "Create checklistItem". */
export const createChecklistItem: Operation = {
	name: 'Create Checklist Item',
	value: 'createChecklistItem',
	action: 'Create checklist item of task',
	description: 'Add a checklist item (step) to a task of a To Do list',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		userId,
		taskListId,
		taskId,
		{ ...checklistItemName, required: true },
		additionalFields([checklistItemChecked]),
	],
	request: (item) => ({
		method: 'POST',
		path: checklistItemsPath(item),
		body: newObject({ displayName: item.text('displayName') }, item.collection('additionalFields')),
	}),
};
