import type { INodeParameters } from 'n8n-workflow';
import { sampleChannel, sampleMessage, sampleTeam } from '../../../simulator/graph/routes/teams';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { byId, jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct();
const trigger = useTrigger(product);

const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'channelMessage',
	event: ['created', 'updated', 'deleted'],
	teamId: byId(sampleTeam),
	channelId: byId(sampleChannel),
	...parameters,
});
const write = (content: string, own: object = {}) =>
	product.simulator.events.writeInChannel({ content, ...own }).id;
const change = (id: string, content: string) => product.simulator.events.changeInChannel(id, { content });
const pause = async () => await new Promise((resolve) => setTimeout(resolve, 5));

test('created, updated and deleted, each once; what exists is not emitted', async () => {
	const workflow = trigger(messages());
	expect(await workflow.activate()).toEqual([]);
	expect(await workflow.poll()).toEqual([]);

	const id = write('Hello');
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${id}`]);
	expect(await workflow.poll()).toEqual([]);

	for (const content of ['Hi', 'Hello']) {
		await pause();
		change(id, content);
		expect(jsonOf(await workflow.poll())).toMatchObject([
			{ id, body: { content }, change: { event: 'updated' } },
		]);
		expect(await workflow.poll()).toEqual([]);
	}
	change(sampleMessage, 'It was ready');
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`updated ${sampleMessage}`]);

	product.simulator.events.deleteInChannel(id);
	const [gone, ...others] = await workflow.poll();
	expect(others).toEqual([]);
	expect(gone?.json).toMatchObject({ id, deletedDateTime: expect.any(String), change: { event: 'deleted' } });
	expect(await workflow.poll()).toEqual([]);
});

test('what Teams notes itself, and replies, are left out', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	write('Adele joined', { messageType: 'systemEventMessage' });
	write('Well done', { replyToId: sampleMessage });
	const id = write('Hello');
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${id}`]);
});

test('from the beginning: what is there, but not what was deleted', async () => {
	product.simulator.events.deleteInChannel(write('Gone'));
	const workflow = trigger(messages({ options: { startFrom: 'beginning' } }));
	expect(emittedOf(await workflow.activate(), 'id')).toEqual([`created ${sampleMessage}`]);
	expect(await workflow.poll()).toEqual([]);
});

test.each([
	[{ from: 'adele VANCE' }, ['a', 'b']],
	[{ from: 'bot-1' }, ['c']],
	[{ body: 'q&a at noon' }, ['b']],
	[{ body: 'invoice' }, ['c']],
	[{ from: 'Adele Vance', body: 'div' }, []],
])('what passes the filters %j', async (filters, expected) => {
	const workflow = trigger(messages({ filters }));
	await workflow.activate();
	const html = '<div>Our <b>Q&amp;A</b>&nbsp;at noon</div>';
	const subjects: Record<string, string> = {
		[write('Lunch?')]: 'a',
		[write('', { body: { contentType: 'html', content: html } })]: 'b',
		[write('Paid', { subject: 'Invoice 7', from: { application: { id: 'bot-1', displayName: 'Bot' } } })]:
			'c',
	};
	const items = jsonOf(await workflow.poll());
	expect(items.map(({ id }) => subjects[String(id)])).toEqual(expected);
});

test('delta links that have ended: what changed meanwhile comes once', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	product.simulator.expireDeltaLinks();
	const id = write('Hello');
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${id}`]);
	expect(await workflow.poll()).toEqual([]);
});

test('in the editor a message is the example', async () => {
	expect(jsonOf(await trigger(messages()).fetchTestEvent())).toMatchObject([
		{ id: sampleMessage, change: { event: 'created' } },
	]);
	expect(product.graphCalls().at(-1)).toMatchObject({ query: { $top: '1' } });
});

test('Graph notifies of messages', async () => {
	const workflow = trigger(messages({ mode: 'instant' }));
	await workflow.activate();
	const id = write('Hello');
	await workflow.settled();
	product.simulator.events.deleteInChannel(id);
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'id'))).toEqual([
		`created ${id}`,
		`deleted ${id}`,
	]);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Send'];
	await expect(trigger(messages()).activate()).rejects.toMatchObject({
		httpCode: '403',
		message: expect.stringContaining('ChannelMessage.Read.All'),
	});
});

test('with its data a message comes in the notification, a reply is left out', async () => {
	const { privateKey, certificate } = makeCertificate();
	product.app.certificates = [certificate];
	const fields = { authentication: 'certificate', privateKey, certificate };
	const parameters = messages({ mode: 'instant', options: { includeResourceData: true } });
	const workflow = trigger(parameters, { fields });
	await workflow.activate();
	const asked = product.graphPaths().length;
	const id = write('Hello');
	write('Well done', { replyToId: sampleMessage });
	await workflow.settled();
	// Nothing was read for it.
	expect(product.graphPaths().slice(asked)).toEqual([]);
	expect(workflow.executions.flatMap(({ items }) => jsonOf(items))).toMatchObject([
		{ id, body: { content: 'Hello' }, change: { event: 'created' } },
	]);
	expect(await workflow.poll()).toEqual([]);
});
