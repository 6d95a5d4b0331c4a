import { randomUUID } from 'node:crypto';
import type { Event, Location } from '@microsoft/microsoft-graph-types';
import { GraphError } from '../errors';
import { readObject } from '../messageBody';
import { exchangeId } from './ids';
import type { Mailbox, StoredEvent } from './mailbox';
import { graphTime, previewOf } from './messages';

/** Every property that `$select` takes (Graph reference: "event resource type"). */
export const eventProperties: readonly string[] =
	`id createdDateTime lastModifiedDateTime changeKey categories
	transactionId originalStartTimeZone originalEndTimeZone iCalUId uid reminderMinutesBeforeStart isReminderOn
	hasAttachments subject bodyPreview importance sensitivity isAllDay isCancelled isOrganizer responseRequested
	seriesMasterId showAs type webLink onlineMeetingUrl isOnlineMeeting onlineMeetingProvider allowNewTimeProposals
	isDraft hideAttendees recurrence onlineMeeting responseStatus body start end location locations attendees
	organizer occurrenceId`.split(/\s+/);

/** Computed by Outlook: accepted without effect. */
const computed =
	/^(id|createdDateTime|lastModifiedDateTime|changeKey|iCalUId|uid|bodyPreview|isOrganizer|isDraft|webLink|organizer|seriesMasterId|type|isCancelled|responseStatus|onlineMeeting.*|original.*)$/;

/** @throws GraphError 400 for a time zone that neither IANA nor Windows has */
export function checkZone(timeZone: string): void {
	if (/^(UTC|[\w. ()+-]+ Standard Time|UTC[+-]\d\d)$/.test(timeZone)) return;
	try {
		new Intl.DateTimeFormat('en-US', { timeZone });
	} catch {
		throw new GraphError(
			400,
			'TimeZoneNotSupportedException',
			`A valid TimeZone value must be specified. The following TimeZone value is not supported: '${timeZone}'.`,
		);
	}
}

const invalid = (why: string) => new GraphError(400, 'ErrorPropertyValidationFailure', why);

/** What each pattern and range of a recurrence must have. Source: "recurrencePattern", "recurrenceRange". */
const patternNeeds: Record<string, string[]> = {
	daily: ['interval'],
	weekly: ['interval', 'daysOfWeek', 'firstDayOfWeek'],
	absoluteMonthly: ['interval', 'dayOfMonth'],
	relativeMonthly: ['interval', 'daysOfWeek'],
	absoluteYearly: ['interval', 'dayOfMonth', 'month'],
	relativeYearly: ['interval', 'daysOfWeek', 'month'],
};
const rangeNeeds: Record<string, string[]> = {
	noEnd: ['startDate'],
	endDate: ['startDate', 'endDate'],
	numbered: ['startDate', 'numberOfOccurrences'],
};

function checkRecurrence({ recurrence, start }: Event): void {
	if (!recurrence) return;
	for (const [part, needs] of [
		['pattern', patternNeeds],
		['range', rangeNeeds],
	] as const) {
		const given = readObject(recurrence[part] ?? {}, part);
		const lacking = (needs[String(given.type)] ?? ['type']).find((name) => given[name] === undefined);
		if (lacking) throw invalid(`At least one property failed validation: recurrence.${part}.${lacking}.`);
	}
	if (start && start.dateTime?.slice(0, 10) !== recurrence.range?.startDate)
		throw invalid("The range's start date must be the day of the event's start.");
}

function checkAllDay({ isAllDay, start, end }: Event): void {
	if (!isAllDay || !start || !end) return;
	for (const [name, { dateTime = '' }] of Object.entries({ Start: start, End: end })) {
		if (!/T00:00:00(\.0+)?$/.test(dateTime))
			throw invalid(`The Event.${name} property for an all-day event needs to be set to midnight.`);
	}
	if (start.timeZone !== end.timeZone || String(start.dateTime) >= String(end.dateTime))
		throw invalid('The duration of an event marked as All day must be at least 24 hours.');
}

function readTime(value: unknown, name: string): Event['start'] {
	const { dateTime, timeZone } = readObject(value ?? {}, name);
	if (typeof dateTime !== 'string' || Number.isNaN(Date.parse(dateTime)) || typeof timeZone !== 'string') {
		throw new GraphError(
			400,
			'ErrorPropertyValidationFailure',
			`At least one property failed validation: ${name}.`,
		);
	}
	checkZone(timeZone);
	return { dateTime: /\.\d+$/.test(dateTime) ? dateTime : `${dateTime.replace(/Z$/, '')}.0000000`, timeZone };
}

/**
 * An event as a request brings it.
 * @param whole both times are needed
 * @throws GraphError 400
 */
