import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { GraphError } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { objectOf } from '../../../shared/fields/outputs';
import { calendarHeaders, startDateTime, timeZone } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { required } from '../../../shared/parameters/values/reading';
import { optionalText } from '../../../shared/parameters/values/text';
import { eventBody } from './eventBody';
import { eventEnd, eventFields, eventGuards, subject } from './fields';
import { calendarPath } from './window';

/**
 * Source: "Create event". With a `transactionId`, Graph creates no second event for a repeated request. It's the
 * person's, or the same in all tries of this item.
 */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create event',
	description: 'Create an event or a meeting, which can be recurring or online',
	permissions: ['Calendars.ReadWrite'],
	fields: [
		mailbox,
		eventCalendarId,
		{ ...subject, required: true },
		startDateTime,
		eventEnd,
		timeZone,
		additionalFields([
			...eventFields,
			required(
				textField('transactionId', 'Transaction ID', {
					placeholder: 'e.g. order-4711',
					description:
						'A custom text that only this event has, such as a booking number: Graph creates no second event with the same one',
				}),
			),
			moreProperties,
		]),
	],
	guards: eventGuards,
	steps: createEvent,
};

async function createEvent({ item, send, itemKey }: ItemRun): Promise<IDataObject[]> {
	const zone = item.text('timeZone');
	const { transactionId, moreProperties: more, ...fields } = item.collection('additionalFields');
	const times = { start: item.text('startDateTime'), end: item.text('endDateTime') };
	const ownKey = optionalText(transactionId);
	const own = { subject: item.text('subject'), transactionId: ownKey || keyOf(itemKey()) };
	const answer = await send({
		method: 'POST',
		path: [...calendarPath(item), 'events'],
		headers: calendarHeaders(zone),
		body: newObject(own, eventBody({ ...fields, ...times } as IDataObject, zone), { moreProperties: more }),
		idempotent: true,
	}).catch((error: Error) => error);
	if (!(answer instanceof Error)) return [objectOf(answer)];
	const wasMade = answer instanceof GraphError && answer.parts.code === 'ErrorDuplicateTransactionId';
	if (!wasMade || ownKey !== '') throw answer;
	throw requestError({
		what: 'An earlier try of this item already created the event, and Graph considers this one different.',
		fix: 'Nothing was created now. Check the calendar, and correct the event with "Event: Update" if needed.',
	});
}

/** The item's key as a GUID, which reveals nothing about the workflow. */
function keyOf(itemKey: string): string {
	const hex = createHash('sha256').update(`event/${itemKey}`).digest('hex');
	return [8, 12, 16, 20, 32]
		.map((end, index, ends) => hex.slice(index === 0 ? 0 : ends[index - 1], end))
		.join('-');
}
