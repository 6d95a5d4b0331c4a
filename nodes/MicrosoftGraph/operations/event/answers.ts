import type { GraphRequest } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
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

/** A response to an invitation. */
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
		request: (item) => {
			const [text, sends] = [item.text('comment'), item.flag('sendResponse')];
			if (text !== '' && !sends) {
				throw requestError({
					what: "The comment can't be sent, because no response is sent.",
					why: 'Graph accepts a comment only if the organizer gets a response.',
					fix: `Turn "${sendResponse.displayName}" on, or leave "${comment.displayName}" empty.`,
				});
			}
			return eventAction(item, action, { ...(text !== '' && { comment: text }), sendResponse: sends });
		},
		output: succeeded,
	};
}
