import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct();
const trigger = useTrigger(product);

const alerts = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'alert',
	event: ['created', 'updated'],
	...parameters,
});
const raise = (title: string, own: object = {}) => product.simulator.events.raiseAlert({ title, ...own }).id;
const change = (id: string, own: object) => product.simulator.events.changeAlert(id, own);
const pause = async () => await new Promise((resolve) => setTimeout(resolve, 5));

test('created and updated, each once; what exists is not emitted', async () => {
	const workflow = trigger(alerts());
	expect(await workflow.activate()).toEqual([]);
	expect(await workflow.poll()).toEqual([]);

	const id = raise('Fire');
	expect(emittedOf(await workflow.poll(), 'title')).toEqual(['created Fire']);
	expect(await workflow.poll()).toEqual([]);

	for (const status of ['inProgress', 'new', 'inProgress']) {
		await pause();
		change(id, { status });
		expect(emittedOf(await workflow.poll(), 'status')).toEqual([`updated ${status}`]);
		expect(await workflow.poll()).toEqual([]);
	}
});

test('an alert that Graph reports some minutes late is not lost', async () => {
	const now = jest.spyOn(Date, 'now');
	try {
		const start = Date.now();
		const workflow = trigger(alerts());
		await workflow.activate();
		now.mockReturnValue(start + 10 * 60_000);
		await workflow.poll();
		const at = new Date(start + 6 * 60_000).toISOString();
		raise('Late', { createdDateTime: at, lastUpdateDateTime: at });
		now.mockReturnValue(start + 10 * 60_000 + 1);
		expect(emittedOf(await workflow.poll(), 'title')).toEqual(['created Late']);
		expect(await workflow.poll()).toEqual([]);
	} finally {
		now.mockRestore();
	}
});

test.each([
	[{ severity: ['high', 'medium'] }, ['a', 'b']],
	[{ severity: ['high'], serviceSource: ['microsoftSentinel'] }, ['b']],
	[{ status: ['resolved'] }, ['c']],
])('what passes the filters %j', async (filters, expected) => {
	const workflow = trigger(alerts({ filters }));
	await workflow.activate();
	raise('a', { severity: 'medium' });
	raise('b', { severity: 'high', serviceSource: 'microsoftSentinel' });
	raise('c', { severity: 'low', status: 'resolved' });
	const titles = jsonOf(await workflow.poll()).map(({ title }) => title);
	expect(titles.sort()).toEqual(expected);
});

test('from the beginning: all that are there', async () => {
	const workflow = trigger(alerts({ options: { startFrom: 'beginning' } }));
	expect(emittedOf(await workflow.activate(), 'title').sort()).toEqual(
		[1, 2, 3].map((n) => `created Suspicious file ${n}`),
	);
	expect(await workflow.poll()).toEqual([]);
});

test('in the editor an alert is the example', async () => {
	expect(jsonOf(await trigger(alerts()).fetchTestEvent())).toMatchObject([
		{ title: expect.any(String), change: { event: 'created' } },
	]);
	expect(product.graphCalls().at(-1)).toMatchObject({ query: { $top: '1' } });
});

test('Graph notifies of alerts, where it takes the subscription', async () => {
	product.simulator.set({ subscriptions: { alerts: 'accepted' } });
	const workflow = trigger(alerts({ mode: 'instant' }));
	await workflow.activate();
	const id = raise('Fire');
	await workflow.settled();
	change(id, { status: 'resolved', lastUpdateDateTime: new Date(Date.now() + 1_000).toISOString() });
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'status'))).toEqual([
		'created new',
		'updated resolved',
	]);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Send'];
	await expect(trigger(alerts()).activate()).rejects.toMatchObject({
		httpCode: '403',
		message: expect.stringContaining('SecurityAlert.Read.All'),
	});
});
