import type { INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger, type TriggerWorkflow } from '../harness/trigger';
import { adele, mailOfAdele, newMessages as messages, emitted } from './mailOfAdele';
import { useClock } from './tenant';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);
const clock = useClock();

const { deliver, lose, subscriptionOf, subscriptionsAt } = mailOfAdele(product);

const hour = 3600_000;
const paths = (method: string) => product.graphPaths().filter((path) => path.startsWith(`${method} `));

/** A poll that finds something waits for five seconds before the first notification: it may come to another process. */
const withWait = 20_000;

/** A message of which Graph notifies the workflow, so that its polls wait for nothing. */
async function notified(workflow: TriggerWorkflow): Promise<void> {
	deliver('First');
	await workflow.settled();
}

async function activated(parameters: INodeParameters = messages()) {
	const workflow = trigger(parameters);
	await workflow.activate();
	return workflow;
}

describe('activation', () => {
	test('makes a subscription with a secret of its own', async () => {
		const workflow = await activated(messages({ event: ['created', 'deleted'] }));
		const second = await activated(messages({ mailbox: byId('meganb@contoso.example') }));
		const subscription = subscriptionOf(workflow);
		expect(subscription).toMatchObject({
			resource: `users/${adele}/mailFolders/inbox/messages`,
			changeType: 'created,deleted',
			lifecycleNotificationUrl: workflow.webhookUrl,
			includeResourceData: false,
			immutable: true,
		});
		const secrets = [subscription, subscriptionOf(second)].map(({ clientState }) => String(clientState));
		for (const secret of secrets) {
			expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(32);
			expect(secret.length).toBeLessThanOrEqual(128);
		}
		expect(secrets[0]).not.toBe(secrets[1]);
	});

	test('replaces what was left over of the same trigger', async () => {
		const workflow = await activated();
		const before = subscriptionOf(workflow);
		// The first process was killed before it had stored anything.
		await workflow.restart({});
		const after = subscriptionOf(workflow);
		expect(after.id).not.toBe(before.id);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created New']);
	});

	test('takes more kinds of changes where another workflow has the same, and emits only its own', async () => {
		const first = await activated();
		const before = subscriptionOf(first);
		const second = await activated();
		const third = await activated();
		expect(subscriptionOf(first)).toEqual(before);
		expect([second, third].map((workflow) => subscriptionOf(workflow).changeType)).toEqual([
			'created,updated',
			'created,deleted',
		]);
		const { id } = deliver('New');
		await first.settled();
		product.simulator.events.changeMessage(adele, id, { isRead: true });
		for (const workflow of [first, second, third]) {
			await workflow.settled();
			expect(emitted(workflow)).toEqual(['created New']);
		}
	});

	test('names whoever has the same where no more is possible, and does not touch it', async () => {
		const all = messages({ event: ['created', 'updated', 'deleted'] });
		const first = await activated(all);
		const before = subscriptionOf(first);
		const second = trigger(all);
		await expect(second.activate()).rejects.toMatchObject({
			message: bothIn(first.webhookUrl, 'Polling delivery'),
		});
		expect(subscriptionOf(first)).toEqual(before);
		expect(subscriptionsAt(second.webhookUrl)).toEqual([]);
	});

	test.each([
		['everyMonth', {}],
		['everyWeek', {}],
		['everyX', { value: 36, unit: 'hours' }],
	])('refuses poll times that are too rare to renew it: %s', async (mode, more) => {
		const pollTimes = { item: [{ mode, ...more }] };
		const workflow = trigger(messages({ pollTimes }));
		await expect(workflow.activate()).rejects.toMatchObject({
			message: bothIn(
				'The poll times are too far apart for Instant delivery.',
				'Choose poll times of a day or less',
			),
		});
		expect(paths('POST')).toEqual([]);
		await expect(trigger(messages({ pollTimes, mode: 'polling' })).activate()).resolves.toEqual([]);
	});

	test.each([[{ mode: 'everyDay' }], [{ mode: 'everyX', value: 24, unit: 'hours' }]])(
		'takes others: %j',
		async (item) => {
			subscriptionOf(await activated(messages({ pollTimes: { item: [item] } })));
		},
	);

	test('a missing permission is named: the one that notifications need', async () => {
		product.app.roles = ['Mail.ReadBasic.All'];
		await expect(trigger(messages()).activate()).rejects.toMatchObject({
			httpCode: '403',
			message: expect.stringMatching(/Mail\.Read(?!Basic)/) as string,
		});
		// The delta function asks for less.
		await expect(trigger(messages({ mode: 'polling' })).activate()).resolves.toEqual([]);
	});

	test('a URL that Graph cannot reach is rejected before Graph is called', async () => {
		const workflow = trigger(messages(), { fields: { graphUrl: 'https://graph.contoso.invalid' } });
		await expect(workflow.listenForTestEvent()).rejects.toMatchObject({
			message: bothIn("Graph can't notify this n8n", 'WEBHOOK_URL'),
		});
		expect(product.tokenRequests()).toBe(0);
	});
});

