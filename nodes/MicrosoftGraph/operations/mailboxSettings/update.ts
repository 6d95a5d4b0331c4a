import type { AutomaticRepliesSetting, WorkingHours } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { updateBody, moreProperties } from '../../../shared/fields/body';
import {
	choiceField,
	choicesField,
	clockTimeField,
	longTextField,
	textField,
	updateFields,
} from '../../../shared/fields/build';
import { htmlOf } from '../../../shared/fields/html';
import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { readAs, required } from '../../../shared/parameters/values/reading';
import { optionalText } from '../../../shared/parameters/values/text';
import { checkOrder, dateTimeTimeZone } from '../../../shared/parameters/values/time';

const replies = {
	disabled: 'Off',
	alwaysEnabled: 'On',
	scheduled: 'On Between Two Times',
};
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Source: "Update user mailbox settings". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update mailbox settings',
	description: 'Set the automatic replies, working hours, time zone, or language of a mailbox',
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [
		mailbox,
		updateFields([
			choiceField('status', 'Automatic Replies', replies),
			choiceField(
				'externalAudience',
				'Automatic Replies: External Audience',
				{ all: 'All', contactsOnly: 'Contacts Only', none: 'None' },
				{ description: 'Who outside the organization gets a reply' },
			),
			longTextField('externalReplyMessage', 'Automatic Replies: External Message', {
				placeholder: 'e.g. I am out of the office until Monday.',
				description:
					'For senders outside the organization: text, which keeps its line breaks, or HTML, which is recognized by its tags',
			}),
			longTextField('internalReplyMessage', 'Automatic Replies: Internal Message', {
				placeholder: 'e.g. I am back on Monday; ask Alex meanwhile.',
				description:
					'For senders in the organization: text, which keeps its line breaks, or HTML, which is recognized by its tags',
			}),
			required(
				clockTimeField('scheduledStart', 'Automatic Replies: Start', {
					placeholder: 'e.g. 2030-03-04T09:00:00',
					description: 'With "On Between Two Times"',
				}),
			),
			required(
				clockTimeField('scheduledEnd', 'Automatic Replies: End', {
					placeholder: 'e.g. 2030-03-08T17:00:00',
					description: 'With "On Between Two Times"',
				}),
			),
			readAs(
				textField('scheduleTimeZone', 'Automatic Replies: Time Zone', {
					default: '={{ $now.zoneName }}',
					placeholder: 'e.g. Europe/Berlin',
					description:
						"Time zone of start and end, by its Windows or IANA name; if not added, the workflow's time zone. Times with an offset need none.",
				}),
				{ whenEmpty: 'mayBeBlank' },
			),
			textField('dateFormat', 'Date Format', { placeholder: 'e.g. yyyy-MM-dd' }),
			choiceField('delegateMeetingMessageDeliveryOptions', 'Meeting Messages of Delegates', {
				sendToDelegateAndInformationToPrincipal: 'To Delegate, Information to Owner',
				sendToDelegateAndPrincipal: 'To Both',
				sendToDelegateOnly: 'To Delegate Only',
			}),
			required(
				textField('locale', 'Language', {
					placeholder: 'e.g. en-US',
					description: 'Locale as language and country',
				}),
			),
			moreProperties,
			textField('timeFormat', 'Time Format', { placeholder: 'e.g. HH:mm' }),
			textField('timeZone', 'Time Zone', {
				placeholder: 'e.g. W. Europe Standard Time',
				description: 'Time zone of the mailbox, by a supported Windows or IANA name',
			}),
			choicesField(
				'daysOfWeek',
				'Working Hours: Days',
				Object.fromEntries(days.map((day) => [day, `${day[0]?.toUpperCase() ?? ''}${day.slice(1)}`])),
			),
			required(textField('startTime', 'Working Hours: Start', { placeholder: 'e.g. 08:00' })),
			required(textField('endTime', 'Working Hours: End', { placeholder: 'e.g. 17:00' })),
			readAs(
				textField('workingTimeZone', 'Working Hours: Time Zone', {
					placeholder: 'e.g. W. Europe Standard Time',
				}),
				{ whenEmpty: 'mayBeBlank' },
			),
		]),
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'mailboxSettings'],
		body: updateBody(settingsOf(item.collection('updateFields'), item.timeZone)),
		idempotent: true,
	}),
};

/** @param timeZone the time zone of times without an offset or their own zone */
function settingsOf(given: IDataObject, timeZone: string): IDataObject {
	const { status, externalAudience, externalReplyMessage, internalReplyMessage, ...rest } = given;
	const { scheduledStart, scheduledEnd, scheduleTimeZone, ...others } = rest;
	const { daysOfWeek, startTime, endTime, workingTimeZone, locale, ...settings } = others;
	const zone = optionalText(scheduleTimeZone) || timeZone;
	const start = scheduledStart && dateTimeTimeZone(scheduledStart, zone, 'Automatic Replies: Start');
	const end = scheduledEnd && dateTimeTimeZone(scheduledEnd, zone, 'Automatic Replies: End');
	if (scheduleTimeZone !== undefined && !start && !end) {
		throw requestError({
			what: 'The automatic replies have a time zone, but no start and end.',
			fix: 'Add "Automatic Replies: Start" and "Automatic Replies: End", or remove the time zone.',
		});
	}
	if (status === 'scheduled' && !(start && end)) {
		throw requestError({
			what: 'Automatic replies between two times need a start and an end.',
			fix: 'Add "Automatic Replies: Start" and "Automatic Replies: End".',
		});
	}
	if (start && end) checkOrder(start, end, 'The period of the automatic replies');
	const automaticReplies = set({
		status,
		externalAudience,
		externalReplyMessage: replyOf(externalReplyMessage),
		internalReplyMessage: replyOf(internalReplyMessage),
		scheduledStartDateTime: start || undefined,
		scheduledEndDateTime: end || undefined,
	} as AutomaticRepliesSetting);
	const ownZone = optionalText(workingTimeZone);
	const workingHours = set({
		daysOfWeek,
		startTime: clock(startTime, 'Working Hours: Start'),
		endTime: clock(endTime, 'Working Hours: End'),
		timeZone: ownZone === '' ? undefined : { name: ownZone },
	} as WorkingHours);
	return {
		...settings,
		...(optionalText(locale) !== '' && { language: { locale: optionalText(locale) } }),
		...(automaticReplies && { automaticRepliesSetting: automaticReplies }),
		...(workingHours && { workingHours }),
	};
}

/** Exchange expects automatic replies as HTML; a cleared one is empty. */
function replyOf(value: unknown): string | undefined {
	return value === undefined ? undefined : htmlOf(optionalText(value));
}

/** What is given of an object; `undefined` when nothing is. */
function set(values: object): IDataObject | undefined {
	const given = Object.entries(values).filter(([, value]) => value !== undefined);
	return given.length > 0 ? (Object.fromEntries(given) as IDataObject) : undefined;
}

/** A time of day as Graph writes it, with seconds. */
function clock(value: unknown, label: string): string | undefined {
	const time = optionalText(value);
	if (time === '') return undefined;
	const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(time) ?? [];
	if (hours !== '' && Number(hours) < 24 && Number(minutes) < 60)
		return `${hours.padStart(2, '0')}:${minutes}:00`;
	throw requestError({
		what: `"${time}" in "${label}" isn't a time of day.`,
		fix: 'Enter a time such as 08:30.',
	});
}
