import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { listGuards, listName } from './fields';

/** Source: "Update todoTaskList". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update task list',
	description: 'Rename a To Do list of a user',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId, listName],
	guards: listGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId'), 'todo', 'lists', item.id('taskListId')],
		body: { displayName: item.text('displayName') },
		idempotent: true,
	}),
};
