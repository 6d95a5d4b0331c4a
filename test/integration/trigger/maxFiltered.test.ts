import { fact } from '../../reality/facts';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { useClock } from './tenant';

const most = 20;
jest.mock('../../../nodes/graph/lists/maxFiltered', () => ({ maxFiltered: 20 }));

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);
const clock = useClock();

const adele = 'adelev@contoso.example';
const watched = (options = {}) => ({
	mode: 'polling',
	resource: 'message',
	event: ['created'],
	mailbox: byId(adele),
	options,
});
let sent = 0;
const deliver = (count: number): string[] =>
	Array.from({ length: count }, () => {
		sent += 1;
		const receivedDateTime = new Date(Date.now()).toISOString();
		const times = { receivedDateTime, createdDateTime: receivedDateTime };
		product.simulator.events.deliverMessage(adele, { subject: String(sent), ...times });
		return `created ${sent}`;
	});
const limit = (filteredOver: 'round' | 'link') =>
	product.simulator.set({ delta: { mostFiltered: most, filteredOver } });

describe.each(['round', 'link'] as const)('a filter gives so many messages in each %s', (over) => {
	beforeEach(() => limit(over));

	test(fact(5, 'node', 'each message is emitted once, also long after so many'), async () => {
		const workflow = trigger(watched());
		await workflow.activate();
		const [sentAll, emitted]: string[][] = [[], []];
		for (const count of [3, 4, 4, 15, 1, 0, 19, 8, 2, 12, 0, 5]) {
			sentAll.push(...deliver(count));
			emitted.push(...emittedOf(await workflow.poll()));
			clock.pass(10 * 60_000);
		}
		emitted.push(...emittedOf(await workflow.poll()));
		expect(emitted.sort()).toEqual(sentAll.sort());
	});

	test(fact(5, 'node', 'more at once than Graph returns are emitted all the same'), async () => {
		const workflow = trigger(watched());
		await workflow.activate();
		const all = deliver(3 * most);
		const emitted = [...emittedOf(await workflow.poll()), ...emittedOf(await workflow.poll())];
		expect(emitted.sort()).toEqual(all.sort());
		const next = deliver(1);
		expect(emittedOf(await workflow.poll())).toEqual(next);
	});

	test(fact(5, 'node', 'a restart in between loses and repeats nothing'), async () => {
		const workflow = trigger(watched());
		await workflow.activate();
		const [sentAll, emitted]: string[][] = [[], []];
		for (let round = 0; round < 6; round++) {
			sentAll.push(...deliver(6));
			emitted.push(...emittedOf(await (round % 2 === 0 ? workflow.poll() : workflow.restart())));
		}
		expect(emitted.sort()).toEqual(sentAll.sort());
	});
});

test('a folder that has got more than that a moment ago', async () => {
	limit('link');
	deliver(2 * most);
	const workflow = trigger(watched());
	expect(await workflow.activate()).toEqual([]);
	const emitted = deliver(2 * most);
	expect(emittedOf(await workflow.poll()).sort()).toEqual(emitted.sort());
});
