import { randomUUID } from 'node:crypto';
import type { Event } from '@microsoft/microsoft-graph-types';
import type { CallContext, GraphAnswer } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { badRequest, GraphError, itemNotFound } from '../errors';
import { readObject } from '../messageBody';
import { mailboxOf } from '../outlook';
import { permissions } from '../permissions';
import { collectionRoutes, entitiesAt, listEntities, route, type Collection } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import { eventView } from '../state/events';
import { exchangeId } from '../state/ids';
import type { Mailbox, StoredEvent } from '../state/mailbox';
import type { GraphWorld } from '../world';
import { zoned } from './events';

const service = 'calendar';
const day = 24 * 60 * 60 * 1000;

/** Every mailbox has a default calendar and one for birthdays, which Outlook keeps. */
export const calendars: Collection = {
	path: '/users/{id}/calendars',
	service,
	read: permissions.readEvents,
	write: permissions.writeEvents,
	seed: ({ state }, [user = '']) => {
		const { displayName, userPrincipalName } = state.findUser(user) ?? {
			displayName: user,
			userPrincipalName: user,
		};
		const owner = { name: displayName, address: userPrincipalName };
		const made = (name: string, isDefaultCalendar: boolean) => ({
			id: exchangeId(`calendar ${name} ${userPrincipalName}`),
			name,
			color: 'auto',
			hexColor: '',
			isDefaultCalendar,
			changeKey: 'DwAAABYAAAB=',
			groupClassId: '0006f0b7-0000-0000-c000-000000000046',
			canShare: isDefaultCalendar,
			canViewPrivateItems: true,
			canEdit: isDefaultCalendar,
			isRemovable: false,
			isTallyingResponses: isDefaultCalendar,
			allowedOnlineMeetingProviders: isDefaultCalendar ? ['teamsForBusiness'] : [],
			defaultOnlineMeetingProvider: isDefaultCalendar ? 'teamsForBusiness' : 'unknown',
			owner,
		});
		return [made('Calendar', true), made('Birthdays', false)];
	},
	create: (body, { params }, world) => {
		const existing = [...entitiesAt(world, calendars, params).values()];
		if (existing.some(({ name }) => name === body.name))
			throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
		const [first] = existing;
		return {
			...first,
			id: exchangeId(`calendar ${randomUUID()}`),
			isDefaultCalendar: false,
			isRemovable: true,
			color: 'auto',
			...body,
		};
	},
};

/** Roles that a calendar can be shared with. Source: "calendarPermission resource type". */
const roles = [
	'freeBusyRead',
	'limitedRead',
	'read',
	'write',
	'delegateWithoutPrivateEventAccess',
	'delegateWithPrivateEventAccess',
];

function checkRole(role: unknown): void {
	if (typeof role === 'string' && [...roles, 'none', 'custom'].includes(role)) return;
	throw badRequest(`Requested value '${String(role)}' was not found.`);
}

const shared = (path: string): Collection => ({
	path,
	service,
	read: permissions.readEvents,
	write: permissions.writeEvents,
	seed: () => [
		{
			id: 'RGVmYXVsdA==',
			isRemovable: false,
			isInsideOrganization: true,
			role: 'freeBusyRead',
			allowedRoles: ['none', ...roles.slice(0, 4)],
			emailAddress: { name: 'My Organization' },
		},
	],
	create: (body, { params }, world) => {
		const { address, name } = readObject(body.emailAddress ?? {}, 'emailAddress');
		if (typeof address !== 'string') throw badRequest('The recipient needs an address.');
		checkRole(body.role);
		const held = [...entitiesAt(world, shared(path), params).values()];
		const isThere = held.some(
			({ emailAddress }) =>
				(emailAddress as { address?: string }).address?.toLowerCase() === address.toLowerCase(),
		);
		if (isThere)
			throw new GraphError(409, 'ErrorCalendarShareeAlreadyExists', 'The recipient already has access.');
		return {
			id: Buffer.from(`Recipient ${address}`).toString('base64url'),
			isRemovable: true,
			isInsideOrganization: world.state.findUser(address) !== undefined,
			role: body.role,
			allowedRoles: roles.slice(0, 4),
			emailAddress: { name: name ?? address, address },
		};
	},
	change: (_held, { role }) => checkRole(role),
});

