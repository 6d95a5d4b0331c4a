import type { Query } from '../../../graph/graphRequest';
import { utcTimes } from '../../../shared/fields/times';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The path of the item's calendar: the default one when none is chosen. */
export function calendarPath(item: ItemParameters): string[] {
	const calendar = item.id('eventCalendarId');
	return ['users', item.id('mailbox'), ...(calendar === '' ? [] : ['calendars', calendar])];
}

/**
 * The item's window as query parameters, in UTC: Graph reads a time without an offset there as UTC, whatever zone
 * `Prefer` has. Source: "List calendarView".
 * @throws RequestError when it ends before it starts
 */
export function windowOf(item: ItemParameters): Query {
	return utcTimes(item, 'The time window');
}
