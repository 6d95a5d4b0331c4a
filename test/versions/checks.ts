import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { SimulatorAddress } from '../../scripts/simulatorServer';
import type { Engine, EngineRun } from './engine';

/** What a check works with: the engine of one version, the simulator, and a credential that nothing has used before. */
export interface CheckContext {
	engine: Engine;
	fields: ICredentialDataDecryptedObject;
	simulator: SimulatorControl;
	foreign: ForeignHost;
}

export interface Check {
	/** The head of its column in README.md. */
	name: string;
	/** What it shows, in a sentence. */
	shows: string;
	/** @throws what is not as it has to be */
	run(context: CheckContext): Promise<void>;
}

const adele = 'adelev@contoso.example';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const getUser: INodeParameters = { resource: 'user', operation: 'get', userId: byId(adele) };
/** For so long, in ms, a wait may go on after it was cancelled: far less than the wait, and enough on a busy machine. */
const soon = 20_000;
/** How long, in s, Graph asks for. */
const longWait = 60;

/** What is checked on each version of n8n. */
export const checks: readonly Check[] = [
	{
		name: 'Sign in',
		shows: "the credential's test passes with the right secret, and says what is wrong with another",
		async run({ engine, fields }) {
			await engine.test(fields);
			const refused = await engine.test({ ...fields, clientSecret: 'wrong' }).then(
				() => undefined,
				(error: Error) => error.message,
			);
			matches(refused, /AADSTS7000215/, 'what the test says of a wrong secret');
			const users = await engine.list('searchUsers', fields);
			equal(users.length > 0, true, 'whether From List has users');
		},
	},
	{
		name: 'Work',
		shows:
			'lists users, gets 25 users in batches, and sends a mail once, with one token that is stored nowhere',
		async run({ engine, fields, simulator }) {
			const listed = await succeeds(
				engine.run({ resource: 'user', operation: 'getAll', returnAll: true }, { fields }),
			);
			const names = listed.items.map(({ json }) => String(json.userPrincipalName));
			equal(names.includes(adele), true, 'whether the list has a user');
			const input = Array.from({ length: 25 }, (_, index) => ({ json: { id: names[index % names.length] } }));
			const each = { resource: 'user', operation: 'get', userId: byId('={{ $json.id }}') };
			const before = await simulator.requests();
			const got = await succeeds(engine.run(each, { fields, input }));
			equal(
				got.items.map(({ json }) => json.userPrincipalName),
				input.map(({ json }) => json.id),
				'the users, in the order of the items',
			);
			const after = await simulator.requests();
			equal(after.graph - before.graph, 2, 'calls for 25 users');
			const subject = `Version ${engine.core} ${randomUUID()}`;
			const mail = {
				resource: 'message',
				operation: 'send',
				mailbox: byId(adele),
				subject,
				body: 'Text',
				toRecipients: adele,
			};
			await succeeds(engine.run(mail, { fields }));
			equal(await simulator.sent(adele, subject), 1, 'mails that went out');
			equal((await simulator.requests()).login, 1, 'token requests');
		},
	},
	{
		name: 'Redirect',
		shows:
			'a redirect to another host takes no token along, from the node or from a request with the credential',
		async run({ engine, fields, simulator, foreign }) {
			const redirect = { host: 'graph', path: '/users/', action: redirectTo(foreign.url) };
			await simulator.strike(redirect);
			const followed = await engine.run(getUser, { fields });
			equal(followed.status, 'error', 'how the node ends');
			equal(foreign.bearers.length, 0, 'requests of the node to the other host');
			for (const helper of ['httpRequestWithAuthentication', 'requestWithAuthentication'] as const) {
				await simulator.strike(redirect);
				const url = `${String(fields.graphUrl)}/v1.0/users/${adele}`;
				await succeeds(engine.http(helper, url, { fields }));
				const brought = foreign.bearers
					.splice(0)
					.map((bearer) => (bearer === undefined ? 'no token' : 'a token'));
				equal(brought, ['no token'], `what a redirect of ${helper} brought along`);
			}
		},
	},
	{
		name: 'Refused token',
		shows:
			'a token that Graph refuses is renewed once, alone and in a batch; one that stays refused ends in an error',
		async run({ engine, fields, simulator }) {
			await succeeds(engine.run(getUser, { fields }));
			await simulator.strike({ host: 'graph', part: false, action: { status: 401 } });
			await succeeds(engine.run(getUser, { fields }));
			equal((await simulator.requests()).login, 2, 'token requests after one refusal');
			await simulator.strike({ host: 'graph', part: true, action: { status: 401 } });
			const input = Array.from({ length: 5 }, () => ({ json: {} }));
			const batch = await succeeds(engine.run(getUser, { fields, input }));
			equal(batch.items.length, 5, 'items of the batch');
			const before = await simulator.requests();
			await simulator.strike({ host: 'graph', times: null, action: { status: 401 } });
			const refused = await engine.run(getUser, { fields });
			equal(refused.status, 'error', 'how the node ends when Graph refuses each token');
			matches(refused.error, /401|token/i, 'what the node says of it');
			const after = await simulator.requests();
			equal(after.graph - before.graph <= 4, true, `whether ${after.graph - before.graph} requests are few`);
			equal(after.login - before.login <= 2, true, 'whether the token requests are few');
		},
	},
	{
		name: 'Cancel',
		shows: `a wait of ${longWait} s that Graph asks for ends when the execution is cancelled: of a request, an upload, and a download`,
		async run({ engine, fields, simulator }) {
			const busy = { status: 429, headers: { 'retry-after': String(longWait) } };
			await simulator.strike({ host: 'graph', times: null, action: busy });
			await endsSoon(simulator, 'graph', (signal) => engine.run(getUser, { fields, signal }));
			await simulator.clear();

			const other = await simulator.newFields();
			await simulator.strike({ host: 'storage', times: null, action: busy });
			const data = await engine.store(randomBytes(5 * 1024 * 1024), 'Film.bin');
			const upload = { ...fileOf('upload'), parentId: byId(''), fileName: `${randomUUID()}.bin` };
			await endsSoon(simulator, 'storage', (signal) =>
				engine.run(upload, { fields: other, input: [{ json: {}, binary: { data } }], signal }),
			);
			await simulator.clear();

			const third = await simulator.newFields();
			await simulator.strike({ host: 'storage', times: null, action: busy });
			const download = { ...fileOf('download'), fileId: byId('/Reports/2026/January.xlsx') };
			await endsSoon(simulator, 'storage', (signal) => engine.run(download, { fields: third, signal }));
		},
	},
	{
		name: 'Files',
		shows: 'a file of 6 MB that goes up in ranges comes down as it was',
		async run({ engine, fields }) {
			const content = randomBytes(6 * 1024 * 1024);
			const fileName = `${randomUUID()}.bin`;
			const data = await engine.store(content, fileName);
			const options = { rangeSize: 1 };
			const up = { ...fileOf('upload'), parentId: byId(''), options };
			const made = await succeeds(engine.run(up, { fields, input: [{ json: {}, binary: { data } }] }));
			const id = String(made.items[0]?.json.id);
			const down = await succeeds(engine.run({ ...fileOf('download'), fileId: byId(id) }, { fields }));
			const [binary] = Object.values(down.items[0]?.binary ?? {});
			if (binary === undefined) throw new Error('The download has no file');
			equal(sha256(await engine.read(binary)), sha256(content), 'the hash of the file');
		},
	},
	{
		name: 'Trigger',
		shows: 'polls of the trigger emit a new message once',
		async run({ engine, fields, simulator }) {
			const parameters = { mode: 'polling', resource: 'message', event: ['created'], mailbox: byId(adele) };
			const trigger = engine.trigger(parameters, fields);
			equal((await trigger.poll()).length, 0, 'items of the first poll');
			const subject = randomUUID();
			await simulator.deliver(adele, subject);
			equal(
				(await trigger.poll()).map(({ json }) => json.subject),
				[subject],
				'subjects of the second poll',
			);
			equal((await trigger.poll()).length, 0, 'items of the third poll');
		},
	},
	{
		name: 'Timers',
		shows: 'nothing waits any more when the work is done',
		async run({ engine, fields }) {
			const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
			await succeeds(engine.run(getUser, { fields }));
			const before = timers();
			const input = Array.from({ length: 20 }, () => ({ json: {} }));
			await succeeds(engine.run({ ...getUser, options: { batching: false } }, { fields, input }));
			// What keeps connections has some of its own.
			const left = timers() - before;
			equal(left < 5, true, `whether ${left} timers more are few`);
		},
	},
];

