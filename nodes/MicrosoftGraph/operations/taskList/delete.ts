import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { listGuards } from './fields';

/** Source: "Delete todoTaskList". */
export const deleteTaskList: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete task list',
	description: 'Delete a To Do list of a user with its tasks',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId],
	guards: listGuards,
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('userId'), 'todo', 'lists', item.id('taskListId')],
	}),
	output: deleted,
};
