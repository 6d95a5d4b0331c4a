import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import type { Fault } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { createFaults } from '../../../simulator/faults';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
const path = '/users/alexw@contoso.example/sendMail';
const message = { subject: 'x', toRecipients: [{ emailAddress: { address: 'a@b.example' } }] };
const send = () => client.post(path, { message });
const sent = () => simulator.graph.submissions.length;

withClient((given) => ({ simulator, client } = given));

describe('which requests a fault strikes', () => {
	const target = { host: 'graph', method: 'GET', path: '/v1.0/users', part: false } as const;
	const strikes = (fault: Omit<Fault, 'action'>, changes: object = {}) => {
		const faults = createFaults();
		faults.add({ ...fault, action: { reset: true } });
		return faults.strike({ ...target, ...changes }).failure !== undefined;
	};

	it.each<[Omit<Fault, 'action'>, object, boolean]>([
		[{}, {}, true],
		[{ host: 'login' }, {}, false],
		[{ method: 'get' }, {}, true],
		[{ method: 'POST' }, {}, false],
		[{ path: /users$/ }, {}, true],
		[{ path: '^/beta' }, {}, false],
		[{ part: true }, {}, false],
		[{ part: true }, { part: true }, true],
		[{ part: false }, { part: true }, false],
		[{ times: 0 }, {}, false],
	])('%j on %j: %s', (fault, changes, expected) => {
		expect(strikes(fault, changes)).toBe(expected);
	});

	it('strikes once by default, or as often as said, a global pattern too', () => {
		const faults = createFaults();
		faults.add({ action: { status: 500 } });
		faults.add({ path: /users/g, times: 2, action: { status: 503 } });
		const statuses = [1, 2, 3, 4].map(() => faults.strike(target).failure?.action);
		expect(statuses).toEqual([{ status: 500 }, { status: 503 }, { status: 503 }, undefined]);
		expect(faults.struck).toBe(3);
		expect(faults.active()).toEqual([]);
	});

	it('adds delays up, before a failure', () => {
		const faults = createFaults();
		faults.add({ action: { delay: 10 }, times: Infinity });
		faults.add({ action: { delay: 5 }, after: true });
		faults.add({ action: { hang: true } });
		expect(faults.strike(target)).toMatchObject({
			delay: 10,
			delayAfter: 5,
			failure: { action: { hang: true } },
		});
		expect(faults.strike(target)).toEqual({ delay: 10, delayAfter: 0 });
	});

	it('strikes by chance, the same way for the same seed', () => {
		const run = (seed: number) => {
			const faults = createFaults();
			faults.seed(seed);
			faults.add({ probability: 0.2, times: Infinity, action: { reset: true } });
			return Array.from({ length: 200 }, () => faults.strike(target).failure !== undefined);
		};
		expect(run(1)).toEqual(run(1));
		expect(run(1)).not.toEqual(run(2));
		const share = run(1).filter(Boolean).length / 200;
		expect(share).toBeGreaterThan(0.1);
		expect(share).toBeLessThan(0.3);
	});
});

describe('what a fault does', () => {
	it('answers with a status and Graph’s error body, before anything is done', async () => {
		simulator.faults.add({ action: { status: 503, headers: { 'retry-after': '2' } } });
		const answer = await send();
		expect(answer).toMatchObject({ status: 503, body: { error: { code: 'ServiceNotAvailable' } } });
		expect(answer.headers['retry-after']).toBe('2');
		expect(sent()).toBe(0);
		expect((await send()).status).toBe(202);
	});

	it('answers with a body of its own', async () => {
		simulator.faults.add({ action: { status: 400, body: { odd: true } } });
		expect(await send()).toMatchObject({ status: 400, body: { odd: true } });
	});

	it('fails after the request was carried out', async () => {
		simulator.faults.add({ after: true, action: { status: 504 } });
		expect(await send()).toMatchObject({ status: 504, body: { error: { code: 'GatewayTimeout' } } });
		expect(sent()).toBe(1);
	});

	it('resets the connection, before or after', async () => {
		simulator.faults.add({ action: { reset: true } });
		await expect(send()).rejects.toThrow();
		expect(sent()).toBe(0);
		simulator.faults.add({ after: true, action: { reset: true } });
		await expect(send()).rejects.toThrow();
		expect(sent()).toBe(1);
		expect(simulator.requests.filter(({ host }) => host === 'graph').map(({ status }) => status)).toEqual([
			0, 0,
		]);
	});

	it('cuts an answer in its middle, when all is done', async () => {
		simulator.faults.add({ action: { cut: true }, times: 2 });
		const get = async () => {
			const url = `${simulator.graphUrl}/v1.0/users/adelev@contoso.example`;
			const { statusCode, headers, body } = await request(url, {
				headers: { authorization: `Bearer ${client.token}` },
			});
			expect(statusCode).toBe(200);
			let received = 0;
			try {
				for await (const chunk of body) received += (chunk as Buffer).length;
			} catch {
				return received / Number(headers['content-length']);
			}
			throw new Error('The body came whole');
		};
		const share = await get();
		expect(share).toBeGreaterThan(0.4);
		expect(share).toBeLessThan(0.6);
		// An answer without a body is lost whole.
		await expect(send()).rejects.toThrow();
		expect(sent()).toBe(1);
	});

	it('never answers', async () => {
		simulator.faults.add({ action: { hang: true } });
		expect(await Promise.race([send().catch(() => 'failed'), wait(100, 'silence')])).toBe('silence');
	});

	it('answers with the page of something in between', async () => {
		simulator.faults.add({ action: { html: '<html>Proxy</html>' } });
		const answer = await send();
		expect(answer).toMatchObject({ status: 502, body: '<html>Proxy</html>' });
		expect(answer.headers['content-type']).toContain('text/html');
	});

	it('delays', async () => {
		simulator.faults.add({ action: { delay: 80 } });
		const start = performance.now();
		expect((await send()).status).toBe(202);
		expect(performance.now() - start).toBeGreaterThanOrEqual(75);
	});

	it('strikes the login host, in Entra’s form', async () => {
		simulator.faults.add({ host: 'login', action: { status: 503 } });
		const { statusCode, body } = await request(`${simulator.loginUrl}/x/oauth2/v2.0/token`, {
			method: 'POST',
		});
		expect(statusCode).toBe(503);
		expect(await body.json()).toMatchObject({ error: 'temporarily_unavailable' });
	});

	it('forgets late effects on a reset', async () => {
		simulator.faults.add({ late: 300, action: { status: 504 } });
		await send();
		simulator.reset();
		await wait(400);
		expect(sent()).toBe(0);
	});
});
