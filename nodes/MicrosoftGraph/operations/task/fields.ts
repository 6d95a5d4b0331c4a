import type { TodoTask } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import {
	choiceField,
	clockTimeField,
	flagField,
	longTextField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { importance } from '../../../shared/fields/mail';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { optionalText } from '../../../shared/parameters/values/text';
import { dateTimeTimeZone } from '../../../shared/parameters/values/time';

/** The task of an operation. */
export const taskId = textField('taskId', 'Task ID', {
	required: true,
	placeholder: 'e.g. AAMkADA1MTHgwAAA=',
	description: 'The "id" of a task, as Get Many returns it',
});

/** The title of a task. */
export const title = textField('title', 'Title', { placeholder: 'e.g. Book the flight' });

const time = (name: string, displayName: string) =>
	clockTimeField(name, displayName, { placeholder: 'e.g. 2030-03-04T09:00:00' });

const times = {
	dueDateTime: time('dueDateTime', 'Due'),
	reminderDateTime: time('reminderDateTime', 'Reminder At'),
	startDateTime: time('startDateTime', 'Start'),
};

/** Further properties of a task, new or updated. */
export const taskFields = [
	longTextField('body', 'Notes', { placeholder: 'e.g. Window seat' }),
	textsField('categories', 'Categories', {
		placeholder: 'e.g. Red category',
		description: 'Names separated by commas',
	}),
	importance,
	flagField('isReminderOn', 'Reminder', {
		default: true,
		description: 'Whether To Do shows a reminder; turned on automatically if "Reminder At" is set',
	}),
	choiceField('status', 'Status', {
		notStarted: 'Not Started',
		inProgress: 'In Progress',
		completed: 'Completed',
		waitingOnOthers: 'Waiting on Others',
		deferred: 'Deferred',
	}),
	...Object.values(times),
];

/** The path of the tasks of an item's list. */
export function tasksPath(item: ItemParameters): string[] {
	return ['users', item.id('userId'), 'todo', 'lists', item.id('taskListId'), 'tasks'];
}

/** The path of an item's task, with further segments. */
export const taskPath = (item: ItemParameters, ...below: readonly string[]): string[] => [
	...tasksPath(item),
	item.text('taskId'),
	...below,
];

/** The properties of a task in Graph's format, from the node's fields; an empty time clears it. */
export function taskBody(fields: IDataObject, zone: string): IDataObject {
	const { body, ...rest } = fields;
	const task: TodoTask = {
		...(body !== undefined && { body: { contentType: 'text', content: optionalText(body) } }),
		...(fields.reminderDateTime && fields.isReminderOn === undefined && { isReminderOn: true }),
	};
	for (const [name, { displayName }] of Object.entries(times)) {
		const value = rest[name];
		if (value === undefined || value === null) continue;
		rest[name] = dateTimeTimeZone(value, zone, displayName);
	}
	return { ...rest, ...(task as IDataObject) };
}
