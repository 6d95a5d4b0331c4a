import { badRequest, GraphError, itemNotFound } from '../errors';
import type { CallContext } from '../call';
import { passes } from '../odata/evaluate';
import { parseOrderBy, parseSelect, readCount, readFilter, sorted } from '../odata/options';
import { mailboxOf } from '../outlook';
import { entityAnswer, listAnswer, outlookLink } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { addEvent, checkZone, eventProperties, eventView, readEvent } from '../state/events';
import { exchangeId } from '../state/ids';
import type { Mailbox, StoredEvent } from '../state/mailbox';
import { graphTime } from '../state/messages';

const type = 'microsoft.graph.event';
const service = 'calendar';
const nameOf = ({ params }: CallContext) => `users('${params[0]}')/events`;
const selectOf = ({ call }: CallContext) => parseSelect(call.query.get('$select'), eventProperties, type);

function eventOf(mailbox: Mailbox, id: string): StoredEvent {
	const found = mailbox.events.find((event) => event.id === id);
	if (!found) throw itemNotFound();
	return found;
}

/** The calendar that a path names, after the mailbox. */
const calendarOf = ({ call, params }: CallContext) =>
	call.segments[2]?.toLowerCase() === 'calendars' ? params[1] : undefined;

const prefixes = ['/users/{id}', '/users/{id}/calendars/{id}'];

const listsOfEvents = prefixes.flatMap((prefix): Route[] => [
	{
		method: 'GET',
		path: `${prefix}/events`,
		service,
		permissions: permissions.readEvents,
		handle: (world, context) => {
			const { call } = context;
			const select = selectOf(context);
			const refuse = (text: string) =>
				badRequest(
					`The limit of '1000' for Top query has been exceeded. The value from the incoming request is '${text}'.`,
				);
			const top = readCount(call.query.get('$top'), { min: 1, max: 1000 }, refuse) ?? 10;
			const skip = readCount(call.query.get('$skip'), { min: 0, max: 1_000_000 }, refuse) ?? 0;
			const filter = readFilter(call.query.get('$filter'), eventProperties, type);
			const orderBy = parseOrderBy(call.query.get('$orderby'), eventProperties, type);
			const calendar = calendarOf(context);
			const all = mailboxOf(world, context)
				.events.filter(({ calendarId }) => calendar === undefined || calendarId === calendar)
				.map((event) => ({ ...event.properties, id: event.id, event }))
				.filter((entity) => !filter || passes(filter, entity));
			const found = sorted(all, orderBy);
			const end = skip + top;
			return listAnswer(call, nameOf(context), {
				items: found.slice(skip, end).map(({ event }) => eventView(event, select)),
				next: end < found.length ? outlookLink(call, '$skip', String(end)) : undefined,
			});
		},
	},
	{
		method: 'POST',
		path: `${prefix}/events`,
		service,
		permissions: permissions.writeEvents,
		handle: (world, context) => {
			const event = addEvent(
				mailboxOf(world, context),
				readEvent(context.call.body, true),
				calendarOf(context),
			);
			return entityAnswer(context.call, nameOf(context), eventView(event, undefined), 201);
		},
	},
]);

const routes: readonly Route[] = [
	...listsOfEvents,
	{
		method: 'GET',
		path: '/users/{id}/events/{id}',
		service,
		permissions: permissions.readEvents,
		handle: (world, context) => {
			const event = eventOf(mailboxOf(world, context), context.params[1]);
			return entityAnswer(context.call, nameOf(context), eventView(event, selectOf(context)));
		},
	},
	{
		method: 'PATCH',
		path: '/users/{id}/events/{id}',
		service,
		permissions: permissions.writeEvents,
		handle: (world, context) => {
			const event = eventOf(mailboxOf(world, context), context.params[1]);
			const change = readEvent(context.call.body, false);
			const isOnline = event.properties.isOnlineMeeting === true || change.isOnlineMeeting === true;
			if (isOnline && (change.start === undefined) !== (change.end === undefined)) {
				throw new GraphError(
					400,
					'ErrorInvalidRequest',
					'The start and end of an online meeting must be updated together.',
				);
			}
			Object.assign(event.properties, change, { lastModifiedDateTime: graphTime(Date.now()) });
			return entityAnswer(context.call, nameOf(context), eventView(event, undefined));
		},
	},
	{
		method: 'DELETE',
		path: '/users/{id}/events/{id}',
		service,
		permissions: permissions.writeEvents,
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			mailbox.events.splice(mailbox.events.indexOf(eventOf(mailbox, context.params[1])), 1);
			return { status: 204 };
		},
	},
];

/** Refuses a preferred time zone that doesn't exist. */
export const zoned = (one: Route): Route => ({
	...one,
	handle: async (world, context) => {
		const zone = /outlook\.timezone="([^"]*)"/i.exec(context.call.headers.prefer ?? '')?.[1];
		if (zone !== undefined) checkZone(zone);
		return await one.handle(world, context);
	},
});

/** Recorded answers: a fully read event has links to its calendar. */
const linked = (one: Route): Route => ({
	...one,
	handle: async (world, context) => {
		const answer = await one.handle(world, context);
		const { call, params } = context;
		if (one.method !== 'GET' || call.query.has('$select')) return answer;
		const mailbox = mailboxOf(world, context);
		const link = (event: object) => {
			const { id } = event as { id?: string };
			const held = mailbox.events.find((known) => known.id === id)?.calendarId;
			const calendar = `calendars('${held ?? exchangeId(`calendar of ${params[0]}`)}')`;
			const url = `${call.base}/${call.version}/users('${params[0]}')/${calendar}`;
			const links = {
				'calendar@odata.associationLink': `${url}/$ref`,
				'calendar@odata.navigationLink': url,
			};
			return { ...event, ...links };
		};
		const body = answer.body as { value?: object[] };
		return {
			...answer,
			body: Array.isArray(body.value) ? { ...body, value: body.value.map(link) } : link(body),
		};
	},
});

/** The events of a mailbox and of its calendars. */
export const eventRoutes: readonly Route[] = routes.map(zoned).map(linked);
