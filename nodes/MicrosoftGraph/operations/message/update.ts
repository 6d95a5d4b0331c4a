import type { IDataObject } from 'n8n-workflow';

import { updateBody } from '../../../shared/fields/body';
import { choiceField, flagField, textsField, updateFields } from '../../../shared/fields/build';
import { mailbox, messageId } from '../../../shared/fields/locators';
import { importance, mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';

/** Source: "Update message". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update message',
	description: 'Mark a message as read, flag or categorize it, or set its importance',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		messageId,
		updateFields([
			textsField('categories', 'Categories', {
				description: 'Names separated by commas, which replace the current ones; leave empty to remove all',
			}),
			choiceField(
				'flagStatus',
				'Flag',
				{ complete: 'Complete', flagged: 'Flagged', notFlagged: 'Not Flagged' },
				{ default: 'flagged' },
			),
			importance,
			flagField('isRead', 'Is Read', {
				default: true,
				description: 'Whether to mark the message as read',
			}),
		]),
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId')],
		headers: mailHeaders(),
		body: updateBody(messageOf(item.collection('updateFields'))),
		idempotent: true,
	}),
};

/** The properties of a message in Graph's format, from the node's fields. */
function messageOf({ flagStatus, ...given }: IDataObject): IDataObject {
	return {
		...given,
		// Graph calls a cleared flag `notFlagged`.
		...(flagStatus !== undefined && { flag: { flagStatus: flagStatus ?? 'notFlagged' } }),
	};
}
