import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { timeZone, timeZoneGuard } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { taskBody, taskFields, taskId, taskPath, title } from './fields';

/** Source: "Update todoTask". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update task',
	description: 'Update or complete a task of a To Do list',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [userId, taskListId, taskId, timeZone, updateFields([title, ...taskFields, moreProperties])],
	guards: [timeZoneGuard],
	request: (item) => ({
		method: 'PATCH',
		path: taskPath(item),
		body: updateBody(taskBody(item.collection('updateFields'), item.text('timeZone'))),
		idempotent: true,
	}),
};
