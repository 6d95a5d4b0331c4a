import { userId } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { listName } from './fields';

/** Source: "Create todoTaskList". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create task list',
	description: 'Create a To Do list for a user',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, listName],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('userId'), 'todo', 'lists'],
		body: { displayName: item.text('displayName') },
	}),
};
