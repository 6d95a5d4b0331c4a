import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request } from 'undici';
import { startSimulator } from '../../../simulator';
import type { Simulator } from '../../../simulator/simulator';
import { createClient } from '../../../simulator/client';
import type { SimulatorClient } from '../../../simulator/client';

const root = join(__dirname, '../../..');

async function json(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) {
	const answer = await request(url, {
		method,
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return { status: answer.statusCode, body: await answer.body.json() };
}

describe('control over HTTP', () => {
	let simulator: Simulator;
	let client: SimulatorClient;
	const control = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
		json(method, simulator.controlUrl + path, body);
	const message = { subject: 'Hello', toRecipients: [{ emailAddress: { address: 'a@b.example' } }] };

	beforeEach(async () => {
		simulator = await startSimulator();
		client = await createClient(simulator);
	});
	afterEach(async () => {
		await client.close();
		await simulator.close();
	});

	it('counts requests by kind, and shows neither tokens nor secrets', async () => {
		await client.get('/users/adelev@contoso.example');
		await client.get("/users/miriam.o'neill@contoso.example");
		await client.batch([{ id: '1', method: 'GET', url: '/users/alexw@contoso.example' }]);
		const { body } = await control('GET', '/requests');
		expect(body).toMatchObject({
			counts: { 'graph GET /v1.0/users/{id}': 2, 'login POST /{guid}/oauth2/v2.0/token': 1 },
			parts: { 'graph GET /v1.0/users/{id}': 1 },
			total: 4,
		});
		const full = JSON.stringify((await control('GET', '/requests?full=1')).body);
		expect(full).toContain('client_credentials');
		expect(full).not.toContain(client.token);
		expect(full).not.toContain('simulator-client-secret');
	});

	it('shows what was sent', async () => {
		await client.post('/users/alexw@contoso.example/sendMail', { message });
		const sent = await control('GET', '/state/users/alexw@contoso.example/messages?folder=sentitems');
		expect(sent.body).toMatchObject([{ subject: 'Hello' }]);
		expect((await control('GET', '/state/users/alexw@contoso.example/submissions')).body).toEqual({
			Hello: 1,
		});
		expect((await control('GET', '/state/users/alexw@contoso.example')).body).toMatchObject({
			displayName: 'Alex Wilber',
		});
		expect((await control('GET', '/state/users/nobody/messages')).status).toBe(404);
		expect((await control('GET', '/stats')).body).toMatchObject({ submissions: 1, throttled: 0 });
	});

	it('adds and clears faults, changes settings and roles, resets', async () => {
		await control('POST', '/faults', { path: 'users', times: null, action: { status: 500 } });
		expect((await client.get('/users')).status).toBe(500);
		expect((await client.get('/users')).status).toBe(500);
		await control('DELETE', '/faults');
		expect((await client.get('/users')).status).toBe(200);

		await control('POST', '/settings', { latency: 1, send: { lingerMs: 5 } });
		expect(simulator.settings).toMatchObject({ latency: 1, send: { lingerMs: 5, changesId: true } });
		expect((await control('POST', '/settings', { nonsense: 1 })).status).toBe(400);

		await control('POST', '/roles', { roles: ['Mail.Send'] });
		const poor = await createClient(simulator);
		expect((await poor.get('/users')).status).toBe(403);
		await poor.close();

		await control('POST', '/reset');
		expect((await control('GET', '/requests')).body).toMatchObject({ total: 0 });
		expect(simulator.settings.latency).toBe(0);
		const fresh = await createClient(simulator);
		expect((await fresh.get('/users')).status).toBe(200);
		await fresh.close();
	});
});

describe('as a process of its own', () => {
	const start = (...args: string[]) => {
		const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...args], {
			cwd: root,
		});
		const output = { out: '', err: '' };
		child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
		return { child, output, ended: once(child, 'close') as Promise<[number | null]> };
	};
	const firstLine = async ({ child, output }: ReturnType<typeof start>) => {
		while (!output.out.includes('\n'))
			await Promise.race([
				once(child.stdout, 'data'),
				once(child, 'close').then(() => Promise.reject(new Error(output.err))),
			]);
		return JSON.parse(output.out) as Record<string, string>;
	};

	it('prints where it is, answers, and ends on SIGTERM', async () => {
		const run = start();
		const told = await firstLine(run);
		expect(told).toMatchObject({
			tenantId: '11111111-1111-4111-8111-111111111111',
			clientId: '22222222-2222-4222-8222-222222222222',
			clientSecret: 'simulator-client-secret',
		});
		expect((await json('GET', `${told.graphUrl}/v1.0/users`)).status).toBe(401);
		expect((await json('GET', `${told.controlUrl}/requests`)).body).toMatchObject({ total: 1 });
		run.child.kill('SIGTERM');
		expect(await run.ended).toEqual([0, null]);
		expect(run.output.err).toBe('');
	});

	it('says in one line which port is in use', async () => {
		const taken = createServer().listen(0, '127.0.0.1');
		await once(taken, 'listening');
		const { port } = taken.address() as AddressInfo;
		const run = start('--graph-port', String(port));
		expect((await run.ended)[0]).toBe(1);
		expect(run.output.err).toBe(`Port ${port} on 127.0.0.1 is in use: choose another for the simulator.\n`);
		expect(run.output.out).toBe('');
		taken.close();
	});

	it('refuses arguments that it does not know', async () => {
		const run = start('--graph-port', 'many');
		expect((await run.ended)[0]).toBe(1);
		expect(run.output.err).toBe('--graph-port must be a port number, not "many".\n');
	});
});
