import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { taskId } from './fields';
import { linkedResourcesPath } from './linkedResources';

/** Source: "List linkedResources". */
export const getLinkedResources: Operation = {
	name: 'Get Linked Resources',
	value: 'getLinkedResources',
	action: 'Get linked resources of task',
	description: 'List what a task of a To Do list is linked to, such as a ticket or a message',
	permissions: ['Tasks.Read.All'],
	fields: [userId, taskListId, taskId, ...listFields],
	list: { pageSize: () => 100 },
	request: (item) => ({ method: 'GET', path: linkedResourcesPath(item) }),
};
