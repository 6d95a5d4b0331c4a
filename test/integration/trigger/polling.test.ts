import type { INodeParameters } from 'n8n-workflow';
import { byId, jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);

const adele = 'adelev@contoso.example';
const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'message',
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	...parameters,
});
const deliver = (subject: string, more: object = {}) =>
	product.simulator.events.deliverMessage(adele, { subject, ...more });
const change = (id: string, properties: object) =>
	product.simulator.events.changeMessage(adele, id, properties);

describe('from now on', () => {
	test('what exists is not emitted', async () => {
		const workflow = trigger(messages());
		expect(await workflow.activate()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.executions).toEqual([]);
	});

	test('created, updated and deleted, each once', async () => {
		const workflow = trigger(messages());
		const old = deliver('Old');
		await workflow.activate();
		const { id } = deliver('New');
		expect(emittedOf(await workflow.poll())).toEqual(['created New']);
		expect(await workflow.poll()).toEqual([]);

		change(old.id, { isRead: true });
		expect(emittedOf(await workflow.poll())).toEqual(['updated Old']);
		expect(await workflow.poll()).toEqual([]);

		change(old.id, { isRead: false });
		expect(emittedOf(await workflow.poll())).toEqual(['updated Old']);

		product.simulator.events.deleteMessage(adele, id);
		const [gone, ...others] = await workflow.poll();
		expect(others).toEqual([]);
		expect(gone?.json).toMatchObject({ '@removed': { reason: 'deleted' }, change: { event: 'deleted' } });
		expect(await workflow.poll()).toEqual([]);
	});

	test('only the events that were chosen', async () => {
		const workflow = trigger(messages({ event: ['deleted'] }));
		await workflow.activate();
		const { id } = deliver('New');
		expect(await workflow.poll()).toEqual([]);
		change(id, { isRead: true });
		expect(await workflow.poll()).toEqual([]);
		product.simulator.events.moveMessage(adele, id, 'archive');
		expect(jsonOf(await workflow.poll())).toMatchObject([{ change: { event: 'deleted' } }]);
	});

	test('what passes the filters', async () => {
		const filters = { subject: 'invoice', from: '@fabrikam.example', hasAttachments: 'yes' };
		const workflow = trigger(messages({ filters }));
		await workflow.activate();
		const attachments = [{ name: 'a.txt', content: 'a' }];
		deliver('Invoice 1', { attachments });
		deliver('Invoice 2');
		deliver('Offer 3', { attachments });
		deliver('Invoice 4', { attachments, from: 'kim@other.example' });
		expect(emittedOf(await workflow.poll())).toEqual(['created Invoice 1']);
	});
});

test('from the beginning: what is there comes first', async () => {
	deliver('There');
	const workflow = trigger(messages({ event: ['created'], options: { startFrom: 'beginning' } }));
	const first = emittedOf(await workflow.activate());
	expect(first).toContain('created There');
	expect(first).toHaveLength(product.simulator.graph.mailbox(adele).messagesIn('inbox').length);
	expect(await workflow.poll()).toEqual([]);
	deliver('New');
	expect(emittedOf(await workflow.poll())).toEqual(['created New']);
});

describe('a restart of n8n', () => {
	test('loses nothing, and repeats nothing', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		deliver('Before');
		expect(emittedOf(await workflow.poll())).toEqual(['created Before']);
		deliver('Meanwhile');
		expect(emittedOf(await workflow.restart())).toEqual(['created Meanwhile']);
		expect(await workflow.poll()).toEqual([]);
		deliver('After');
		expect(emittedOf(await workflow.poll())).toEqual(['created After']);
	});

	test('before n8n had stored what was emitted: the workflow still gets it once', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		const { stored } = workflow;
		const { id } = deliver('Told');
		await workflow.poll();
		change(id, { isRead: true });
		await workflow.poll();
		expect(await workflow.restart(stored)).toEqual([]);
		expect(workflow.executions.flatMap(({ items }) => emittedOf(items)).sort()).toEqual([
			'created Told',
			'updated Told',
		]);
	});
});

describe('a delta link that Graph no longer knows', () => {
	test('what came meanwhile is found by timestamp, and says so', async () => {
		const workflow = trigger(messages());
		const old = deliver('Old');
		await workflow.activate();
		deliver('Told');
		await workflow.poll();
		product.simulator.expireDeltaLinks();
		deliver('Meanwhile');
		change(old.id, { isRead: true });
		const items = await workflow.poll();
		expect(emittedOf(items)).toContain('created Meanwhile');
		expect(emittedOf(items)).not.toContain('created Told');
		expect(items[0]?.json.change).toMatchObject({ resynchronized: true });
		expect(workflow.executions.at(-1)?.hints).toMatchObject([
			{ message: expect.stringContaining('found by timestamp') as string },
		]);
		expect(await workflow.poll()).toEqual([]);
		deliver('After');
		expect(emittedOf(await workflow.poll())).toEqual(['created After']);
	});
});

describe('a test in the editor', () => {
	test('gets the newest message, and leaves nothing behind', async () => {
		const workflow = trigger(messages());
		deliver('Newest', { receivedDateTime: new Date().toISOString() });
		expect(emittedOf(await workflow.fetchTestEvent())).toEqual(['created Newest']);
		expect(workflow.stored).toEqual({});
	});
});

test('a refusal names the permission', async () => {
	product.app.roles = [];
	await expect(trigger(messages()).activate()).rejects.toMatchObject({
		message: expect.stringContaining('Mail.ReadBasic.All') as string,
	});
});

test('a longer wait that Graph requires is reported to n8n, which polls later', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	deliver('New');
	product.simulator.faults.add({
		host: 'graph',
		times: 1,
		action: {
			status: 429,
			headers: { 'retry-after': '120' },
			body: { error: { code: 'TooManyRequests', message: 'Slow.' } },
		},
	});
	await expect(workflow.poll()).rejects.toMatchObject({
		message: bothIn('Graph is throttling requests.', '120 s more'),
		failure: { cause: 'rate-limited', retryAfterMs: expect.any(Number) as number },
	});
});

/** A message that says two things. */
function bothIn(first: string, second: string): string {
	const escaped = [first, second].map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return expect.stringMatching(new RegExp(escaped.join('.*'), 's')) as string;
}
