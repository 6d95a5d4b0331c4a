import type { IDataObject } from 'n8n-workflow';

import type { GraphRequest } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { checkOrder, dateTimeTimeZone } from '../../../shared/parameters/values/time';
import { answerGuards, comment, eventId, newTime, sendResponse } from './fields';

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
		fields: [mailbox, eventId, comment, sendResponse, ...(action === 'accept' ? [] : [newTime])],
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
			const proposed = action === 'accept' ? {} : proposedTime(item, sends);
			return eventAction(item, action, {
				...(text !== '' && { comment: text }),
				sendResponse: sends,
				...proposed,
			});
		},
		output: succeeded,
	};
}

/**
 * The time that the attendee proposes instead.
 * @param sends whether the organizer gets the response
 * @throws RequestError for half of a time, or one that the organizer wouldn't get
 */
function proposedTime(item: ItemParameters, sends: boolean): IDataObject {
	const { proposedStart, proposedEnd } = item.collection('additionalFields');
	if (proposedStart === undefined && proposedEnd === undefined) return {};
	if (proposedStart === undefined || proposedEnd === undefined) {
		throw requestError({
			what: 'A proposed time needs its start and end.',
			fix: 'Add both "Proposed Start" and "Proposed End", or neither.',
		});
	}
	if (!sends) {
		throw requestError({
			what: "The new time can't be proposed, because no response is sent.",
			why: 'Graph accepts a proposed time only if the organizer gets a response.',
			fix: `Turn "${sendResponse.displayName}" on, or remove the proposed time.`,
		});
	}
	const start = dateTimeTimeZone(proposedStart, item.timeZone, 'Proposed Start');
	const end = dateTimeTimeZone(proposedEnd, item.timeZone, 'Proposed End');
	checkOrder(start, end, 'The proposed time');
	return { proposedNewTime: { start: { ...start }, end: { ...end } } };
}
