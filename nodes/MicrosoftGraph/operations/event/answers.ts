import type { GraphRequest } from '../../../graph/graphRequest';
import { mailbox } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { succeeded } from '../../fields/outputs';
import type { ItemParameters, Operation } from '../../operation';
import { answerGuards, comment, eventId, sendResponse } from './fields';

/** A request for an action on the item's event. */
export function eventAction(item: ItemParameters, action: string, body: GraphRequest['body']): GraphRequest {
	return {
		method: 'POST',
		path: ['users', item.id('mailbox'), 'events', item.text('eventId'), action],
		headers: mailHeaders(),
		body,
	};
}

/** An answer to an invitation. */
export function answer(
	action: 'accept' | 'tentativelyAccept' | 'decline',
	words: Pick<Operation, 'name' | 'action' | 'description'>,
): Operation {
	return {
		...words,
		value: action,
		permissions: ['Calendars.ReadWrite'],
		fields: [mailbox, eventId, comment, sendResponse],
		guards: answerGuards,
		request: (item) =>
			eventAction(item, action, {
				comment: item.text('comment'),
				sendResponse: item.flag('sendResponse'),
			}),
		output: succeeded,
	};
}
