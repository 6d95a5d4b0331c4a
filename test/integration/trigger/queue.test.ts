import type { INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger, type TriggerWorkflow } from '../harness/trigger';
import { tenantOf } from './tenant';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);
const tenant = tenantOf(product);

// A poll leaves what it finds to the notifications for five seconds, where these come to other processes.

const adele = 'adelev@contoso.example';
const contactsPath = `/users/${adele}/contacts`;
const watching = (resource: string, parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'instant',
	resource,
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	...parameters,
});
const lose = (drop: 0 | 1) => product.simulator.set({ notifications: { drop } });

const emitted = ({ executions }: TriggerWorkflow, name = 'subject') =>
	executions.flatMap(({ items }) => emittedOf(items, name));
const given = ({ executions }: TriggerWorkflow) => executions.flatMap((execution) => execution.given);
const modes = ({ executions }: TriggerWorkflow) =>
	executions.filter(({ items }) => items.length > 0).map(({ mode }) => mode);

async function activated(parameters: INodeParameters, workers = 1) {
	const workflow = trigger(parameters, { queueMode: true, workers });
	await workflow.activate();
	return workflow;
}

const deliver = (subject: string) => product.simulator.events.deliverMessage(adele, { subject });
const addContact = async (givenName: string) => await tenant.create(contactsPath, { givenName });
const changeContact = async (id: string, jobTitle: string) =>
	await tenant.change(`${contactsPath}/${id}`, { jobTitle });

describe('a contact that is emitted by a notification', () => {
	test('and changed before the next poll: created, then updated', async () => {
		const workflow = await activated(watching('contact'));
		const { id } = await addContact('Kim');
		await workflow.settled();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim']);
		lose(1);
		await changeContact(id, 'Buyer');
		await workflow.poll();
		await workflow.poll();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim', 'updated Kim']);
		expect(workflow.executions.at(-1)?.items.map(({ json }) => json)).toMatchObject([{ jobTitle: 'Buyer' }]);
		expect(modes(workflow)).toEqual(['webhook', 'trigger']);
	});

	test('and not changed since: once', async () => {
		const workflow = await activated(watching('contact'));
		await addContact('Kim');
		await workflow.settled();
		await workflow.poll();
		await workflow.poll();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim']);
	});

	test('and whose change is notified of, too: each once', async () => {
		const workflow = await activated(watching('contact'));
		const { id } = await addContact('Kim');
		await workflow.settled();
		await changeContact(id, 'Buyer');
		await workflow.settled();
		await workflow.poll();
		await workflow.poll();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim', 'updated Kim']);
		await changeContact(id, 'Seller');
		await workflow.settled();
		await workflow.poll();
		expect(emitted(workflow, 'givenName').slice(2)).toEqual(['updated Kim']);
	});
});

describe('more than one process for webhooks', () => {
	test('the same notification to two of them at the same moment: emitted once', async () => {
		const workflow = await activated(watching('message'), 2);
		product.simulator.set({ notifications: { double: 1 } });
		for (const subject of ['A', 'B', 'C']) {
			deliver(subject);
			await workflow.settled();
		}
		// Both gave it to an execution, and one of these left it out.
		expect(given(workflow)).toHaveLength(6);
		expect(emitted(workflow)).toEqual(['created A', 'created B', 'created C']);
		await workflow.poll();
		expect(emitted(workflow)).toHaveLength(3);
	});

	test('many at once to all of them: each once', async () => {
		const workflow = await activated(watching('message'), 3);
		product.simulator.set({ notifications: { double: 0.5, delay: [0, 300], seed: 3 } });
		const subjects = Array.from({ length: 15 }, (_, index) => `Message ${index}`);
		subjects.forEach(deliver);
		await workflow.settled();
		await workflow.poll();
		await workflow.poll();
		expect(emitted(workflow).sort()).toEqual(subjects.map((subject) => `created ${subject}`).sort());
	});

	test('those that come while it reads cause one more read, and one execution', async () => {
		const workflow = await activated(watching('message'));
		// Each process has signed in.
		deliver('First');
		await workflow.settled();
		const subjects = Array.from({ length: 10 }, (_, index) => `Message ${index}`);
		product.simulator.set({ latency: 200 });
		subjects.forEach(deliver);
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['First', ...subjects].map((subject) => `created ${subject}`));
		expect(workflow.executions.length).toBeLessThanOrEqual(3);
	});

	test('each emits what its own notifications are about; the poll emits what none was about', async () => {
		const workflow = await activated(watching('message'), 2);
		lose(1);
		deliver('Without');
		lose(0);
		deliver('With');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created With']);
		await workflow.poll();
		expect(emitted(workflow)).toEqual(['created With', 'created Without']);
	});
});

test('updates of users have no version that all processes know: they come by the poll, once', async () => {
	const workflow = await activated(watching('user'));
	const { graph } = product.simulator;
	const user = [...graph.users.values()][0];
	const rename = (jobTitle: string) => {
		if (user !== undefined) graph.putUser({ ...user, jobTitle });
	};
	rename('Owner');
	await workflow.settled();
	expect(emitted(workflow)).toEqual([]);
	await workflow.poll();
	await workflow.poll();
	expect(emitted(workflow, 'jobTitle')).toEqual(['updated Owner']);
	rename('Guest');
	await workflow.settled();
	await workflow.poll();
	await workflow.poll();
	expect(emitted(workflow, 'jobTitle')).toEqual(['updated Owner', 'updated Guest']);
	expect(modes(workflow)).toEqual(['trigger', 'trigger']);
});

describe('a restart', () => {
	test('a notification before the first poll after it loses nothing of the others', async () => {
		const workflow = await activated(watching('message'));
		const { stored } = workflow;
		lose(1);
		deliver('Not notified');
		lose(0);
		deliver('Notified');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created Notified']);
		// What the process for webhooks stores says nothing of how far the polls have read.
		expect(workflow.stored.reading).toEqual(stored.reading);
		await workflow.restart();
		await workflow.poll();
		expect(emitted(workflow)).toEqual(['created Notified', 'created Not notified']);
	});

	test('of all processes from an older state repeats nothing', async () => {
		const workflow = await activated(watching('contact'));
		const { stored } = workflow;
		const { id } = await addContact('Kim');
		await workflow.settled();
		await changeContact(id, 'Buyer');
		await workflow.settled();
		await workflow.poll();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim', 'updated Kim']);
		await workflow.restart(stored);
		await workflow.poll();
		expect(emitted(workflow, 'givenName')).toEqual(['created Kim', 'updated Kim']);
	});
});

test('a subscription that was made again by main is known to the processes for webhooks', async () => {
	const workflow = await activated(watching('message', { event: ['created'] }));
	const ownIds = () =>
		product.simulator.notifier
			.subscriptions()
			.filter(({ notificationUrl }) => notificationUrl === workflow.webhookUrl)
			.map(({ id }) => id);
	deliver('First');
	await workflow.settled();
	const [before = ''] = ownIds();
	product.simulator.notifier.remove(before, true);
	await workflow.settled();
	expect(ownIds()).toEqual([expect.not.stringMatching(before)]);
	deliver('Second');
	await workflow.settled();
	expect(emitted(workflow)).toEqual(['created First', 'created Second']);
	await workflow.poll();
	expect(ownIds()).toHaveLength(1);
	expect(emitted(workflow)).toHaveLength(2);
});
