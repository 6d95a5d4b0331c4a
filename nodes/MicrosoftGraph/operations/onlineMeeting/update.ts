import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { updateBody, moreProperties } from '../../../shared/fields/body';
import { clockTimeField, updateFields } from '../../../shared/fields/build';
import { endDateTime, startDateTime, timeZone } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { checkOrder, utcTime, type ZonedTime } from '../../../shared/parameters/values/time';
import {
	meetingBody,
	meetingFields,
	meetingGuards,
	meetingId,
	meetingSubject,
	meetingsPath,
	organizerId,
} from './fields';

const times = [startDateTime, endDateTime].map(({ name, displayName, placeholder }) =>
	clockTimeField(name, displayName, { placeholder }),
);

/** @throws RequestError where one of the times isn't known, or the meeting would end before it starts */
function bothTimes(meeting: IDataObject): IDataObject {
	const [start, end] = times.map(({ name }) => {
		const time = Date.parse(String(meeting[name]));
		if (!Number.isNaN(time)) return { dateTime: new Date(time).toISOString(), timeZone: 'UTC' };
		throw requestError({
			what: 'Graph updates the start and end of a meeting together, and the meeting has only one of them.',
			fix: 'Add both "Start" and "End" under "Update Fields".',
		});
	}) as [ZonedTime, ZonedTime];
	checkOrder(start, end, 'The meeting');
	return { startDateTime: start.dateTime, endDateTime: end.dateTime };
}

/** Source: "Update onlineMeeting". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update online meeting',
	description: 'Update the times, subject, or settings of an online meeting',
	permissions: ['OnlineMeetings.ReadWrite.All'],
	fields: [
		organizerId,
		meetingId,
		timeZone,
		updateFields([meetingSubject, ...times, ...meetingFields, moreProperties]),
	],
	guards: meetingGuards,
	request: async (item, send) => {
		const fields = item.collection('updateFields');
		const given = times
			.filter(({ name }) => typeof fields[name] === 'string')
			.map(({ name, displayName }) => [name, utcTime(fields[name], item.text('timeZone'), displayName)]);
		const path = [...meetingsPath(item), item.text('meetingId')];
		const body = updateBody(meetingBody({ ...fields, ...Object.fromEntries(given) }));
		const lacking = times.filter(({ name }) => body[name] === undefined);
		// Graph changes both together.
		if (lacking.length === 1) {
			const meeting = (await send({ method: 'GET', path })).body as IDataObject;
			Object.assign(body, bothTimes({ ...meeting, ...body }));
		}
		return { method: 'PATCH', path, body, idempotent: true };
	},
};