const fileOf = (operation: string): INodeParameters => ({
	resource: 'file',
	operation,
	driveOf: 'user',
	userId: byId(adele),
});
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const redirectTo = (location: string) => ({ status: 302, headers: { location } });

/** Runs what waits, cancels it once it was asked to wait, and sees that the node's own work ends. */
async function endsSoon(
	simulator: SimulatorControl,
	host: 'graph' | 'storage',
	begin: (signal: AbortSignal) => Promise<EngineRun>,
): Promise<void> {
	const stop = new AbortController();
	const before = (await simulator.requests())[host];
	const running = begin(stop.signal);
	let early: EngineRun | undefined;
	void running.then((run) => (early = run));
	while ((await simulator.requests())[host] === before) {
		if (early !== undefined) throw new Error(`it ended before it waited: ${early.error ?? early.status}`);
		await wait(50);
	}
	// The answer arrives, and the wait begins.
	await wait(500);
	const cancelledAt = Date.now();
	stop.abort();
	const { status, nodeEnded } = await running;
	await nodeEnded;
	equal(status, 'canceled', 'how the execution ends');
	const took = Date.now() - cancelledAt;
	equal(took < soon, true, `whether ${took} ms from the cancellation to the end are few`);
}

async function succeeds(running: Promise<EngineRun>): Promise<EngineRun> {
	const run = await running;
	equal([run.status, run.error ?? ''], ['success', ''], 'how the execution ends');
	equal(run.writes, 0, "writes to n8n's credentials");
	return run;
}