/** Who has access to the default calendar of a mailbox, and to another one. */
export const calendarPermissions = {
	main: shared('/users/{id}/calendar/calendarPermissions'),
	other: shared('/users/{id}/calendars/{id}/calendarPermissions'),
};

/** Removing what everyone in the organization may see is refused. */
const removable = (one: Route, collection: Collection): Route => ({
	...one,
	handle: async (world, context) => {
		const { params } = context;
		if (one.method === 'DELETE') {
			const held = entitiesAt(world, collection, params.slice(0, -1)).get(params.at(-1) ?? '');
			if (held?.isRemovable === false)
				throw new GraphError(400, 'ErrorInvalidRequest', "The calendar permission can't be removed.");
		}
		return await one.handle(world, context);
	},
});

/** A time of an event in ms; local times count as UTC. */
const timeOf = (time: Event['start']) => Date.parse(`${(time?.dateTime ?? '').slice(0, 19)}Z`);
const graphClock = (at: number) => `${new Date(at).toISOString().slice(0, 19)}.0000000`;
const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The occurrences of a recurring event between two times; the event itself when it doesn't recur. */
function occurrences(event: StoredEvent, from: number, until: number): Entity[] {
	const shown = { ...eventView(event, undefined), id: event.id } as Entity;
	const [start, end] = [timeOf(event.properties.start), timeOf(event.properties.end)];
	const { recurrence } = event.properties;
	if (!recurrence) return start < until && end > from ? [shown] : [];
	const { pattern, range } = recurrence;
	const last = range?.type === 'endDate' ? Date.parse(String(range.endDate)) + day : Infinity;
	const most = range?.type === 'numbered' ? Number(range.numberOfOccurrences) : Infinity;
	const found: Entity[] = [];
	let count = 0;
	for (let at = start; at < Math.min(until, last) && count < most; at += day) {
		const days = Math.round((at - start) / day);
		const weekday = weekDays[new Date(at).getUTCDay()];
		const fits =
			pattern?.type === 'weekly'
				? Math.floor(days / 7) % Number(pattern.interval) === 0 &&
					(pattern.daysOfWeek as string[]).includes(weekday)
				: pattern?.type === 'daily'
					? days % Number(pattern.interval) === 0
					: new Date(at).getUTCDate() === new Date(start).getUTCDate();
		if (!fits) continue;
		count += 1;
		if (at + (end - start) <= from) continue;
		const clock = (ms: number, time: Event['start']) => ({
			dateTime: graphClock(ms),
			timeZone: time?.timeZone,
		});
		found.push({
			...shown,
			id: exchangeId(`${event.id} ${graphClock(at)}`),
			type: 'occurrence',
			seriesMasterId: event.id,
			recurrence: null,
			start: clock(at, event.properties.start),
			end: clock(at + (end - start), event.properties.end),
		});
	}
	return found;
}

/** @throws GraphError 400 when it is not given */
function windowOf({ call }: CallContext): [number, number] {
	const [from, until] = ['startdatetime', 'enddatetime'].map((name) => {
		const text = call.query.get(name) ?? '';
		return Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);
	});
	if (Number.isNaN(from) || Number.isNaN(until)) {
		throw new GraphError(
			400,
			'ErrorInvalidParameter',
			"This request requires a time window specified by the query string parameters 'startDateTime' and 'endDateTime'.",
		);
	}
	return [from, until];
}

/** The events of the calendar that a path names: without one it is the default calendar. */
function eventsIn(world: GraphWorld, context: CallContext): StoredEvent[] {
	const { call, params } = context;
	const all = [...entitiesAt(world, calendars, params.slice(0, 1)).values()];
	const main = all.find(({ isDefaultCalendar }) => isDefaultCalendar)?.id;
	const wanted = call.segments[2]?.toLowerCase() === 'calendars' ? params[1] : main;
	return mailboxOf(world, context).events.filter(({ calendarId = main }) => calendarId === wanted);
}

