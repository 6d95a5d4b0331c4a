import type { INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { useClock, tenantOf } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const adele = 'adelev@contoso.example';
const path = `/users/${adele}/events`;
const day = 24 * 60 * 60_000;
const second = 1_000;
const events = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'event',
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	...parameters,
});
const create = async (
	subject: string,
	{ inDays = 1, ...more }: { inDays?: number; [name: string]: unknown } = {},
) => {
	const at = Date.now() + inDays * day;
	const time = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' });
	return await tenant.create(path, { subject, start: time(at), end: time(at + 3_600_000), ...more });
};

test('created, updated and deleted, each once', async () => {
	const workflow = trigger(events());
	const old = await create('Old');
	expect(await workflow.activate()).toEqual([]);

	const { id } = await create('New');
	expect(emittedOf(await workflow.poll())).toEqual(['created New']);
	expect(await workflow.poll()).toEqual([]);

	clock.pass(second);
	await tenant.change(`${path}/${id}`, { subject: 'Newer' });
	expect(emittedOf(await workflow.poll())).toEqual(['updated Newer']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.remove(`${path}/${old.id}`);
	const [gone, ...others] = await workflow.poll();
	expect(gone?.json).toMatchObject({ id: old.id, change: { event: 'deleted' } });
	expect(others).toEqual([]);
	expect(await workflow.poll()).toEqual([]);
});

test('what passes the filters', async () => {
	const workflow = trigger(
		events({ filters: { subject: 'INTERVIEW', organizer: 'adelev@contoso.example' } }),
	);
	await workflow.activate();
	await create('Interview with Kim');
	await create('Lunch');
	const by = trigger(events({ filters: { organizer: '@fabrikam.example' } }));
	await by.activate();
	await create('Interview with Robin');
	expect(emittedOf(await workflow.poll()).sort()).toEqual([
		'created Interview with Kim',
		'created Interview with Robin',
	]);
	expect(await by.poll()).toEqual([]);
});

test('occurrences of a series are not emitted', async () => {
	const workflow = trigger(events());
	await workflow.activate();
	const startDate = new Date(Date.now() + day).toISOString().slice(0, 10);
	const recurrence = {
		pattern: { type: 'daily', interval: 1 },
		range: { type: 'numbered', startDate, numberOfOccurrences: 5 },
	};
	await create('Daily', { recurrence });
	await create('Once');
	const emitted = emittedOf(await workflow.poll());
	expect(emitted).toContain('created Once');
	expect(emitted.filter((one) => one === 'created Daily').length).toBeLessThanOrEqual(1);
});

describe('the window moves on', () => {
	test('once a day, and nothing is emitted twice', async () => {
		const workflow = trigger(events({ options: { daysAhead: 10 } }));
		await create('Before');
		await workflow.activate();
		await create('In the window');
		await create('Beyond the window', { inDays: 10.5 });
		expect(emittedOf(await workflow.poll())).toEqual(['created In the window']);

		const windows = () => [
			...new Set(product.graphCalls().flatMap(({ query }) => query.startDateTime ?? [])),
		];
		expect(windows()).toHaveLength(1);
		clock.pass(day / 2);
		expect(await workflow.poll()).toEqual([]);
		expect(windows()).toHaveLength(1);
		clock.pass(day / 2);
		await create('On the day of renewal');
		expect(emittedOf(await workflow.poll())).toEqual(['created On the day of renewal']);
		expect(windows()).toHaveLength(2);
		expect(await workflow.poll()).toEqual([]);
		expect(windows()).toHaveLength(2);
		await create('In the new window', { inDays: 9.5 });
		expect(emittedOf(await workflow.poll())).toEqual(['created In the new window']);
	});
});

test('times are in the requested time zone', async () => {
	const workflow = trigger(events({ options: { timeZone: 'Europe/Berlin' } }));
	await workflow.activate();
	await create('New');
	await workflow.poll();
	const preferences = product.graphCalls().map(({ headers }) => headers.prefer);
	expect(preferences.filter((prefer) => !prefer?.includes('outlook.timezone="Europe/Berlin"'))).toEqual([]);
});

test('a test in the editor gets the newest event', async () => {
	const workflow = trigger(events());
	await create('Older');
	clock.pass(2 * second);
	await create('Newest');
	expect(emittedOf(await workflow.fetchTestEvent())).toEqual(['created Newest']);
});

test('Graph notifies of them', async () => {
	const workflow = trigger(events({ mode: 'instant' }));
	await workflow.activate();
	await create('New');
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items))).toEqual(['created New']);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Read'];
	await expect(trigger(events()).activate()).rejects.toMatchObject({
		message: expect.stringContaining('Calendars.Read') as string,
	});
});
