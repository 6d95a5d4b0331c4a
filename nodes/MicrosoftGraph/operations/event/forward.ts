import { requestError } from '../../../graph/requestError';
import { listOf } from '../../fields/body';
import { textField } from '../../fields/build';
import { mailbox } from '../../fields/locators';
import { succeeded } from '../../fields/outputs';
import type { ItemParameters, Operation } from '../../operation';
import { eventAction } from './answers';
import { comment, eventId } from './fields';

/** Source: "event: forward". */
export const forward: Operation = {
	name: 'Forward',
	value: 'forward',
	action: 'Forward an event',
	description: 'Invite others to an event; its organizer is told of it',
	permissions: ['Calendars.Read'],
	fields: [
		mailbox,
		eventId,
		textField('recipients', 'To', {
			required: true,
			placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
			description: 'Addresses separated by commas',
		}),
		comment,
	],
	request: (item) =>
		eventAction(item, 'forward', {
			toRecipients: recipientsOf(item).map((address) => ({ emailAddress: { address } })),
			comment: item.text('comment'),
		}),
	output: succeeded,
};

function recipientsOf(item: ItemParameters): string[] {
	const addresses = listOf(item.value('recipients'));
	if (addresses.length > 0) return addresses;
	throw requestError({ what: 'The event is to go to nobody.', fix: 'Enter an address under "To".' });
}
