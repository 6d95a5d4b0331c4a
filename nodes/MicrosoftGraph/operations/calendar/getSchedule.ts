import type { IDataObject } from 'n8n-workflow';

import { numberField, recipientsField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { entries } from '../../../shared/fields/outputs';
import {
	calendarHeaders,
	endDateTime,
	startDateTime,
	timeZone,
	timeZoneGuard,
} from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { checkOrder, dateTimeTimeZone } from '../../../shared/parameters/values/time';

/** Source: "calendar: getSchedule". It only reads, so a retry is harmless. */
export const getSchedule: Operation = {
	name: 'Get Schedule',
	value: 'getSchedule',
	action: 'Get schedules of people and rooms',
	description: 'Get when people, rooms, or groups are free or busy, one item for each address',
	permissions: ['Calendars.ReadBasic.All'],
	fields: [
		mailbox,
		recipientsField('schedules', 'Addresses', {
			required: true,
			placeholder: 'e.g. adele@contoso.com, room1@contoso.com',
			description: 'Addresses of people, rooms, or distribution lists, separated by commas',
		}),
		startDateTime,
		endDateTime,
		timeZone,
		numberField('availabilityViewInterval', 'Interval (Minutes)', {
			typeOptions: { minValue: 5, maxValue: 1440 },
			default: 30,
			description: 'Length of the interval that each character of "availabilityView" stands for',
		}),
	],
	guards: [
		timeZoneGuard,
		{
			when: { code: 'ErrorTimeIntervalTooBig' },
			fix: 'The window is too long for Exchange: choose a shorter one, and run the node several times.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'calendar', 'getSchedule'],
		headers: calendarHeaders(item.text('timeZone')),
		body: scheduleOf(item),
		idempotent: true,
	}),
	output: entries,
};

function scheduleOf(item: ItemParameters): IDataObject {
	const zone = item.text('timeZone');
	const schedules = item.recipients('schedules').map(({ emailAddress }) => emailAddress?.address ?? '');
	const startTime = dateTimeTimeZone(item.text('startDateTime'), zone, 'Start');
	const endTime = dateTimeTimeZone(item.text('endDateTime'), zone, 'End');
	checkOrder(startTime, endTime, 'The time window');
	const availabilityViewInterval = item.number('availabilityViewInterval');
	return { schedules, startTime, endTime, availabilityViewInterval };
}
