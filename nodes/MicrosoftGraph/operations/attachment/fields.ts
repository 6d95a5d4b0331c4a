import type { INodeProperties } from 'n8n-workflow';

import type { Needs } from '../../../graph/graphRequest';
import { choiceField, textField } from '../../../shared/fields/build';
import { messageId } from '../../../shared/fields/locators';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { eventId } from '../event/fields';

/** What the attachment is attached to, and its ID. */
export const holderFields: readonly INodeProperties[] = [
	choiceField('attachedTo', 'Attached To', { message: 'Message', event: 'Event' }),
	{ ...messageId, displayOptions: { show: { attachedTo: ['message'] } } },
	{ ...eventId, displayOptions: { show: { attachedTo: ['event'] } } },
];

/** The message or event whose attachments an operation is about. */
export interface Holder {
	path: string[];
	/** What its requests need, if that differs from what those for a message need. */
	needs?: Needs;
}

/** @param writes whether the operation changes attachments */
export function holderOf(item: ItemParameters, writes: boolean): Holder {
	const user = ['users', item.id('mailbox')];
	if (item.text('attachedTo') !== 'event') return { path: [...user, 'messages', item.text('messageId')] };
	return {
		path: [...user, 'events', item.text('eventId')],
		needs: {
			permissions: [writes ? 'Calendars.ReadWrite' : 'Calendars.Read'],
			because: 'Attachments of an event belong to the calendar, not to mail.',
		},
	};
}

/** What the attachments of events need. */
export const eventNote = (writes: boolean): string =>
	`For an event: ${writes ? 'Calendars.ReadWrite' : 'Calendars.Read'} instead.`;

/** Which attachment of the message or event an operation is about. */
export const attachmentId = textField('attachmentId', 'Attachment ID', {
	required: true,
	placeholder: 'e.g. AAMkAGI1AAAoZCfHAAABEgAQ=',
	description: 'The "id" of an attachment, as Get Many returns it',
});

/** What all types of attachments have, without their content. */
export const simpleAttachment: readonly string[] = [
	'name',
	'contentType',
	'size',
	'isInline',
	'lastModifiedDateTime',
	'id',
	'@odata.type',
];
