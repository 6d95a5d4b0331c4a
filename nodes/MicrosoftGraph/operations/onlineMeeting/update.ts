import { changes, moreProperties } from '../../fields/body';
import { clockTimeField, updateFields } from '../../fields/build';
import { endDateTime, startDateTime, timeZone } from '../../fields/times';
import type { Operation } from '../../operation';
import { utcTime } from '../../values/time';
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

/** Source: "Update onlineMeeting". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update an online meeting',
	description: 'Change the times, subject or settings of an online meeting',
	permissions: ['OnlineMeetings.ReadWrite.All'],
	fields: [
		organizerId,
		meetingId,
		timeZone,
		updateFields([meetingSubject, ...times, ...meetingFields, moreProperties]),
	],
	guards: meetingGuards,
	request: (item) => {
		const fields = item.collection('updateFields');
		const given = times
			.filter(({ name }) => typeof fields[name] === 'string')
			.map(({ name, displayName }) => [name, utcTime(fields[name], item.text('timeZone'), displayName)]);
		return {
			method: 'PATCH',
			path: [...meetingsPath(item), item.text('meetingId')],
			body: changes(meetingBody({ ...fields, ...Object.fromEntries(given) })),
			idempotent: true,
		};
	},
};
