import { requestError } from '../../../graph/requestError';
import type { Query } from '../../../graph/graphRequest';
import { utcTime } from '../../fields/times';
import type { ItemParameters } from '../../operation';

/** The path of the item's calendar: the default one when none is chosen. */
export function calendarPath(item: ItemParameters): string[] {
	const calendar = item.id('eventCalendarId');
	return ['users', item.id('mailbox'), ...(calendar === '' ? [] : ['calendars', calendar])];
}

/**
 * The item's window as query parameters, in UTC: Graph reads a time without an offset there as UTC, whatever zone is
 * preferred. Source: "List calendarView".
 * @throws RequestError when it ends before it starts
 */
export function windowOf(item: ItemParameters): Query {
	const zone = item.text('timeZone');
	const startDateTime = utcTime(item.value('startDateTime'), zone, 'Start');
	const endDateTime = utcTime(item.value('endDateTime'), zone, 'End');
	if (startDateTime <= endDateTime) return { startDateTime, endDateTime };
	throw requestError({
		what: `The window ends (${endDateTime}) before it starts (${startDateTime}).`,
		fix: 'Check Start and End.',
	});
}
