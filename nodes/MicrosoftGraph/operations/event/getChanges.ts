import { isGone } from '../../../graph/lists/delta';
import { exists } from '../../../graph/exists';
import { changesGuards, deltaLink, readRound } from '../../../shared/fields/changes';
import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { bodyAsText } from '../../../shared/fields/mail';
import {
	calendarHeaders,
	endDateTime,
	startDateTime,
	timeZone,
	timeZoneGuard,
} from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { calendarPath, windowOf } from './window';

/**
 * It takes no `$select`, and its links keep the window. Graph also reports events outside the window as removed when
 * they're created or changed. So each is looked up: its reason is `changed` if the event exists, and `deleted` if it
 * doesn't. Source: "event: delta".
 */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get event changes',
	description:
		'Get the events between two times that were created, updated, or deleted since the last run, and a new delta link; "@removed" has the reason "deleted" for a deleted event, or "changed" for one that moved outside these times',
	permissions: ['Calendars.Read'],
	fields: [mailbox, eventCalendarId, startDateTime, endDateTime, timeZone, deltaLink],
	options: [bodyAsText],
	guards: [...changesGuards, timeZoneGuard],
	steps: async (run) => {
		const { item, send } = run;
		const headers = calendarHeaders(item.text('timeZone'), item.collection('options'));
		const isThere = async (id: string) =>
			await exists(
				{ path: ['users', item.id('mailbox'), 'events', id], query: { $select: 'id' }, headers },
				send,
			);
		const round = await readRound(run, {
			method: 'GET',
			path: [...calendarPath(item), 'calendarView', 'delta'],
			// A delta link keeps its own window.
			query: item.text('deltaLink') === '' ? windowOf(item) : {},
			headers,
		});
		const changes = await Promise.all(
			round.changes.map(async (change) => {
				const isOutside = isGone(change) && (await isThere(String(change.id)));
				return isOutside ? { ...change, '@removed': { reason: 'changed' } } : change;
			}),
		);
		return [{ changes, deltaLink: round.deltaLink }];
	},
};
