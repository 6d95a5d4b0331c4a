import { mailbox } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { eventAction } from './answers';
import { comment, eventId } from './fields';

/** Source: "event: cancel". */
export const cancel: Operation = {
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel meeting',
	description: 'Cancel a meeting as its organizer, and notify the attendees',
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, eventId, comment],
	guards: [
		{
			when: { status: 400, message: /organizer/i },
			fix: 'Only the organizer can cancel a meeting: choose the organizer\'s mailbox and the ID that the event has there. For an attendee, use "Decline".',
		},
	],
	request: (item) => eventAction(item, 'cancel', { comment: item.text('comment') }),
	output: succeeded,
};
