import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import { timeZone, timeZoneGuard } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { taskBody, taskFields, tasksPath, title } from './fields';

/** Source: "Create todoTask". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create task',
	description: 'Create a task in a To Do list of a user',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		userId,
		taskListId,
		{ ...title, required: true },
		timeZone,
		additionalFields([...taskFields, moreProperties]),
	],
	guards: [timeZoneGuard],
	request: (item) => ({
		method: 'POST',
		path: tasksPath(item),
		body: newObject(
			{ title: item.text('title') },
			taskBody(item.collection('additionalFields'), item.text('timeZone')),
		),
	}),
};
