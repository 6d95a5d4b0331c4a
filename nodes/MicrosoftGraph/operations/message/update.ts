import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/requestError';
import { mailbox, messageId } from '../../fields/locators';
import { importance, mailHeaders } from '../../fields/mail';
import { text } from '../../fields/odata';
import type { Operation } from '../../operation';

const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Categories',
			name: 'categories',
			type: 'string',
			default: '',
			description: 'Names separated by commas, in place of those that it has; none when empty',
		},
		{
			displayName: 'Flag',
			name: 'flagStatus',
			type: 'options',
			options: [
				{ name: 'Complete', value: 'complete' },
				{ name: 'Flagged', value: 'flagged' },
				{ name: 'Not Flagged', value: 'notFlagged' },
			],
			default: 'flagged',
		},
		importance,
		{
			displayName: 'Is Read',
			name: 'isRead',
			type: 'boolean',
			default: true,
			description: 'Whether the message counts as read',
		},
	],
};

/** Source: "Update message". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update a message',
	description: 'Mark a message as read, flag or categorize it, or set its importance',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, updateFields],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId')],
		headers: mailHeaders(),
		body: changes(item.collection('updateFields')),
		idempotent: true,
	}),
};

function changes({ categories, flagStatus, importance: level, isRead }: IDataObject): IDataObject {
	const message: Pick<Message, 'categories' | 'flag' | 'importance' | 'isRead'> = {
		...(categories !== undefined && { categories: names(text(categories)) }),
		...(flagStatus !== undefined && { flag: { flagStatus: flagStatus as 'flagged' } }),
		...(level !== undefined && { importance: level as Message['importance'] }),
		...(isRead !== undefined && { isRead: isRead === true }),
	};
	if (Object.keys(message).length > 0) return message as IDataObject;
	throw requestError({
		what: 'Nothing is to be changed in the message.',
		fix: 'Add what is to be changed under "Update Fields".',
	});
}

function names(list: string): string[] {
	return list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}