function eventOf(mailbox: Mailbox, id: string): StoredEvent {
	const found = mailbox.events.find((event) => event.id === id);
	if (!found) throw itemNotFound();
	return found;
}

/** Changes of a calendar view. Source: "event: delta". @throws GraphError 400 for `$select`, which it does not know */
function viewDelta(world: GraphWorld, context: CallContext): GraphAnswer {
	const round = readRound(world, context.call, 'directory', { code: 'SyncStateNotFound', latest: false });
	const { query } = round.call;
	for (const option of ['$select', '$filter', '$orderby', '$expand', '$search', '$top']) {
		if (query.has(option))
			throw new GraphError(
				400,
				'ErrorInvalidUrlQuery',
				`The following parameters are not supported with change tracking over the 'CalendarView' resource: '${option}'.`,
			);
	}
	const [from, until] = windowOf({ ...context, call: round.call });
	const all = eventsIn(world, context).map((event) => ({ event, shown: occurrences(event, from, until) }));
	const now = new Map(all.flatMap(({ shown }) => shown).map((event) => [event.id, event]));
	// An event beyond the window is returned as removed when it's created or changed.
	const outside = world.settings.delta.outsideWindow ? all.filter(({ shown }) => shown.length === 0) : [];
	return deltaAnswer(world, round, 'directory', {
		context: 'Collection(event)',
		pageSize: 10,
		outlook: true,
		list: () => [
			...[...now].map(([key, event]) => ({ key, mark: JSON.stringify(event) })),
			...outside.map(({ event }) => ({ key: event.id, mark: JSON.stringify(eventView(event, undefined)) })),
		],
		tells: ({ key }, at) => at === 'later' || now.has(key),
		show: ({ key }) => {
			const event = now.get(key);
			const type = { '@odata.type': '#microsoft.graph.event' };
			return event ? { ...type, ...event } : { id: key, '@removed': { reason: 'deleted' } };
		},
	});
}

/** What an invited mailbox can do, but the organizer can't. */
function answered(response: 'accepted' | 'tentativelyAccepted' | 'declined'): Route['handle'] {
	return (world, context) => {
		const { properties } = eventOf(mailboxOf(world, context), context.params[1]);
		if (properties.isOrganizer) {
			throw new GraphError(
				400,
				'ErrorInvalidRequest',
				"Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
			);
		}
		const { comment, sendResponse = true, proposedNewTime } = readObject(context.call.body ?? {}, 'body');
		if (comment !== undefined && comment !== null && sendResponse !== true) {
			throw new GraphError(
				400,
				'ErrorInvalidParameter',
				"'SendResponse' must be true when 'Comment' is not null.",
			);
		}
		if (
			proposedNewTime !== undefined &&
			(properties.allowNewTimeProposals === false || sendResponse !== true)
		) {
			// Source: "event: tentativelyAccept"; its error code isn't documented.
			throw new GraphError(
				400,
				'ErrorInvalidRequest',
				"Your request can't be completed. New time proposals aren't allowed for this meeting.",
			);
		}
		properties.responseStatus = { response, time: new Date().toISOString() };
		return { status: 202 };
	};
}

const action = (name: string, needed: readonly string[], handle: Route['handle']) =>
	route('POST', `/users/{id}/events/{id}/${name}`, service, needed, handle);

