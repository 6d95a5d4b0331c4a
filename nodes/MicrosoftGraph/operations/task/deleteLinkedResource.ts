import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { taskId } from './fields';
import { linkedResourceId, linkedResourcesPath } from './linkedResources';

/** Source: "Delete linkedResource". */
export const deleteLinkedResource: Operation = {
	name: 'Delete Linked Resource',
	value: 'deleteLinkedResource',
	action: 'Delete linked resource of task',
	description: 'Remove the link from a task of a To Do list to something in another app',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId, taskId, linkedResourceId],
	request: (item) => ({
		method: 'DELETE',
		path: linkedResourcesPath(item, item.text('linkedResourceId')),
	}),
	output: deleted,
};
