import { locatorField } from '../build';

/** Which To Do list of the user an operation is about. */
export const taskListId = locatorField(
	'taskListId',
	'List',
	{
		list: { method: 'searchTaskLists', placeholder: 'Select a list…' },
		example: 'e.g. AAMkADIyAAAhrbPWAAA=',
	},
	{ description: 'ID of a To Do list of the user' },
);
