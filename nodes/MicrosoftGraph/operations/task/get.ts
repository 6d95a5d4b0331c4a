import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { taskId, taskPath } from './fields';

/** Source: "Get todoTask". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get task',
	description: 'Get a task of a To Do list',
	permissions: ['Tasks.Read.All'],
	fields: [userId, taskListId, taskId],
	request: (item) => ({ method: 'GET', path: taskPath(item) }),
};
