import type { INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import {
	additionalFields,
	choiceField,
	clockTimeField,
	flagField,
	longTextField,
	numberField,
	recipientsField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { importance } from '../../../shared/fields/mail';
import { endDateTime, startDateTime, timeZoneGuard } from '../../../shared/fields/times';
import { recurrence, recurrenceJson } from './recurrence';

/** The most useful properties of an event, for "Simplify". */
export const simpleEvent: readonly string[] = [
	'subject',
	'start',
	'end',
	'isAllDay',
	'location',
	'organizer',
	'attendees',
	'type',
	'webLink',
	'id',
];

/** The event of an operation. */
export const eventId = textField('eventId', 'Event ID', {
	required: true,
	placeholder: 'e.g. AAMkAGI1AAAoZCfHAAA=',
	description: 'The "id" of an event, as Get Many or a trigger returns it',
});

/** The comment for the people whom an action concerns. */
export const comment = longTextField('comment', 'Comment', {
	placeholder: 'e.g. Sorry, I have to be elsewhere.',
	description: 'Text to send along; leave empty for none',
});

/** Whether the organizer gets the response. */
export const sendResponse = flagField('sendResponse', 'Send Response', {
	default: true,
	description: 'Whether to send the response to the organizer',
});

const inWorkflowZone = "A time without an offset is in the workflow's time zone";

/** Another time that an attendee proposes. */
export const newTime = additionalFields([
	clockTimeField('proposedStart', 'Proposed Start', {
		placeholder: 'e.g. 2030-03-04T09:00:00',
		description: `Proposes another time to the organizer, together with "Proposed End". ${inWorkflowZone}.`,
	}),
	clockTimeField('proposedEnd', 'Proposed End', {
		placeholder: 'e.g. 2030-03-04T10:00:00',
		description: inWorkflowZone,
	}),
]);

/** When an event ends: soon after its start, unlike a window of events to list. */
export const eventEnd: INodeProperties = { ...endDateTime, placeholder: 'e.g. 2030-03-04T10:00:00' };

const when = { start: startDateTime, end: eventEnd };

/** The subject of an event. */
export const subject = textField('subject', 'Subject', { placeholder: 'e.g. Quarterly review' });

/** Further properties of an event, new or updated. */
export const eventFields = [
	recipientsField('attendees', 'Required Attendees', {
		placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
		description:
			'Addresses separated by commas. Graph invites them immediately. An update replaces the required attendees; optional attendees and rooms stay.',
	}),
	recipientsField('optionalAttendees', 'Optional Attendees', {
		placeholder: 'e.g. megan@contoso.com',
		description: 'Addresses separated by commas. An update replaces the optional attendees; the others stay.',
	}),
	recipientsField('resourceAttendees', 'Rooms and Equipment', {
		placeholder: 'e.g. room1@contoso.com',
		description:
			'Addresses of rooms and equipment to book, separated by commas. An update replaces them; the other attendees stay.',
	}),
	longTextField('body', 'Body', {
		placeholder: 'e.g. What we have to decide',
		description:
			"Text of the event. An update replaces the whole body, including an online meeting's join link.",
	}),
	choiceField('bodyType', 'Body Type', { html: 'HTML', text: 'Text' }),
	textsField('categories', 'Categories', {
		placeholder: 'e.g. Red category',
		description: 'Names separated by commas',
	}),
	flagField('hideAttendees', 'Hide Attendees', {
		default: true,
		description: 'Whether each attendee sees only themselves',
	}),
	importance,
	flagField('isAllDay', 'All Day', {
		default: true,
		description:
			'Whether it lasts all day: only the dates of Start and End count, and End is the day after the last one',
	}),
	flagField('isOnlineMeeting', 'Online Meeting', {
		default: true,
		description: "Whether it's a Teams meeting with a join link; it can't be turned off later",
	}),
	textField('location', 'Location', { placeholder: 'e.g. Room 1' }),
	flagField('allowNewTimeProposals', 'Allow New Time Proposals', {
		description: 'Whether attendees may propose another time',
	}),
	recurrence,
	recurrenceJson,
	flagField('isReminderOn', 'Reminder', { default: true, description: 'Whether Outlook shows a reminder' }),
	numberField('reminderMinutesBeforeStart', 'Reminder Before (Minutes)', {
		typeOptions: { minValue: 0 },
		default: 15,
	}),
	flagField('responseRequested', 'Response Requested', {
		description: 'Whether to request a response from attendees',
	}),
	choiceField('sensitivity', 'Sensitivity', {
		normal: 'Normal',
		personal: 'Personal',
		private: 'Private',
		confidential: 'Confidential',
	}),
	choiceField('showAs', 'Show As', {
		busy: 'Busy',
		free: 'Free',
		oof: 'Out of Office',
		tentative: 'Tentative',
		workingElsewhere: 'Working Elsewhere',
	}),
];

/** The times of an event that is changed. */
export const changedTimes = [
	clockTimeField('start', when.start.displayName, { placeholder: when.start.placeholder }),
	clockTimeField('end', when.end.displayName, { placeholder: when.end.placeholder }),
];

/** What Graph says of events that don't fit together. */
export const eventGuards: readonly Guard[] = [
	timeZoneGuard,
	{
		when: { code: 'ErrorDuplicateTransactionId' },
		fix: 'Another event already has this transaction ID, so nothing was created. Use a different one for each event, such as an order or booking ID.',
	},
	{
		when: { status: 400, message: /duration|24 hours|midnight/i },
		fix: 'An all-day event must last from midnight to midnight in one time zone: check Start and End.',
	},
];

/** Graph's errors for responses to an invitation. */
export const answerGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /propos/i },
		fix: 'The organizer allows no proposals of new times for this event: remove the proposed time.',
	},
	{
		when: { status: 400, message: /organizer|hasn.t requested a response|not requested/i },
		fix: 'Only an invited attendee can respond: choose an attendee\'s mailbox, or turn "Send Response" off.',
	},
];
