import { newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { taskListId } from '../../../shared/fields/locators/taskList';
import type { Operation } from '../../operation';
import { taskId } from './fields';
import { linkedResourcesPath } from './linkedResources';

/** Source: "Create linkedResource". */
export const createLinkedResource: Operation = {
	name: 'Create Linked Resource',
	value: 'createLinkedResource',
	action: 'Create linked resource of task',
	description: 'Link a task of a To Do list to something in another app, such as a ticket',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		userId,
		taskListId,
		taskId,
		textField('applicationName', 'Application', {
			required: true,
			placeholder: 'e.g. Service Desk',
			description: 'Name of the app, which To Do shows',
		}),
		textField('displayName', 'Title', { required: true, placeholder: 'e.g. Ticket 4711' }),
		additionalFields([
			textField('externalId', 'External ID', {
				placeholder: 'e.g. 4711',
				description: 'ID that the linked object has in its app',
			}),
			textField('webUrl', 'URL', {
				placeholder: 'e.g. https://desk.contoso.com/tickets/4711',
				description: 'What opens when someone selects the link',
			}),
		]),
	],
	request: (item) => ({
		method: 'POST',
		path: linkedResourcesPath(item),
		body: newObject(
			{ applicationName: item.text('applicationName'), displayName: item.text('displayName') },
			item.collection('additionalFields'),
		),
	}),
};