test('deactivation ends it, also when Graph has ended it already', async () => {
	const workflow = await activated();
	const { id } = subscriptionOf(workflow);
	await workflow.deactivate();
	expect(product.graphPaths().at(-1)).toBe(`DELETE /v1.0/subscriptions/${id}`);
	expect(subscriptionsAt(workflow.webhookUrl)).toEqual([]);
	expect(workflow.stored).not.toHaveProperty('subscription');

	await workflow.activate();
	product.simulator.notifier.remove(subscriptionOf(workflow).id, false);
	await workflow.deactivate();
});

test('a poll that is under way meanwhile does not make it again', async () => {
	const workflow = await activated();
	await notified(workflow);
	lose(1);
	deliver('Late');
	product.simulator.faults.add({ host: 'graph', path: /delta/, action: { delay: 500 } });
	const polling = workflow.poll();
	await new Promise((resolve) => setTimeout(resolve, 200));
	await workflow.deactivate();
	await polling;
	expect(subscriptionsAt(workflow.webhookUrl)).toEqual([]);
	// That of the activation.
	expect(paths('POST')).toHaveLength(1);
});

describe('after a restart', () => {
	test('it is kept', async () => {
		const workflow = await activated();
		const before = subscriptionOf(workflow);
		await workflow.restart();
		expect(await workflow.checkExists()).toBe(true);
		expect(subscriptionOf(workflow)).toEqual(before);
		expect(paths('POST')).toHaveLength(1);
	});

	test(
		'one that Graph has ended meanwhile is made again',
		async () => {
			const workflow = await activated();
			product.simulator.notifier.remove(subscriptionOf(workflow).id, false);
			deliver('Meanwhile');
			await workflow.restart();
			deliver('After');
			await workflow.settled();
			expect(emitted(workflow)).toEqual(['created Meanwhile', 'created After']);
		},
		withWait,
	);

	test.each([
		['another URL of n8n', { notificationUrl: 'http://127.0.0.1:9/webhook/earlier/graph' }],
		['another folder', { resource: `users/${adele}/mailFolders/archive/messages` }],
	])('%s: a new one is made, and the old one ended', async (_, earlier) => {
		const workflow = await activated();
		const before = subscriptionOf(workflow);
		Object.assign(before, earlier);
		const { stored } = workflow;
		await workflow.restart({ ...stored, subscription: { ...(stored.subscription as object), ...earlier } });
		const all = product.simulator.notifier.subscriptions();
		expect(all.some(({ id }) => id === before.id)).toBe(false);
		expect(subscriptionOf(workflow)).toMatchObject({
			resource: `users/${adele}/mailFolders/inbox/messages`,
		});
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created New']);
	});
});

