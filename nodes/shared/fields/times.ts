import type { INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../graph/errors/explain';
import type { ItemParameters } from '../parameters/itemParameters';
import { readAs } from '../parameters/values/reading';
import { checkOrder, utcTime, zoneOf } from '../parameters/values/time';
import { clockTimeField, textField } from './build';
import { mailHeaders } from './mail';

/** The time zone of times without an offset, and of times in the response. */
export const timeZone: INodeProperties = readAs(
	textField('timeZone', 'Time Zone', {
		default: '={{ $now.zoneName }}',
		placeholder: 'e.g. Europe/Berlin',
		description:
			"IANA or Windows name. Applies to times without an offset and to the times that Graph returns. Leave empty for UTC; the default is the workflow's time zone.",
	}),
	{ whenEmpty: 'mayBeBlank' },
);

/** From when on a window is. */
export const startDateTime: INodeProperties = clockTimeField('startDateTime', 'Start', {
	required: true,
	placeholder: 'e.g. 2030-03-04T09:00:00',
});

/** Until when a window is. */
export const endDateTime: INodeProperties = clockTimeField('endDateTime', 'End', {
	required: true,
	placeholder: 'e.g. 2030-03-11T09:00:00',
});

/** Graph's error for an unknown time zone. */
export const timeZoneGuard: Guard = {
	when: { status: 400, message: /time ?zone/i },
	fix: 'Check the time zone: an IANA name such as Europe/Berlin, a Windows name such as "W. Europe Standard Time", or UTC.',
};

/** The headers of a request to a calendar: immutable IDs, and times in the given zone. */
export function calendarHeaders(
	zone: string,
	options: Parameters<typeof mailHeaders>[0] = {},
): Record<string, string> {
	const { Prefer } = mailHeaders(options);
	return { Prefer: `${Prefer}, outlook.timezone="${zoneOf(zone)}"` };
}

/**
 * Start and end of an item in UTC.
 * @param what they belong to, for the error
 * @throws RequestError when it ends before it starts
 */
export function utcTimes(
	item: ItemParameters,
	what: string,
): Record<'startDateTime' | 'endDateTime', string> {
	const zone = item.text('timeZone');
	const startDateTime = utcTime(item.value('startDateTime'), zone, 'Start');
	const endDateTime = utcTime(item.value('endDateTime'), zone, 'End');
	const [start, end] = [startDateTime, endDateTime].map((dateTime) => ({ dateTime, timeZone: 'UTC' }));
	checkOrder(start, end, what);
	return { startDateTime, endDateTime };
}
