import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { newEvent } from '../../operations/samples/event';
import { calendars } from '../../../simulator/graph/routes/calendars';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run({ resource: 'calendar', operation, mailbox: byId(adele), ...parameters }, settings);
const bodies = () => product.graphCalls().map(({ body }) => body);
const calendar = (name: string) => newEntity(product.simulator, calendars, [adele], { name });
/** What the mailbox holds. */
const held = () => {
	const world = { state: product.simulator.graph } as GraphWorld;
	return [...entitiesAt(world, calendars, [adele]).values()].map(({ name }) => name);
};

describe('a calendar', () => {
	test('is created, its name once', async () => {
		const create = async () =>
			await run('create', {
				name: 'Project',
				additionalFields: { color: 'lightTeal', moreProperties: '{}' },
			});
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ name: 'Project', color: 'lightTeal' }]);
		expect(items[0].json).toMatchObject({ name: 'Project', id: expect.any(String) });
		expect((await create()).error).toMatchObject({
			description: expect.stringMatching(/choose another name/),
		});
		expect(held()).toEqual(['Calendar', 'Birthdays', 'Project']);
	});

	test('is renamed and deleted, but not the default one', async () => {
		const id = calendar('Old');
		await run('update', { calendarId: byId(id), updateFields: { name: 'New' } });
		expect(held()).toContain('New');
		expect(bodies()).toEqual([{ name: 'New' }]);
		await run('delete', { calendarId: byId(id) });
		const error = { code: 'ErrorCannotDeleteObject', message: 'Distinguished folders cannot be deleted.' };
		product.simulator.faults.add({ host: 'graph', action: { status: 400, body: { error } } });
		const refused = await run('delete', { calendarId: byId(calendar('Default')) });
		expect(refused.error).toMatchObject({
			description: expect.stringMatching(/default calendar.*can't be deleted/),
		});
		expect(held()).not.toContain('New');
	});

	test('is one of many, simplified or whole', async () => {
		calendar('Project');
		const simple = await run('getAll', { options: { orderBy: 'name' } });
		expect(jsonOf(simple.items).map(({ name }) => name)).toEqual(['Birthdays', 'Calendar', 'Project']);
		expect(simple.items[1].json).toHaveProperty('owner', adele);
		expect(simple.items[1].json).not.toHaveProperty('canViewPrivateItems');
		const whole = await run('getAll', { simplify: false, options: { filter: "name eq 'Calendar'" } });
		expect(jsonOf(whole.items)).toMatchObject([{ name: 'Calendar', canViewPrivateItems: true }]);
	});
});

describe('get schedule', () => {
	const schedule = async (parameters: INodeParameters = {}, settings = {}) =>
		await run(
			'getSchedule',
			{
				schedules: `${adele}, nobody@contoso.example`,
				...{ startDateTime: '2030-03-05T09:00:00Z', endDateTime: '2030-03-05T12:00:00Z' },
				timeZone: 'Europe/Berlin',
				...parameters,
			},
			settings,
		);

	test('an item for each address, what is wrong with one in its item', async () => {
		newEvent(product.simulator);
		const { items, error } = await schedule();
		expect(error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([
			{ method: 'POST', path: `/v1.0/users/${adele}/calendar/getSchedule` },
		]);
		expect(product.graphCalls()[0].headers.prefer).toContain('outlook.timezone="Europe/Berlin"');
		expect(bodies()).toEqual([
			{
				schedules: [adele, 'nobody@contoso.example'],
				startTime: { dateTime: '2030-03-05T09:00:00', timeZone: 'UTC' },
				endTime: { dateTime: '2030-03-05T12:00:00', timeZone: 'UTC' },
				availabilityViewInterval: 30,
			},
		]);
		expect(jsonOf(items)).toMatchObject([
			{
				scheduleId: adele,
				availabilityView: '002200',
				scheduleItems: [{ subject: 'Sample', status: 'busy' }],
			},
			{ scheduleId: 'nobody@contoso.example', error: { responseCode: '5009' } },
		]);
	});

	test('of each item, times in its zone, addresses as a list', async () => {
		const { items, error } = await schedule(
			{
				schedules: '={{ $json.who }}',
				...{
					startDateTime: '2030-03-05T10:00:00',
					endDateTime: '2030-03-05T13:00',
					timeZone: '={{ $json.zone }}',
				},
				availabilityViewInterval: 60,
			},
			{
				input: itemsOf(
					{ who: [adele], zone: 'Europe/Berlin' },
					{ who: adele, zone: 'Eastern Standard Time' },
				),
			},
		);
		expect(error).toBeUndefined();
		expect(sources(items)).toEqual([0, 1]);
		const starts = product.graphCalls().map(({ body }) => (body as { startTime: object }).startTime);
		expect(starts).toEqual(
			['Europe/Berlin', 'Eastern Standard Time'].map((timeZone) => ({
				dateTime: '2030-03-05T10:00:00',
				timeZone,
			})),
		);
	});

	test('again after an answer that never came: it changes nothing', async () => {
		product.simulator.faults.add({ host: 'graph', after: true, action: { status: 504 } });
		const { items, error } = await schedule();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(product.graphPaths()).toHaveLength(2);
	});

	test.each([
		[{ schedules: '={{ " , " }}' }, /"Addresses" is empty/],
		[{ startDateTime: '={{ "soon" }}' }, /"Start" isn't a time: "soon"/],
		[{ endDateTime: '2030-03-05T08:00:00Z' }, /ends .* before it starts/],
	])('is refused before Graph is asked: %j', async (parameters, message) => {
		expect((await schedule(parameters)).error?.message).toMatch(message);
		expect(product.graphPaths()).toEqual([]);
	});

	test('over too long a time, or in no zone that there is, says what to do', async () => {
		const error = { code: 'ErrorTimeIntervalTooBig', message: 'The requested time duration is too long.' };
		product.simulator.faults.add({ host: 'graph', action: { status: 400, body: { error } } });
		expect((await schedule()).error).toMatchObject({
			description: expect.stringMatching(/choose a shorter one/),
		});
		const zone = await schedule({ timeZone: 'Nowhere/Land' });
		expect(zone.error).toMatchObject({ description: expect.stringMatching(/Check the time zone/) });
	});
});

describe('the list of calendars to pick from', () => {
	const at = { resource: 'event', operation: 'getAll' };
	const parameters = { ...at, mailbox: byId(adele) };

	test('shows those of the mailbox, searched by what was typed', async () => {
		const id = calendar('Project Alpha');
		const all = await product.list('searchCalendars', { parameters });
		expect(all.results.map(({ name }) => name)).toEqual(['Calendar', 'Birthdays', 'Project Alpha']);
		const found = await product.list('searchCalendars', { parameters, filter: 'ALPHA' });
		expect(found.results).toEqual([{ name: 'Project Alpha', value: id }]);
		expect(product.graphCalls()[0].headers.prefer).toBe('IdType="ImmutableId"');
	});

	test('asks for the mailbox first, and names the permission', async () => {
		await expect(product.list('searchCalendars', { parameters: at })).rejects.toMatchObject({
			message: expect.stringMatching(/No mailbox is selected/),
			description: expect.stringMatching(/Choose the mailbox first/),
		});
		product.app.roles = ['Mail.Send'];
		await expect(product.list('searchCalendars', { parameters })).rejects.toMatchObject({
			description: expect.stringContaining('Calendars.ReadBasic.All'),
		});
	});
});
