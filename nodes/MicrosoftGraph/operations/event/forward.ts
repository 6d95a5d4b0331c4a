import type { IDataObject } from 'n8n-workflow';

import { recipientsField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { eventAction } from './answers';
import { comment, eventId } from './fields';

/** Source: "event: forward". */
export const forward: Operation = {
	name: 'Forward',
	value: 'forward',
	action: 'Forward event',
	description: 'Forward an event to more people; its organizer is notified',
	permissions: ['Calendars.Read'],
	fields: [
		mailbox,
		eventId,
		recipientsField('recipients', 'To', {
			required: true,
			placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
			description: 'Addresses separated by commas',
		}),
		comment,
	],
	request: (item) =>
		eventAction(item, 'forward', {
			toRecipients: item.recipients('recipients') as IDataObject[],
			comment: item.text('comment'),
		}),
	output: succeeded,
};