describe('lifecycle notifications', () => {
	test('subscriptionRemoved: it is made again, and what was missed is emitted', async () => {
		const workflow = await activated();
		const before = subscriptionOf(workflow);
		lose(1);
		deliver('Missed');
		product.simulator.notifier.remove(before.id, true);
		await workflow.settled();
		expect(subscriptionOf(workflow)).toMatchObject({ clientState: before.clientState });
		expect(subscriptionOf(workflow).id).not.toBe(before.id);
		lose(0);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created Missed', 'created New']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('received twice, it is made once', async () => {
		const workflow = await activated();
		const { id, clientState } = subscriptionOf(workflow);
		product.simulator.notifier.remove(id, false);
		const body = { value: [{ subscriptionId: id, clientState, lifecycleEvent: 'subscriptionRemoved' }] };
		await Promise.all([workflow.webhook(body), workflow.webhook(body)]);
		await workflow.settled();
		const { id: made } = subscriptionOf(workflow);
		await workflow.webhook(body);
		await workflow.settled();
		expect(subscriptionOf(workflow).id).toBe(made);
		expect(paths('POST')).toHaveLength(2);
	});

	test('missed: what was missed is emitted', async () => {
		const workflow = await activated();
		const before = subscriptionOf(workflow);
		lose(1);
		deliver('Missed');
		product.simulator.notifier.tell(before.id, 'missed');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created Missed']);
		expect(subscriptionOf(workflow)).toEqual(before);
	});

	test('reauthorizationRequired: it is renewed, and what was held back is emitted', async () => {
		product.simulator.set({ subscriptions: { holdUntilReauthorized: true } });
		const workflow = await activated();
		const { id, expirationDateTime } = subscriptionOf(workflow);
		clock.pass(hour);
		product.simulator.notifier.tell(id, 'reauthorizationRequired');
		deliver('Held');
		await workflow.settled();
		const after = subscriptionOf(workflow);
		expect(after).toMatchObject({ id, reauthorization: undefined });
		expect(Date.parse(String(after.expirationDateTime))).toBeGreaterThan(
			Date.parse(String(expirationDateTime)) + hour - 60_000,
		);
		await workflow.poll();
		expect(emitted(workflow)).toEqual(['created Held']);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created Held', 'created New']);
	});
});

describe('polls renew it', () => {
	test('when half of its life is over, once', async () => {
		const workflow = await activated();
		const { id, expirationDateTime } = subscriptionOf(workflow);
		const life = Date.parse(String(expirationDateTime)) - Date.now();
		clock.pass(life / 2 - hour);
		await workflow.poll();
		expect(paths('PATCH')).toEqual([]);
		clock.pass(hour + 60_000);
		await workflow.poll();
		await workflow.poll();
		expect(paths('PATCH')).toEqual([`PATCH /v1.0/subscriptions/${id}`]);
		const renewed = Date.parse(String(subscriptionOf(workflow).expirationDateTime));
		expect(renewed - Date.now()).toBeGreaterThan(life - hour);
	});

	test('by the life that Graph granted', async () => {
		product.simulator.set({ subscriptions: { longestLifeMinutes: 60 } });
		const workflow = await activated();
		clock.pass(29 * 60_000);
		await workflow.poll();
		expect(paths('PATCH')).toEqual([]);
		clock.pass(2 * 60_000);
		await workflow.poll();
		expect(paths('PATCH')).toHaveLength(1);
	});

	test('what Graph no longer has is made again', async () => {
		const workflow = await activated();
		const { id } = subscriptionOf(workflow);
		await notified(workflow);
		product.simulator.notifier.remove(id, false);
		clock.pass(40 * hour);
		await workflow.poll();
		expect(paths('PATCH')).toEqual([`PATCH /v1.0/subscriptions/${id}`]);
		expect(subscriptionOf(workflow).id).not.toBe(id);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created First', 'created New']);
	});

	test('where a poll finds changes without a notification, it checks whether Graph still has it', async () => {
		const workflow = await activated();
		await notified(workflow);
		const { id } = subscriptionOf(workflow);
		lose(1);
		deliver('Lost');
		await workflow.poll();
		expect(subscriptionOf(workflow).id).toBe(id);
		lose(0);
		product.simulator.notifier.remove(id, false);
		deliver('Missed');
		await workflow.poll();
		expect(subscriptionOf(workflow).id).not.toBe(id);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created First', 'created Lost', 'created Missed', 'created New']);
	});

	test('a refusal does not lose what the poll found, and is reported when it found nothing', async () => {
		const workflow = await activated();
		await notified(workflow);
		clock.pass(40 * hour);
		lose(1);
		deliver('New');
		const refuse = () =>
			product.simulator.faults.add({ method: 'PATCH', path: /subscriptions/, action: { status: 403 } });
		refuse();
		expect(emittedOf(await workflow.poll())).toEqual(['created New']);
		refuse();
		await expect(workflow.poll()).rejects.toMatchObject({ httpCode: '403' });
		expect(await workflow.poll()).toEqual([]);
		const left = Date.parse(String(subscriptionOf(workflow).expirationDateTime)) - Date.now();
		expect(left).toBeGreaterThan(60 * hour);
	});
});

/** A message that says two things. */
function bothIn(first: string, second: string): string {
	const escaped = [first, second].map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return expect.stringMatching(new RegExp(escaped.join('.*'), 's')) as string;
}
