import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { checklistItemsPath } from './checklistItems';
import { taskId } from './fields';

/** Source: "List checklistItems". */
export const getChecklistItems: Operation = {
	name: 'Get Checklist Items',
	value: 'getChecklistItems',
	action: 'Get checklist items of task',
	description: 'List the checklist items (steps) of a task of a To Do list',
	permissions: ['Tasks.Read.All'],
	fields: [userId, taskListId, taskId, ...listFields],
	list: { pageSize: () => 100 },
	request: (item) => ({ method: 'GET', path: checklistItemsPath(item) }),
};
