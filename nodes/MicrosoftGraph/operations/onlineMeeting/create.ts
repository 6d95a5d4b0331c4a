import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { endDateTime, startDateTime, timeZone, utcTimes } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import {
	meetingBody,
	meetingFields,
	meetingGuards,
	meetingSubject,
	meetingsPath,
	organizerId,
} from './fields';

/** Source: "Create onlineMeeting". Such a meeting has no calendar event. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create online meeting',
	description:
		'Create an online meeting without a calendar event, for which Graph has no transcripts; for both, create an event with "Online Meeting" on',
	permissions: ['OnlineMeetings.ReadWrite.All'],
	fields: [
		organizerId,
		{ ...meetingSubject, required: true },
		startDateTime,
		endDateTime,
		timeZone,
		additionalFields([...meetingFields, moreProperties]),
	],
	guards: meetingGuards,
	request: (item) => ({
		method: 'POST',
		path: meetingsPath(item),
		body: newObject(
			{ subject: item.text('subject'), ...utcTimes(item, 'The meeting') },
			meetingBody(item.collection('additionalFields')),
		),
	}),
};
