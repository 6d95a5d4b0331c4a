import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { taskId, taskPath } from './fields';

/** Source: "Delete todoTask". */
export const deleteTask: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete task',
	description: 'Delete a task of a To Do list',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId, taskId],
	request: (item) => ({ method: 'DELETE', path: taskPath(item) }),
	output: deleted,
};
