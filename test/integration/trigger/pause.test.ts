import type { INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { useClock } from './tenant';

const product = useProduct({ seed: { messages: 2 } });
const trigger = useTrigger(product);
const clock = useClock();

const minute = 60_000;
const adele = 'adelev@contoso.example';
const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'message',
	event: ['created'],
	mailbox: byId(adele),
	...parameters,
});
const deliver = (subject: string) => product.simulator.events.deliverMessage(adele, { subject });

/** A workflow that has emitted a message, and one came after the last poll. */
async function withOneMissed(parameters: INodeParameters = {}) {
	const workflow = trigger(messages(parameters));
	await workflow.activate();
	deliver('Told');
	await workflow.poll();
	// So that all of it is stored.
	clock.pass(minute);
	deliver('Told later');
	await workflow.poll();
	await workflow.deactivate();
	deliver('Missed');
	return workflow;
}

test('after a pause what came meanwhile is left out', async () => {
	const workflow = await withOneMissed();
	clock.pass(20 * minute);
	expect(emittedOf(await workflow.activate())).toEqual([]);
	deliver('New');
	expect(emittedOf(await workflow.poll())).toEqual(['created New']);
});

test('after a short one it is emitted', async () => {
	const workflow = await withOneMissed();
	clock.pass(5 * minute);
	expect(emittedOf(await workflow.activate())).toEqual(['created Missed']);
});

test('after a long one it is emitted, too, where the person wants it', async () => {
	const workflow = await withOneMissed({ options: { catchUp: true } });
	clock.pass(3 * 24 * 60 * minute);
	expect(emittedOf(await workflow.activate())).toEqual(['created Missed']);
});

test.each(['init', 'leadershipChange', 'update'] as const)(
	'an activation that is no pause (%s) goes on',
	async (mode) => {
		const workflow = await withOneMissed();
		clock.pass(24 * 60 * minute);
		expect(emittedOf(await workflow.activate(mode))).toEqual(['created Missed']);
	},
);

test('polls that are an hour apart are no pause', async () => {
	const workflow = await withOneMissed({ pollTimes: { item: [{ mode: 'everyHour', minute: 0 }] } });
	clock.pass(90 * minute);
	expect(emittedOf(await workflow.activate())).toEqual(['created Missed']);
});

test('from the beginning, the beginning comes once', async () => {
	const workflow = await withOneMissed({ options: { startFrom: 'beginning' } });
	clock.pass(20 * minute);
	expect(emittedOf(await workflow.activate())).toEqual([]);
	deliver('New');
	expect(emittedOf(await workflow.poll())).toEqual(['created New']);
});

test('what is watched instead begins anew', async () => {
	const workflow = await withOneMissed();
	workflow.edit(messages({ folderId: byId('archive') }));
	deliver('Elsewhere');
	expect(emittedOf(await workflow.activate('update'))).toEqual([]);
});

test('what a poll found while the workflow was edited, which n8n drops, is emitted after that', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	deliver('Before');
	expect(emittedOf(await workflow.poll())).toEqual(['created Before']);
	deliver('Meanwhile');
	expect(emittedOf(await workflow.pollLeftOut())).toEqual(['created Meanwhile']);
	expect(emittedOf(await workflow.activate('update'))).toEqual(['created Meanwhile']);
	expect(await workflow.poll()).toEqual([]);
});

test('the same where other processes execute', async () => {
	const workflow = trigger(messages(), { queueMode: true });
	await workflow.activate();
	deliver('Before');
	expect(emittedOf(await workflow.poll())).toEqual(['created Before']);
	deliver('Meanwhile');
	await workflow.pollLeftOut();
	expect(emittedOf(await workflow.activate('update'))).toEqual(['created Meanwhile']);
	expect(await workflow.poll()).toEqual([]);
});