function equal(is: unknown, expected: unknown, what: string): void {
	const [a, b] = [JSON.stringify(is), JSON.stringify(expected)];
	if (a !== b) throw new Error(`${what}: ${a ?? 'undefined'}, expected ${b ?? 'undefined'}`);
}

function matches(is: string | undefined, expected: RegExp, what: string): void {
	if (!expected.test(is ?? '')) throw new Error(`${what}: ${is ?? 'nothing'}, expected ${String(expected)}`);
}

/** Counts of what reached the simulator for one credential or for all. */
interface RequestCounts {
	login: number;
	graph: number;
	storage: number;
}

/** What a check asks of the simulator, in a process of its own. */
export interface SimulatorControl {
	/** The fields of a credential for an app that is new: it has no token, and nothing is known of it. */
	newFields(): Promise<ICredentialDataDecryptedObject>;
	/** What reached it since the last `clear`; a batch is one request. */
	requests(): Promise<RequestCounts>;
	/** Adds a fault, as `POST /faults` of the simulator's control takes it. */
	strike(fault: object): Promise<void>;
	/** Takes all faults away, and forgets what was asked. */
	clear(): Promise<void>;
	/** How many mails with this subject a mailbox has sent. */
	sent(mailbox: string, subject: string): Promise<number>;
	/** Delivers a mail. */
	deliver(mailbox: string, subject: string): Promise<void>;
}

/** The simulator's control over HTTP. */
export function simulatorControl(address: SimulatorAddress): SimulatorControl {
	const { controlUrl, loginUrl, graphUrl, tenantId, clientSecret } = address;
	const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const answer = await fetch(`${controlUrl}${path}`, {
			method,
			...(body !== undefined && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		if (!answer.ok)
			throw new Error(`The simulator's control answered ${answer.status}: ${await answer.text()}`);
		return await answer.json();
	};
	let seen: RequestCounts = { login: 0, graph: 0, storage: 0 };
	const all = async (): Promise<RequestCounts> => {
		const { requests } = (await ask('GET', '/requests?full=1')) as { requests: Array<{ host: string }> };
		const count = (wanted: string) => requests.filter(({ host }) => host === wanted).length;
		return { login: count('login'), graph: count('graph'), storage: count('storage') };
	};
	return {
		async newFields() {
			const { clientId } = (await ask('POST', '/apps')) as { clientId: string };
			return {
				authentication: 'clientSecret',
				tenantId,
				clientId,
				clientSecret,
				cloud: 'custom',
				loginUrl,
				graphUrl,
			};
		},
		async requests() {
			const now = await all();
			return {
				login: now.login - seen.login,
				graph: now.graph - seen.graph,
				storage: now.storage - seen.storage,
			};
		},
		async strike(fault) {
			await ask('POST', '/faults', fault);
		},
		async clear() {
			await ask('DELETE', '/faults');
			seen = await all();
		},
		async sent(mailbox, subject) {
			const path = `/state/users/${mailbox}/messages?folder=sentitems`;
			const messages = (await ask('GET', path)) as IDataObject[];
			return messages.filter((message) => message.subject === subject).length;
		},
		async deliver(mailbox, subject) {
			await ask('POST', `/users/${mailbox}/messages`, { subject });
		},
	};
}

/** A host that no token belongs to. It answers every request with 200 and an empty list. */
export interface ForeignHost {
	url: string;
	/** What its requests had as `authorization`. */
	bearers: Array<string | undefined>;
	close(): void;
}

/** Starts a foreign host on this machine. */
export async function startForeignHost(): Promise<ForeignHost> {
	const bearers: ForeignHost['bearers'] = [];
	const server: Server = createServer((request: IncomingMessage, response) => {
		bearers.push(request.headers.authorization);
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		bearers,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