export function readEvent(value: unknown, whole: boolean): Event {
	const given = readObject(value, 'event');
	const event: Record<string, unknown> = {};
	for (const [name, held] of Object.entries(given)) {
		if (name.startsWith('@odata.') || computed.test(name)) continue;
		if (!eventProperties.includes(name)) {
			throw new GraphError(
				400,
				'RequestBodyRead',
				`The property '${name}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
			);
		}
		event[name] = name === 'start' || name === 'end' ? readTime(held, name) : held;
	}
	if (whole) for (const name of ['start', 'end']) readTime(given[name], name);
	checkRecurrence(event);
	checkAllDay(event);
	return event as Event;
}

/**
 * Adds an event to a calendar, unless the same event exists with the same `transactionId`.
 * @returns the event, the earlier one if there was one
 * @throws GraphError 409 when the `transactionId` is another event's
 */
export function addEvent(mailbox: Mailbox, event: Event, calendarId?: string): StoredEvent {
	const transactionId = event.transactionId ?? undefined;
	const earlier = transactionId && mailbox.events.find((one) => one.transactionId === transactionId);
	if (earlier) {
		const held = earlier.properties as Record<string, unknown>;
		const same = Object.entries(event).every(
			([name, value]) => JSON.stringify(held[name]) === JSON.stringify(value),
		);
		if (same) return earlier;
		throw new GraphError(
			409,
			'ErrorDuplicateTransactionId',
			"Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
		);
	}
	const name = randomUUID();
	const id = exchangeId(name);
	const now = graphTime(Date.now());
	const { user } = mailbox;
	const { timeZone } = event.start ?? {};
	const stored: StoredEvent = {
		id,
		calendarId,
		transactionId,
		properties: {
			createdDateTime: now,
			categories: [],
			transactionId: null,
			originalStartTimeZone: timeZone,
			originalEndTimeZone: timeZone,
			iCalUId: name.replace(/-/g, '').toUpperCase(),
			reminderMinutesBeforeStart: 15,
			isReminderOn: true,
			hasAttachments: false,
			subject: '',
			importance: 'normal',
			sensitivity: 'normal',
			isAllDay: false,
			isCancelled: false,
			isOrganizer: true,
			responseRequested: true,
			seriesMasterId: null,
			showAs: 'busy',
			type: event.recurrence ? 'seriesMaster' : 'singleInstance',
			webLink: `https://outlook.office365.example/owa/?itemid=${encodeURIComponent(id)}`,
			onlineMeetingUrl: null,
			isOnlineMeeting: false,
			onlineMeetingProvider: 'unknown',
			allowNewTimeProposals: true,
			isDraft: false,
			hideAttendees: false,
			recurrence: null,
			onlineMeeting: null,
			responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
			location: noPlace,
			locations: [],
			attendees: [],
			organizer: { emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName } },
			...event,
			lastModifiedDateTime: now,
			body: event.body ?? { contentType: 'html', content: '' },
			bodyPreview: previewOf(event.body),
		},
	};
	mailbox.events.push(stored);
	return stored;
}

const noResponse = { response: 'none', time: '0001-01-01T00:00:00Z' };

/** A location as Outlook completes it: one with a name has it as its ID. */
function placeView({ displayName = '', ...given }: Location): Location {
	if (!displayName) return { ...noPlace, ...given };
	return { displayName, locationType: 'default', uniqueId: displayName, uniqueIdType: 'private', ...given };
}

const noPlace: Location = {
	displayName: '',
	locationType: 'default',
	uniqueIdType: 'unknown',
	address: {},
	coordinates: {},
};

/** Recorded answers: the times of events have seven digits after the second. */
export const outlookTime = (ms: number) => new Date(ms).toISOString().replace('Z', '1234Z');

/** What an answer shows of an event. */
export function eventView(
	{ id, properties }: StoredEvent,
	select: readonly string[] | undefined,
): Record<string, unknown> {
	const changeKey = `DwAAABYAAAB${Buffer.from(properties.lastModifiedDateTime ?? '').toString('base64url')}`;
	const { attendees, location } = properties;
	const all: Record<string, unknown> = {
		id,
		changeKey,
		...properties,
		uid: properties.iCalUId,
		createdDateTime: outlookTime(Date.parse(properties.createdDateTime ?? '')),
		lastModifiedDateTime: outlookTime(Date.parse(properties.lastModifiedDateTime ?? '')),
		location: placeView(location ?? {}),
		attendees: (attendees ?? []).map((attendee) => ({ status: noResponse, ...attendee })),
	};
	const names = ['id', ...(select ?? eventProperties)];
	return {
		'@odata.etag': `W/"${changeKey}"`,
		...Object.fromEntries(names.map((name) => [name, all[name] ?? null])),
	};
}
