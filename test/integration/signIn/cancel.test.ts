import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { byId, useProduct } from '../harness/product';

const product = useProduct();

/** A login host that is told what to do with each token request. */
let server: Server;
let loginUrl: string;
let answer: (response: ServerResponse) => void;
let asked = 0;
beforeAll(async () => {
	server = createServer((request, response) => {
		request.resume();
		asked += 1;
		answer(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	loginUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	asked = 0;
});

/** Far less than what a sign-in waits for a host that doesn't respond, with its retries, in ms. */
const atOnce = 25_000;
const never = () => undefined;
const busy = (response: ServerResponse) => void response.writeHead(503, { 'retry-after': '2' }).end();
const reset = (response: ServerResponse) => void response.destroy();
const get = { resource: 'user', operation: 'get', userId: byId('adelev@contoso.example') };
/**
 * Runs the node, and cancels the execution some time after the login host was asked.
 * @param ms that time
 * @returns the run, and how long it went on after it was cancelled, in ms
 */
async function runUntil(ms: number, fields: object = {}, parameters: object = {}) {
	const stop = new AbortController();
	const run = product.run(
		{ ...get, ...parameters },
		{ fields: { loginUrl, ...fields }, signal: stop.signal },
	);
	while (asked === 0) await delay(10);
	await delay(ms);
	const cancelled = Date.now();
	stop.abort();
	return { ...(await run), wentOn: Date.now() - cancelled };
}

describe('an execution that is cancelled while it signs in', () => {
	test.each<[string, (response: ServerResponse) => void]>([
		['the login host does not answer', never],
		['the login host asks for a pause', busy],
		['the login host closes connections', reset],
	])('ends at once, with no further request: %s', async (_name, does) => {
		answer = does;
		const run = await runUntil(300);
		expect(run.status).toBe('canceled');
		expect(run.wentOn).toBeLessThan(atOnce);
		expect(asked).toBe(1);
		await delay(3_500);
		expect(asked).toBe(1);
	});

	test('ends at once with Batching off, and where a managed identity signs in', async () => {
		answer = never;
		const managed = { authentication: 'managedIdentity', imdsUrl: loginUrl };
		for (const [fields, options] of [
			[{}, { batching: false }],
			[managed, {}],
		]) {
			asked = 0;
			const { wentOn } = await runUntil(300, fields, { options });
			expect(wentOn).toBeLessThan(atOnce);
			expect(asked).toBe(1);
		}
		await delay(2_000);
		expect(asked).toBe(1);
	});

	test('leaves the token request to the other execution that waits for it', async () => {
		let late: ServerResponse | undefined;
		answer = (response) => (late = response);
		const [cancelled, other] = [runUntil(300), product.run(get, { fields: { loginUrl } })];
		await cancelled;
		expect(asked).toBe(1);
		// The simulator's own token, a moment later.
		const form = new URLSearchParams({
			client_id: product.app.clientId,
			client_secret: String(product.fields().clientSecret),
			grant_type: 'client_credentials',
			scope: `${product.simulator.graphUrl}/.default`,
		});
		const url = `${product.simulator.loginUrl}/${String(product.fields().tenantId)}/oauth2/v2.0/token`;
		const token = await (await fetch(url, { method: 'POST', body: form })).text();
		late?.writeHead(200, { 'content-type': 'application/json' }).end(token);
		expect((await other).items).toMatchObject([{ json: { userPrincipalName: 'adelev@contoso.example' } }]);
		expect(asked).toBe(1);
	});

	test('leaves no trace: the next execution asks anew, and is not told that it was cancelled', async () => {
		answer = never;
		await runUntil(300);
		answer = (response) => void response.writeHead(400, { 'content-type': 'text/plain' }).end('no');
		const run = await product.run(get, { fields: { loginUrl } });
		expect(asked).toBe(2);
		expect(run.error?.message).toMatch(/unexpected response/);
	});
});