const schedule: Route['handle'] = (world, { call }) => {
	const { schedules, startTime, endTime, availabilityViewInterval = 30 } = readObject(call.body, 'body');
	if (!Array.isArray(schedules) || schedules.length === 0) throw badRequest('Schedules must not be empty.');
	const [from, until] = [startTime, endTime].map((time) => timeOf(time as Event['start']));
	const step = Number(availabilityViewInterval) * 60_000;
	const value = schedules.map((scheduleId: string) => {
		if (!world.state.findUser(scheduleId)) {
			const message = 'The address could not be resolved.';
			return {
				scheduleId,
				availabilityView: '',
				scheduleItems: [],
				error: { message, responseCode: '5009' },
			};
		}
		const busy = world.state
			.mailbox(scheduleId)
			.events.flatMap((event) => occurrences(event, from, until))
			.map(({ start, end, subject, showAs }) => ({
				isPrivate: false,
				status: showAs,
				subject,
				location: '',
				start: start as Event['start'],
				end: end as Event['end'],
			}));
		const steps = Array.from({ length: Math.ceil((until - from) / step) }, (_, index) => from + index * step);
		const taken = (at: number) =>
			busy.some(({ start, end }) => timeOf(start) < at + step && timeOf(end) > at) ? '2' : '0';
		return { scheduleId, availabilityView: steps.map(taken).join(''), scheduleItems: busy };
	});
	const context = `${call.base}/${call.version}/$metadata#Collection(microsoft.graph.scheduleInformation)`;
	return { status: 200, body: { '@odata.context': context, value } };
};

const routes: readonly Route[] = [
	...['/users/{id}', '/users/{id}/calendar', '/users/{id}/calendars/{id}'].flatMap((prefix) => [
		route('GET', `${prefix}/calendarView/delta`, service, permissions.readEvents, viewDelta),
		route('GET', `${prefix}/calendarView`, service, permissions.readEvents, (world, context) => {
			const [from, until] = windowOf(context);
			const found = eventsIn(world, context)
				.flatMap((event) => occurrences(event, from, until))
				.sort((a, b) => timeOf(a.start as Event['start']) - timeOf(b.start as Event['start']));
			// No order is guaranteed: the last comes first, so that no one relies on one.
			if (world.settings.outlook.calendarViewOrder === 'none') found.reverse();
			return listEntities(context.call, 'Collection(event)', found, service);
		}),
	]),
	...Object.values(calendarPermissions).flatMap((collection) =>
		collectionRoutes(collection).map((one) => removable(one, collection)),
	),
	...collectionRoutes(calendars),
	route('POST', '/users/{id}/calendar/getSchedule', service, permissions.readEvents, schedule),
	route('GET', '/users/{id}/events/{id}/instances', service, permissions.readEvents, (world, context) => {
		const [from, until] = windowOf(context);
		const event = eventOf(mailboxOf(world, context), context.params[1]);
		if (!event.properties.recurrence)
			throw new GraphError(400, 'ErrorInvalidOperation', 'The event is not a recurring master.');
		return listEntities(context.call, 'instances', occurrences(event, from, until), service);
	}),
	action('accept', permissions.writeEvents, answered('accepted')),
	action('tentativelyAccept', permissions.writeEvents, answered('tentativelyAccepted')),
	action('decline', permissions.writeEvents, answered('declined')),
	action('forward', permissions.forwardEvents, (world, context) => {
		const { properties } = eventOf(mailboxOf(world, context), context.params[1]);
		const { toRecipients } = readObject(context.call.body, 'body');
		if (!Array.isArray(toRecipients) || toRecipients.length === 0)
			throw badRequest('ToRecipients is required.');
		properties.attendees = [...(properties.attendees ?? []), ...toRecipients];
		return { status: 202 };
	}),
	action('cancel', permissions.writeEvents, (world, context) => {
		const mailbox = mailboxOf(world, context);
		const event = eventOf(mailbox, context.params[1]);
		if (!event.properties.isOrganizer) {
			throw new GraphError(
				400,
				'ErrorInvalidRequest',
				"Your request can't be completed. You need to be an organizer to cancel a meeting.",
			);
		}
		mailbox.events.splice(mailbox.events.indexOf(event), 1);
		return { status: 202 };
	}),
];

/** Calendars, their views, and responses to invitations. */
export const calendarRoutes: readonly Route[] = routes.map(zoned);
