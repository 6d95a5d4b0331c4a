import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { SimulatorClient } from '../../../simulator/client';

let simulator: Simulator;
let client: SimulatorClient;
const upn = 'adelev@contoso.example';
const read = (path = `/users/${upn}/messages?$top=1`) => client.get(path);
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
	Promise.all(Array.from({ length: count }, (_, index) => work(index)));

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(async () => {
	simulator.reset();
	client = await createClient(simulator);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await client.close();
});
afterAll(() => simulator.close());

describe('requests at one mailbox', () => {
	it('are taken 4 at a time; the fifth gets 429 and is counted', async () => {
		simulator.set({ partTime: 300 });
		const answers = await times(5, () => read());
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429]);
		const refused = answers.find(({ status }) => status === 429);
		expect(refused?.headers['retry-after']).toBe('1');
		expect(refused?.body).toMatchObject({ error: { code: 'ApplicationThrottled' } });
		expect(simulator.graph.throttled).toBe(1);
		expect(simulator.graph.maxConcurrency.get(upn)).toBe(5);
	});

	it('are under way for the latency too', async () => {
		simulator.set({ latency: 300 });
		const answers = await times(6, () => read());
		expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
	});

	it('do not count against another mailbox, or the directory', async () => {
		simulator.set({ partTime: 300 });
		const answers = await times(12, (index) =>
			read(index < 4 ? undefined : index < 8 ? '/users/alexw@contoso.example/messages' : `/users/${upn}`),
		);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(simulator.graph.throttled).toBe(0);
		expect(simulator.graph.maxConcurrency.get(upn)).toBe(4);
	});

	it('free their place when they fail', async () => {
		simulator.set({ partTime: 10, mailboxConcurrency: 1 });
		expect((await read(`/users/${upn}/messages/AAMk7`)).status).toBe(400);
		expect((await read()).status).toBe(200);
	});
});

describe('the token bucket', () => {
	it('refuses when it is empty and fills up again', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		simulator.set({ throttle: { capacity: 3, refillPerSecond: 20 } });
		const answers = [await read(), await read(), await read(), await read()];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
		expect(answers[3].headers['retry-after']).toBe('1');
		clock.mockReturnValue(Date.now() + 60);
		expect((await read()).status).toBe(200);
		expect((await read()).status).toBe(429);
		expect(simulator.graph.throttled).toBe(2);
	});

	it('counts each part of a batch', async () => {
		simulator.set({ throttle: { capacity: 2, refillPerSecond: 0.001, retryAfter: 9 } });
		const answers = await client.batch(
			['1', '2', '3'].map((id) => ({ id, method: 'GET', url: `/users/${upn}` })),
		);
		const refused = [...answers.values()].filter(({ status }) => status === 429);
		expect(refused).toHaveLength(1);
		expect(refused[0].headers['Retry-After']).toBe('9');
	});

	it('tells Retry-After as seconds, decimals, a date, or not at all', async () => {
		simulator.set({ throttle: { capacity: 0, refillPerSecond: 1, retryAfter: 2.5 } });
		const told = async (retryAfterAs: 'seconds' | 'decimal' | 'date' | 'none') => {
			simulator.set({ retryAfterAs });
			return (await read()).headers['retry-after'];
		};
		expect(await told('seconds')).toBe('3');
		expect(await told('decimal')).toBe('2.5');
		const ahead = Date.parse(await told('date')) - Date.now();
		expect(ahead).toBeGreaterThan(1_400);
		expect(ahead).toBeLessThan(3_600);
		expect(await told('none')).toBeUndefined();
	});

	it('warns from four fifths on', async () => {
		simulator.set({ throttle: { capacity: 5, refillPerSecond: 0 }, throttlePercentage: 'bucket' });
		const told = async () => (await read()).headers['x-ms-throttle-limit-percentage'];
		expect([await told(), await told(), await told(), await told(), await told()]).toEqual([
			undefined,
			undefined,
			undefined,
			'0.80',
			'1.00',
		]);
		simulator.set({ throttle: null, throttlePercentage: 1.2 });
		expect(await told()).toBe('1.20');
	});
});
