import type { Attendee, Event } from '@microsoft/microsoft-graph-types';
import type { INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { newEvent } from '../../operations/samples/event';
import { calendars } from '../../../simulator/graph/routes/calendars';
import { newEntity } from '../../operations/entities';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const berlin = 'Europe/Berlin';

const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run(
		{ resource: 'event', operation, mailbox: byId(adele), timeZone: berlin, ...parameters },
		settings,
	);
const create = async (parameters: INodeParameters = {}, settings = {}) =>
	await run(
		'create',
		{
			subject: 'Review',
			startDateTime: '2030-03-04T09:00:00',
			endDateTime: '2030-03-04T10:00:00',
			...parameters,
		},
		settings,
	);
const events = () => product.simulator.graph.mailbox(adele).events;
const bodies = () => product.graphCalls().map(({ body }) => body as Event);
const zoned = (dateTime: string, timeZone = berlin) => ({ dateTime, timeZone });
const daily = (more: object = {}): Event => ({
	recurrence: {
		pattern: { type: 'daily', interval: 1 },
		range: { type: 'numbered', startDate: '2030-03-05', numberOfOccurrences: 3, ...more },
	},
	type: 'seriesMaster',
});
/** An event to which the mailbox is invited. */
function invitation(): string {
	const id = newEvent(product.simulator);
	const event = events().find((one) => one.id === id);
	if (event) event.properties.isOrganizer = false;
	return id;
}

describe('the times of an event', () => {
	test.each([
		['without an offset', '2030-03-04T09:00:00', berlin, zoned('2030-03-04T09:00:00')],
		['without seconds', '2030-03-04 09:00', berlin, zoned('2030-03-04T09:00:00')],
		['in Windows’ zone', '2030-03-04T09:00:00', 'W. Europe Standard Time', undefined],
		['with Z', '2030-03-04T09:00:00Z', berlin, zoned('2030-03-04T09:00:00', 'UTC')],
		['with an offset', '2030-03-04T09:00:00.000+01:00', berlin, zoned('2030-03-04T08:00:00', 'UTC')],
		['with an offset without colon', '2030-03-04T09:00:00-0530', '', zoned('2030-03-04T14:30:00', 'UTC')],
		['in no zone', '2030-03-04T09:00:00', '', zoned('2030-03-04T09:00:00', 'UTC')],
		['in UTC by another name', '2030-03-04T09:00:00', 'Etc/UTC', zoned('2030-03-04T09:00:00', 'UTC')],
		['on a day', '2030-03-04', berlin, zoned('2030-03-04T00:00:00')],
		[
			'of Luxon',
			"={{ DateTime.fromISO('2030-03-04T09:00:00Z') }}",
			berlin,
			zoned('2030-03-04T09:00:00', 'UTC'),
		],
		[
			'of JavaScript',
			'={{ new Date(Date.UTC(2030, 2, 4, 9)) }}',
			berlin,
			zoned('2030-03-04T09:00:00', 'UTC'),
		],
	])('%s', async (_, startDateTime, timeZone, start) => {
		const { error } = await create({ startDateTime, endDateTime: '2030-03-05T18:00:00Z', timeZone });
		expect(error).toBeUndefined();
		expect(bodies()[0].start).toEqual(start ?? zoned(startDateTime, timeZone));
		expect(bodies()[0].end).toEqual(zoned('2030-03-05T18:00:00', 'UTC'));
		const preferred = /^(|Etc\/UTC)$/.test(timeZone) ? 'UTC' : timeZone;
		expect(product.graphCalls()[0].headers.prefer).toBe(
			`IdType="ImmutableId", outlook.timezone="${preferred}"`,
		);
	});

	test('are those of the workflow’s zone by default', async () => {
		const { error } = await product.run({
			...{ resource: 'event', operation: 'create', mailbox: byId(adele), subject: 'Review' },
			...{ startDateTime: '2030-03-04T09:00:00', endDateTime: '2030-03-04T10:00:00' },
		});
		expect(error).toBeUndefined();
		const { timeZone = '' } = bodies()[0].start ?? {};
		expect(timeZone).toMatch(/^[A-Z]\w+/);
		expect(product.graphCalls()[0].headers.prefer).toContain(`outlook.timezone="${timeZone}"`);
	});

	test.each([
		[{ startDateTime: 'tomorrow' }, /"Start" isn't a time: "tomorrow"/, /such as 2030-03-04T09:00:00/],
		[{ startDateTime: '={{ $json.nothing }}' }, /"Start" is empty/, /such as/],
		[{ endDateTime: '2030-02-30T09:00:00' }, /"End" isn't a valid date: 2030-02-30/, /Check the day/],
		[{ endDateTime: '2030-02-30T09:00:00Z' }, /"End" isn't a valid date: 2030-02-30/, /Check the day/],
		[{ startDateTime: '2030-03-04T25:00:00' }, /"Start" isn't a time/, /hour, and minute/],
		[{ endDateTime: '2030-03-04T08:00:00' }, /ends .* before it starts/, /Check Start and End/],
		[{ timeZone: 'Berlin"; x="' }, /isn't a time zone/, /IANA name such as Europe\/Berlin/],
		[
			{ endDateTime: '2030-03-03', additionalFields: { isAllDay: true } },
			/ends \(2030-03-03\) before it starts/,
			/Check/,
		],
	])('are refused before Graph is asked: %j', async (parameters, message, fix) => {
		const { error } = await create(parameters);
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		expect(product.graphPaths()).toEqual([]);
	});

	test('in a zone that Graph does not know', async () => {
		const { error } = await create({ timeZone: 'Mars/Olympus' });
		expect(error).toMatchObject({
			message: expect.stringContaining('Mars/Olympus'),
			description: expect.stringMatching(/an IANA name such as Europe\/Berlin, a Windows name/),
		});
	});
});

describe('an event of whole days', () => {
	const allDay = async (startDateTime: string, endDateTime: string, timeZone = berlin) =>
		await create({ startDateTime, endDateTime, timeZone, additionalFields: { isAllDay: true } });

	test.each([
		['2030-03-04', '2030-03-06', '2030-03-06'],
		['2030-03-04T09:00:00', '2030-03-04T10:00:00', '2030-03-05'],
		['2030-03-31T23:30:00+01:00', '2030-03-31T23:45:00+01:00', '2030-04-01'],
		['2030-12-31', '2030-12-31', '2031-01-01'],
	])('from %s to %s', async (start, end, last) => {
		const { error } = await allDay(start, end);
		expect(error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			isAllDay: true,
			start: zoned(`${start.slice(0, 10)}T00:00:00`),
			end: zoned(`${last}T00:00:00`),
		});
	});

	test('says what Graph wants of a change', async () => {
		const eventId = newEvent(product.simulator);
		const { error } = await run('update', {
			eventId,
			updateFields: {
				isAllDay: true,
				moreProperties:
					'{"start":{"dateTime":"2030-03-04T09:00:00","timeZone":"UTC"},"end":{"dateTime":"2030-03-04T10:00:00","timeZone":"UTC"}}',
			},
		});
		expect(error).toMatchObject({ description: expect.stringMatching(/from midnight to midnight/) });
	});
});

describe('a recurring event', () => {
	const recurring = async (pattern: INodeParameters, more: INodeParameters = {}) =>
		await create({ additionalFields: { recurrence: { pattern } }, ...more });

	// 4 March 2030 is a Monday.
	test.each<[INodeParameters, object, object]>([
		[{ type: 'daily' }, { type: 'daily', interval: 1 }, { type: 'noEnd' }],
		[
			{
				type: 'weekly',
				interval: 2,
				daysOfWeek: ['tuesday', 'thursday'],
				ends: 'endDate',
				endDate: '2030-06-30',
			},
			{ type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'thursday'], firstDayOfWeek: 'monday' },
			{ type: 'endDate', endDate: '2030-06-30' },
		],
		[
			{ type: 'weekly' },
			{ type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' },
			{ type: 'noEnd' },
		],
		[
			{ type: 'absoluteMonthly', interval: 3, ends: 'numbered', numberOfOccurrences: 4 },
			{ type: 'absoluteMonthly', interval: 3, dayOfMonth: 4 },
			{ type: 'numbered', numberOfOccurrences: 4 },
		],
		[
			{ type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last', ends: 'noEnd' },
			{ type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' },
			{ type: 'noEnd' },
		],
		[
			{ type: 'absoluteYearly', ends: 'endDate', endDate: '2035-03-04T00:00:00' },
			{ type: 'absoluteYearly', interval: 1, dayOfMonth: 4, month: 3 },
			{ type: 'endDate', endDate: '2035-03-04' },
		],
		[
			{ type: 'relativeYearly' },
			{ type: 'relativeYearly', interval: 1, daysOfWeek: ['monday'], index: 'first', month: 3 },
			{ type: 'noEnd' },
		],
	])('%j', async (form, pattern, range) => {
		const { items, error } = await recurring(form);
		expect(error).toBeUndefined();
		expect(bodies()[0].recurrence).toEqual({
			pattern,
			range: { startDate: '2030-03-04', recurrenceTimeZone: berlin, ...range },
		});
		expect(items[0].json).toHaveProperty('type', 'seriesMaster');
	});

	test('on a Sunday, which is the day of the start', async () => {
		const times = { startDateTime: '2030-03-03T09:00:00', endDateTime: '2030-03-03T10:00:00' };
		await recurring({ type: 'weekly' }, times);
		expect(bodies()[0].recurrence?.pattern?.daysOfWeek).toEqual(['sunday']);
	});

	test('given with an offset keeps its hour on the zone’s clocks when summer time ends', async () => {
		const times = { startDateTime: '2030-07-01T22:30:00Z', endDateTime: '2030-07-01T23:00:00Z' };
		const { error } = await recurring({ type: 'daily' }, times);
		expect(error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			start: zoned('2030-07-02T00:30:00'),
			end: zoned('2030-07-02T01:00:00'),
			recurrence: { range: { startDate: '2030-07-02' } },
		});
	});

	test('given with an offset is refused where nobody here knows the zone’s clocks', async () => {
		const timeZone = 'W. Europe Standard Time';
		const given = { startDateTime: '2030-07-01T22:30:00Z', endDateTime: '2030-07-02T02:00:00', timeZone };
		const { error } = await recurring({ type: 'daily' }, given);
		expect(error).toMatchObject({
			message: expect.stringMatching(/"Start" of a series has an offset/),
			description: expect.stringMatching(/without an offset.*IANA name/),
		});
		expect(product.graphPaths()).toEqual([]);
		const local = await recurring({ type: 'daily' }, { ...given, startDateTime: '2030-07-02T00:30:00' });
		expect(local.error).toBeUndefined();
	});

	test('of whole days', async () => {
		const form = { isAllDay: true, recurrence: { pattern: { type: 'weekly' } } };
		const { error } = await create({
			startDateTime: '2030-03-04',
			endDateTime: '2030-03-04',
			additionalFields: form,
		});
		expect(error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			end: zoned('2030-03-05T00:00:00'),
			recurrence: { range: { startDate: '2030-03-04' } },
		});
	});

	const json = {
		pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'sunday' },
		range: { type: 'noEnd', startDate: '2030-03-04' },
	};
	test.each([
		['text', JSON.stringify(json)],
		['an object', '={{ $json }}'],
	])('as Graph has it, %s, wins', async (_, recurrenceJson) => {
		const additionalFields = { recurrenceJson, recurrence: { pattern: { type: 'daily' } } };
		const { error } = await create({ additionalFields }, { input: itemsOf(json) });
		expect(error).toBeUndefined();
		expect(bodies()[0].recurrence).toEqual(json);
	});

	test('is refused where it ends before it begins', async () => {
		const { error } = await recurring({ type: 'daily', ends: 'endDate', endDate: '2030-03-01' });
		expect(error?.message).toMatch(/ends on 2030-03-01, before it starts on 2030-03-04/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('begins or ends with a change', async () => {
		const eventId = newEvent(product.simulator);
		const update = async (updateFields: INodeParameters) => await run('update', { eventId, updateFields });
		const without = await update({ recurrence: { pattern: { type: 'daily' } } });
		expect(without.error).toMatchObject({ description: expect.stringMatching(/Add "Start" too/) });
		await update({ start: '2030-03-05T10:00:00', recurrence: { pattern: { type: 'daily' } } });
		await update({ recurrenceJson: 'null' });
		// The first asks whether it is an online meeting, whose times change together.
		expect(bodies()).toEqual([
			undefined,
			{
				start: zoned('2030-03-05T10:00:00'),
				recurrence: {
					pattern: { type: 'daily', interval: 1 },
					range: { type: 'noEnd', startDate: '2030-03-05', recurrenceTimeZone: berlin },
				},
			},
			{ recurrence: null },
		]);
	});
});

describe('create', () => {
	test('a meeting with whom and what it has', async () => {
		const { items, error } = await create({
			additionalFields: {
				...{
					attendees: 'alexw@contoso.example, meganb@contoso.example',
					optionalAttendees: 'pat@fabrikam.example',
				},
				...{
					resourceAttendees: 'room1@contoso.example',
					body: 'Agenda',
					bodyType: 'text',
					location: 'Room 1',
				},
				...{
					categories: 'Red category,Blue',
					isOnlineMeeting: true,
					showAs: 'oof',
					reminderMinutesBeforeStart: 30,
				},
				moreProperties: '{"importance":"high"}',
			},
		});
		expect(error).toBeUndefined();
		const invited = (type: string, address: string) => ({ type, emailAddress: { address } });
		const { transactionId, ...sent } = bodies()[0];
		expect(transactionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect(sent).toEqual({
			subject: 'Review',
			start: zoned('2030-03-04T09:00:00'),
			end: zoned('2030-03-04T10:00:00'),
			attendees: [
				invited('required', 'alexw@contoso.example'),
				invited('required', 'meganb@contoso.example'),
				invited('optional', 'pat@fabrikam.example'),
				invited('resource', 'room1@contoso.example'),
			],
			body: { contentType: 'text', content: 'Agenda' },
			location: { displayName: 'Room 1' },
			categories: ['Red category', 'Blue'],
			isOnlineMeeting: true,
			onlineMeetingProvider: 'teamsForBusiness',
			showAs: 'oof',
			reminderMinutesBeforeStart: 30,
			importance: 'high',
		});
		expect(items[0].json).toMatchObject({ subject: 'Review', id: events()[0].id });
		expect(items[0].json).not.toHaveProperty(['@odata.context']);
	});

	test('in another calendar', async () => {
		const id = newEntity(product.simulator, calendars, [adele], { name: 'Project' });
		expect((await create({ eventCalendarId: byId(id) })).error).toBeUndefined();
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${adele}/calendars/${id}/events`]);
		expect(events()).toMatchObject([{ calendarId: id }]);
	});

	test('once, after an answer that never came', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(product.graphPaths()).toHaveLength(2);
		expect(new Set(bodies().map(({ transactionId }) => transactionId)).size).toBe(1);
		expect(events()).toHaveLength(1);
		expect(items[0].json).toHaveProperty('id', events()[0].id);
	});

	test('one for each item and run', async () => {
		const first = await create({}, { input: itemsOf({}, {}) });
		expect(sources(first.items)).toEqual([0, 1]);
		await create({}, { executionId: '2' });
		expect(new Set(bodies().map(({ transactionId }) => transactionId)).size).toBe(bodies().length);
		expect(events()).toHaveLength(3);
	});

	test('one only for a transaction ID of the person’s own', async () => {
		const booking = async (parameters: INodeParameters = {}) =>
			await create({ additionalFields: { transactionId: 'booking-4711' }, ...parameters });
		const [first, second] = [await booking(), await booking()];
		expect(bodies()[0].transactionId).toBe('booking-4711');
		expect(second.items[0].json.id).toBe(first.items[0].json.id);
		const other = await booking({ subject: 'Another' });
		expect(other.error).toMatchObject({
			description: expect.stringMatching(/already has this transaction ID, so nothing was created/),
		});
		expect(events()).toHaveLength(1);
	});

	test('says that it was made, where Graph takes the same event for another', async () => {
		const error = { code: 'ErrorDuplicateTransactionId', message: 'Already used.' };
		product.simulator.faults.add({ host: 'graph', action: { status: 409, body: { error } } });
		const run = await create();
		expect(run.error?.message).toMatch(/An earlier try of this item already created the event/);
	});
});

describe('update', () => {
	test('sends what was added, times in the zone', async () => {
		const eventId = newEvent(product.simulator);
		const { items, error } = await run('update', {
			eventId,
			updateFields: {
				start: '2030-03-06T09:00:00',
				end: '2030-03-06T09:30:00Z',
				location: '',
			},
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				start: zoned('2030-03-06T09:00:00'),
				end: zoned('2030-03-06T09:30:00', 'UTC'),
				location: { displayName: '' },
			},
		]);
		expect(items[0].json).toMatchObject({ id: eventId, subject: 'Sample' });
	});

	describe('of attendees', () => {
		const attendee = (type: Attendee['type'], name: string): Attendee => ({
			type,
			emailAddress: { name, address: `${name}@contoso.example` },
			status: { response: 'accepted', time: '2030-01-01T00:00:00Z' },
		});
		const before = () => [
			attendee('required', 'alexw'),
			attendee('required', 'meganb'),
			attendee('optional', 'pat'),
			attendee('resource', 'room1'),
		];
		const changed = async (updateFields: INodeParameters) => {
			const eventId = newEvent(product.simulator, { attendees: before() });
			const { error } = await run('update', { eventId, updateFields });
			expect(error).toBeUndefined();
			return events()[0].properties.attendees;
		};
		const given = (type: string, name: string) => ({
			type,
			emailAddress: { address: `${name}@contoso.example` },
		});

		test.each<[string, INodeParameters, number[], object[]]>([
			['optional ones', { optionalAttendees: 'kim@contoso.example' }, [0, 1, 3], [given('optional', 'kim')]],
			['rooms', { resourceAttendees: 'room2@contoso.example' }, [0, 1, 2], [given('resource', 'room2')]],
			['required ones', { attendees: 'kim@contoso.example' }, [2, 3], [given('required', 'kim')]],
			['required ones to none', { attendees: '' }, [2, 3], []],
			['optional ones to none', { optionalAttendees: '' }, [0, 1, 3], []],
			[
				'one to another kind',
				{ optionalAttendees: 'MeganB@contoso.example' },
				[0, 3],
				[{ type: 'optional', emailAddress: { address: 'MeganB@contoso.example' } }],
			],
			[
				'two kinds',
				{ attendees: 'kim@contoso.example', resourceAttendees: '' },
				[2],
				[given('required', 'kim')],
			],
		])(fact(15, 'node', 'keeps those of the other kinds: %s'), async (_, fields, kept, others) => {
			const all = before();
			expect(await changed(fields)).toEqual([...kept.map((index) => all[index]), ...others]);
			expect(product.graphCalls().map(({ method }) => method)).toEqual(['GET', 'PATCH']);
		});

		test('of all kinds asks for nothing first', async () => {
			const fields = { attendees: '', optionalAttendees: '', resourceAttendees: '' };
			expect(await changed(fields)).toEqual([]);
			expect(product.graphCalls().map(({ method }) => method)).toEqual(['PATCH']);
		});
	});

	test('of nothing is refused', async () => {
		const { error } = await run('update', { eventId: newEvent(product.simulator), updateFields: {} });
		expect(error?.message).toMatch(/There's nothing to update/);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('an invitation', () => {
	test.each([
		['accept', 'accepted'],
		['tentativelyAccept', 'tentativelyAccepted'],
		['decline', 'declined'],
	])('is answered: %s', async (operation, response) => {
		const eventId = invitation();
		const { items, error } = await run(operation, { eventId, comment: 'See you', sendResponse: true });
		expect(error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([
			{
				method: 'POST',
				path: `/v1.0/users/${adele}/events/${eventId}/${operation}`,
				body: { comment: 'See you', sendResponse: true },
			},
		]);
		expect(jsonOf(items)).toEqual([{ success: true }]);
		expect(events()[0].properties.responseStatus).toMatchObject({ response });
	});

	test('is answered without a response to the organizer, which takes no comment', async () => {
		const eventId = invitation();
		const quiet = await run('accept', { eventId, sendResponse: false });
		expect(quiet.error).toBeUndefined();
		expect(bodies()).toEqual([{ sendResponse: false }]);
		const { error } = await run('decline', { eventId, comment: 'Sorry', sendResponse: false });
		expect(error?.message).toMatch(/comment.*no response/);
		expect(product.graphPaths()).toHaveLength(1);
	});

	test('is not answered by the organizer', async () => {
		const { error } = await run('accept', { eventId: newEvent(product.simulator) });
		expect(bodies()).toEqual([{ sendResponse: true }]);
		expect(error).toMatchObject({ description: expect.stringMatching(/choose an attendee's mailbox/) });
	});

	test('is passed on', async () => {
		const eventId = invitation();
		const forward = async (recipients: string) =>
			await run('forward', { eventId, recipients, comment: 'Please' });
		expect((await forward('a@fabrikam.example, b@fabrikam.example')).error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				toRecipients: ['a@fabrikam.example', 'b@fabrikam.example'].map((address) => ({
					emailAddress: { address },
				})),
				comment: 'Please',
			},
		]);
		expect((await forward(' , ')).error?.message).toBe('"To" is empty.');
	});

	test('is taken back by the organizer only', async () => {
		const [own, other] = [newEvent(product.simulator), invitation()];
		expect((await run('cancel', { eventId: own, comment: 'Postponed' })).error).toBeUndefined();
		expect(bodies()).toEqual([{ comment: 'Postponed' }]);
		expect(events().map(({ id }) => id)).toEqual([other]);
		const { error } = await run('cancel', { eventId: other });
		expect(error).toMatchObject({ description: expect.stringMatching(/Only the organizer.*use "Decline"/) });
	});
});

describe('get many', () => {
	const window = { startDateTime: '2030-03-01T00:00:00', endDateTime: '2030-04-01T00:00:00' };

	test('each occurrence between two times, which count in the zone, summer time too', async () => {
		newEvent(product.simulator, daily());
		newEvent(product.simulator, { subject: 'Once' });
		const { items, error } = await run('getAll', window);
		expect(error).toBeUndefined();
		// Which of two that start at the same time comes first is not promised.
		const found = jsonOf(items).map(({ subject, type }) => `${String(subject)} ${String(type)}`);
		expect(found.slice(0, 2).sort()).toEqual(['Once singleInstance', 'Sample occurrence']);
		expect(found.slice(2)).toEqual(['Sample occurrence', 'Sample occurrence']);
		const [call] = product.graphCalls();
		expect(call.path).toBe(`/v1.0/users/${adele}/calendarView`);
		expect(call.query).toMatchObject({
			startDateTime: '2030-02-28T23:00:00.000Z',
			endDateTime: '2030-03-31T22:00:00.000Z',
		});
		expect(call.headers.prefer).toContain('outlook.timezone="Europe/Berlin"');
	});

	test('all of a calendar, recurring ones once', async () => {
		newEvent(product.simulator, daily());
		newEvent(product.simulator, { subject: 'Once' });
		const options = { bodyAsText: true, orderBy: 'subject' };
		const { items, error } = await run('getAll', { events: 'all', options });
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ type }) => type)).toEqual(['singleInstance', 'seriesMaster']);
		const [{ path, query, headers }] = product.graphCalls();
		expect(path).toBe(`/v1.0/users/${adele}/events`);
		expect(query).not.toHaveProperty('startDateTime');
		expect(query).toMatchObject({ $orderby: 'subject', $select: expect.stringContaining('subject') });
		expect(headers.prefer).toContain('outlook.body-content-type="text"');
	});

	test('of one calendar, all pages', async () => {
		const id = newEntity(product.simulator, calendars, [adele], { name: 'Project' });
		for (let n = 0; n < 300; n++) newEvent(product.simulator);
		for (const event of events().slice(0, 260)) event.calendarId = id;
		const { items } = await run('getAll', { eventCalendarId: byId(id), ...window, returnAll: true });
		expect(new Set(jsonOf(items).map((item) => item.id)).size).toBe(260);
		expect(product.graphPaths()).toEqual([
			`GET /v1.0/users/${adele}/calendars/${id}/calendarView`,
			`GET /v1.0/users('${adele}')/calendars('${id}')/calendarView`,
		]);
	});

	test.each([
		[
			{ timeZone: 'W. Europe Standard Time' },
			/can't be converted from the time zone "W. Europe/,
			/offset.*IANA name/,
		],
		[{ endDateTime: '2030-02-01T00:00:00' }, /window ends .* before it starts/, /Check Start and End/],
		[{ startDateTime: '={{ $json.nothing }}' }, /"Start" is empty/, /Enter a date and time/],
	])('is refused before Graph is asked: %j', async (parameters, message, fix) => {
		const { error } = await run('getAll', { ...window, ...parameters });
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		expect(product.graphPaths()).toEqual([]);
	});

	test('takes times with an offset in a zone by Windows’ name', async () => {
		const { error } = await run('getAll', {
			...{ startDateTime: '2030-03-01T00:00:00+01:00', endDateTime: '2030-04-01T00:00:00+02:00' },
			timeZone: 'W. Europe Standard Time',
		});
		expect(error).toBeUndefined();
		expect(product.graphCalls()[0].query).toMatchObject({ endDateTime: '2030-03-31T22:00:00.000Z' });
	});
});

test.each([
	// The hour that summer time leaves out, the one that it repeats, and the days around.
	['2030-03-31T01:59:59', '2030-03-31T00:59:59.000Z'],
	['2030-03-31T02:30:00', '2030-03-31T01:30:00.000Z'],
	['2030-03-31T03:00:00', '2030-03-31T01:00:00.000Z'],
	['2030-10-27T01:59:00', '2030-10-26T23:59:00.000Z'],
	['2030-10-27T03:00:00', '2030-10-27T02:00:00.000Z'],
])('a window from %s in Berlin is from %s', async (startDateTime, utc) => {
	await run('getAll', { startDateTime, endDateTime: '2030-12-01' });
	expect(product.graphCalls()[0].query.startDateTime).toBe(utc);
});

describe('get instances', () => {
	const window = { startDateTime: '2030-03-06T00:00:00', endDateTime: '2030-03-31T00:00:00' };

	test('of a series', async () => {
		const eventId = newEvent(product.simulator, daily());
		const { items, error } = await run('getInstances', { eventId, ...window });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([
			{ type: 'occurrence', start: { dateTime: '2030-03-06T10:00:00.0000000' } },
			{ type: 'occurrence', start: { dateTime: '2030-03-07T10:00:00.0000000' } },
		]);
		expect(product.graphCalls()).toMatchObject([
			{
				path: `/v1.0/users/${adele}/events/${eventId}/instances`,
				query: { startDateTime: '2030-03-05T23:00:00.000Z', endDateTime: '2030-03-30T23:00:00.000Z' },
			},
		]);
	});

	test('of a single event is explained', async () => {
		const { error } = await run('getInstances', { eventId: newEvent(product.simulator), ...window });
		expect(error).toMatchObject({ description: expect.stringMatching(/"seriesMasterId" of an occurrence/) });
	});
});

describe('changes', () => {
	const window = { startDateTime: '2030-03-01T00:00:00', endDateTime: '2030-04-01T00:00:00' };
	const changes = async (deltaLink: unknown = '') =>
		await run(
			'getChanges',
			{ ...window, deltaLink: '={{ $json.deltaLink }}' },
			{ input: itemsOf({ deltaLink: String(deltaLink) }) },
		);

	test('since the last run, with what is gone', async () => {
		const [first, second] = [newEvent(product.simulator), newEvent(product.simulator)];
		const start = await changes();
		expect(start.error).toBeUndefined();
		expect(start.items[0].json.changes).toMatchObject([{ id: first }, { id: second }]);
		const third = newEvent(product.simulator, { subject: 'New' });
		events().splice(0, 1);
		const next = await changes(start.items[0].json.deltaLink);
		expect(next.error).toBeUndefined();
		expect(next.items[0].json.changes).toMatchObject([
			{ id: third, subject: 'New' },
			{ id: first, '@removed': { reason: 'deleted' } },
		]);
		const [before, after] = product.graphCalls();
		expect(before.query).toEqual({
			startDateTime: '2030-02-28T23:00:00.000Z',
			endDateTime: '2030-03-31T22:00:00.000Z',
		});
		// The link is followed as it is.
		expect(Object.keys(after.query)).toEqual(['$deltatoken']);
		expect(after.headers.prefer).toContain('IdType="ImmutableId"');
		const last = await changes(next.items[0].json.deltaLink);
		expect(last.items[0].json.changes).toEqual([]);
	});

	test('that Graph has forgotten have to start over', async () => {
		const { graphUrl } = product.simulator;
		const link = `${graphUrl}/v1.0/users/${adele}/calendarView/delta?$deltatoken=gone`;
		const { error } = await changes(link);
		expect(error).toMatchObject({
			description: expect.stringMatching(/start over, leave "Delta Link" empty/),
		});
	});
});
