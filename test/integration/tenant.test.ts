import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { sampleUser } from '../operations/samples';
import { startSimulator } from '../../simulator';
import { type Simulator } from '../../simulator/simulator';
import { defaultClientId, defaultClientSecret, defaultTenantId } from '../../simulator/entra';
import { samplePlan } from '../../simulator/graph/routes/planner';
import { sampleTeam } from '../../simulator/graph/routes/teams';
import { addFaults, begin } from '../tenant/main';
import { openFacts, parts, untried } from '../tenant/parts';
import type { RecordedShape } from '../tenant/recording';
import { readTarget, SettingsError } from '../tenant/settings';
import { prefixOfAll } from '../tenant/things';
import { makeCertificate } from '../unit/signIn/helpers/certificates';

const project = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'tenant-test-'));
const started: Simulator[] = [];
const children: ChildProcess[] = [];

/** A simulator in the place of a tenant, with an app that has no past in this process. */
async function startTenant() {
	const simulator = await startSimulator();
	started.push(simulator);
	const { entra } = simulator;
	const app = entra.register({ ...structuredClone(entra.app()), clientId: randomUUID() });
	const env: NodeJS.ProcessEnv = {
		TENANT_ID: defaultTenantId,
		TENANT_CLIENT_ID: app.clientId,
		TENANT_CLIENT_SECRET: defaultClientSecret,
		TENANT_CLOUD: 'custom',
		TENANT_LOGIN_URL: simulator.loginUrl,
		TENANT_GRAPH_URL: simulator.graphUrl,
		TENANT_MAILBOX: sampleUser,
		TENANT_SITE: 'root',
		TENANT_TEAM: sampleTeam,
		TENANT_PLAN: samplePlan,
		TENANT_REGION: 'EUR',
	};
	return { simulator, app, env };
}

afterAll(async () => {
	for (const child of children) child.kill('SIGKILL');
	for (const simulator of started) await simulator.close();
	rmSync(folder, { recursive: true, force: true });
});

let runs = 0;

/** Runs the command in this process. */
async function run(
	args: string[],
	env: NodeJS.ProcessEnv = {},
	ask?: (question: string) => Promise<boolean>,
) {
	const out = join(folder, String((runs += 1)));
	const lines: string[] = [];
	const code = await begin([...args, '--out', out], env, { say: (line) => lines.push(line), ask }).done;
	const read = (name: string) => readFileSync(join(out, name), 'utf8');
	return { code, text: lines.join('\n'), read };
}

/** Where the names of a run still stand in a simulator, but for what remembers the past. */
function leftIn({ graph }: Simulator): string[] {
	const found: string[] = [];
	const seen = new Set<unknown>();
	const look = (value: unknown, path: string): void => {
		if (typeof value === 'string' && value.includes(prefixOfAll)) found.push(path);
		if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || seen.has(value)) return;
		seen.add(value);
		const { deleted, gone } = value as { deleted?: boolean; gone?: boolean };
		if (deleted === true || gone === true) return;
		const entries: Iterable<[unknown, unknown]> =
			value instanceof Map || value instanceof Set ? value.entries() : Object.entries(value);
		for (const [key, own] of entries) look(own, `${path}/${String(key)}`);
	};
	const { users, deletedUsers, groups, collections } = graph;
	const { visible, folders, events } = graph.mailbox(sampleUser);
	look({ users, deletedUsers, groups, collections, messages: visible(), folders, events }, '');
	return found;
}

/** How many there are of what has no name of the run. */
function countsOf({ graph }: Simulator) {
	const { users, deletedUsers, groups } = graph;
	const mailbox = graph.mailbox(sampleUser);
	return {
		users: users.size,
		deletedUsers: deletedUsers.size,
		groups: groups.size,
		messages: mailbox.visible().length,
		folders: mailbox.folders.length,
		events: mailbox.events.length,
	};
}

describe('a whole run', () => {
	let simulator: Simulator;
	let before: ReturnType<typeof countsOf>;
	let outcome: Awaited<ReturnType<typeof run>>;
	/** What a tenant could be known by. */
	const planted = {
		person: 'Zaphod Beeblebrox',
		column: 'SecretColumnOfTenant',
		subject: 'Heart of Gold takeover',
		property: 'contosoBadgeNumber_42',
	};

	beforeAll(async () => {
		const tenant = await startTenant();
		({ simulator } = tenant);
		simulator.set({ recordAnswers: true });
		const user = simulator.graph.findUser(sampleUser);
		if (user) Object.assign(user, { displayName: planted.person, [planted.property]: planted.person });
		simulator.events.deliverMessage(sampleUser, { subject: planted.subject });
		before = countsOf(simulator);
		outcome = await run(['--yes'], tenant.env);
	});

	it('does every step, and finds no difference between two simulators', () => {
		expect(outcome.text.split('\n').filter((line) => /^\s+[✘!–·] /.test(line))).toEqual([]);
		expect(outcome.text).toMatch(/\b0 skipped, 0 not tried, 0 refused, 0 failed\. 0 differences/);
		expect(outcome.code).toBe(0);
	});

	it('leaves nothing behind', () => {
		expect(leftIn(simulator)).toEqual([]);
		expect(countsOf(simulator)).toEqual(before);
	});

	it('says before it begins what it needs and makes', () => {
		const [plan = ''] = outcome.text.split('\nUsers\n');
		expect(plan).toContain('needs     Calendars.Read, Calendars.ReadBasic.All, Calendars.ReadWrite');
		expect(plan).toContain('makes     calendar, in the mailbox');
		for (const { name } of parts) expect(plan).toContain(`  ${name}: `);
	});

	it('tells of each open fact what was seen', () => {
		const report = outcome.read('report.md');
		for (const { number } of openFacts) {
			const line = report.split('\n').find((one) => one.startsWith(`| ${number} |`)) ?? '';
			expect(line).not.toMatch(/Not seen|left out/);
			if (untried[number] === undefined) expect(line).toMatch(/\.\s\|\s[A-Z]/);
		}
	});

	it('records shapes alone: no value of the tenant is in the recording or the report', () => {
		const outputs = [outcome.read('report.md'), outcome.read('recording.json')];
		const secrets = [
			...Object.values(planted),
			defaultTenantId,
			defaultClientSecret,
			simulator.graphUrl,
			sampleUser,
			prefixOfAll,
			...simulator.entra.tokens.keys(),
		];
		// Words that Graph itself uses say nothing of a tenant.
		const values = [...valuesIn([...simulator.requests, ...simulator.parts].map(({ answer }) => answer))];
		const telling = values.filter(
			(value) => !isMediaType(value) && (/[^A-Za-z.]/.test(value) || /^[A-Z][a-z]+$/.test(value)),
		);
		expect(telling.length).toBeGreaterThan(500);
		for (const output of outputs) {
			expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
		}
		const [, recording = ''] = outputs;
		const strings = new Set(valuesIn(JSON.parse(recording)));
		expect(telling.filter((value) => strings.has(value))).toEqual([]);
		expect([...strings].filter((text) => !isForm(text))).toEqual([]);
		const names = new Set(namesIn(JSON.parse(recording)));
		expect(Object.values(planted).filter((name) => names.has(name))).toEqual([]);
	});

	it('writes the recording in the format that the contract tests read', () => {
		const recording = JSON.parse(outcome.read('recording.json')) as RecordedShape[];
		const calendars = recording.find(
			({ method, path }) => `${method} ${path}` === 'POST /v1.0/users/{}/calendars',
		);
		expect(calendars).toMatchObject({
			recordings: 1,
			appOnly: 1,
			statuses: { 201: 1 },
			headers: { 'content-type': [expect.stringContaining('application/json')] },
			requestHad: ['headers:Prefer'],
			answer: { is: 'object', properties: { name: 'string', isRemovable: 'boolean' } },
		});
		expect(recording.length).toBeGreaterThan(120);
	});
});

/** All texts in a value, of at least four characters. */
function* valuesIn(value: unknown): Generator<string> {
	if (typeof value === 'string' && value.length >= 4) yield value;
	if (typeof value !== 'object' || value === null) return;
	for (const own of Object.values(value)) yield* valuesIn(own);
}

function* namesIn(value: unknown): Generator<string> {
	if (typeof value !== 'object' || value === null) return;
	for (const [name, own] of Object.entries(value)) {
		yield name;
		yield* namesIn(own);
	}
}

const isMediaType = (text: string) => /^[a-z]+\/[\w.+-]+(; ?[\w.]+=[\w-]+)*$/i.test(text);

/** A kind of value, the form of a path, link or header, or a method. */
function isForm(text: string): boolean {
	const kinds =
		/^(object|array|empty array|string|empty string|guid|number|boolean|null|text|nothing|dateTime(\.\d)?(Z|\+offset| without offset))$/;
	return (
		text.split('|').every((kind) => kinds.test(kind)) ||
		/^(GET|POST|PUT|PATCH|DELETE)$/.test(text) ||
		/^(@odata\.(next|delta)Link: )?\/v[12](\.0)?(\/[\w$.{}:]*(\('…'\)|\('\{\}'\)|\(\))?)+(\?([$%\w]+=(…|\d+)&?)+)?$/.test(
			text,
		) ||
		// Excel says where something new is without host and version.
		/^\/drives\('…'\)\/items\('…'\)\/workbook(\/[a-z]+(\('…'\))?)+$/.test(text) ||
		/^(params:\$?[A-Za-z]+|headers:[A-Z][A-Za-z-]+)$/.test(text) ||
		isMediaType(text) ||
		[
			'"…"',
			'https://…',
			'IdType=…',
			'IdType=…, odata.maxpagesize=…',
			'odata.track-changes',
			// The code by which a role is refused that can't be granted in one request.
			'invalidRequest',
		].includes(text)
	);
}

it('covers every resource of the node, with operations that it has', () => {
	const used = new Set(parts.flatMap(({ steps }) => steps.map(({ operation }) => operation.split('.')[0])));
	const missing = resources.map(({ value }) => value).filter((value) => !used.has(value));
	// The sign-in checks the permissions.
	expect(missing).toEqual(['access']);
});

it('gives each step a name of its own', () => {
	const names = parts.flatMap(({ name, steps }) => steps.map(({ does }) => `${name}: ${does}`));
	expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('has a step, or a reason, for every open fact', () => {
	const tried = parts.flatMap(({ steps }) => steps.flatMap(({ fact }) => fact ?? []));
	const open = openFacts.map(({ number }) => number);
	expect(open.filter((number) => !tried.includes(number) && untried[number] === undefined)).toEqual([]);
});

it('skips what a permission is missing for, and says which', async () => {
	const { simulator, app, env } = await startTenant();
	app.roles = app.roles.filter(
		(role) => !/^(Mail\.Send|Group\.|GroupMember|Directory|User\.(DeleteRestore|ReadWrite))/.test(role),
	);
	const { code, text } = await run(['--yes', '--parts', 'users,mail,groups'], env);
	expect(text).toContain('– Send a mail to the test user itself · skipped: It needs Mail.Send.');
	expect(text).toContain(
		'· Find the mail in the Inbox · not tried: It needs what “Send a mail to the test user itself” gives.',
	);
	expect(text).toMatch(/– Create a security group · skipped: It needs Group\.ReadWrite\.All to remove/);
	expect(text).toMatch(/– Create a user · skipped: It needs User\.DeleteRestore\.All to remove/);
	expect(text).toContain('0 failed');
	expect(code).toBe(0);
	expect(leftIn(simulator)).toEqual([]);
});

it('works in a site that is named by its URL', async () => {
	const { simulator, env } = await startTenant();
	const { code, text } = await run(['--yes', '--parts', 'sites,organization,sitePermissions'], {
		...env,
		TENANT_SITE: 'https://contoso.sharepoint.com/sites/marketing',
	});
	expect(text).toContain('0 skipped, 0 not tried, 0 refused, 0 failed. 0 differences');
	expect(text).toMatch(/removed: 1 × application[\s\S]*removed: 1 × list/);
	expect(code).toBe(0);
	expect(leftIn(simulator)).toEqual([]);
});

it('removes what a tenant grants in one request, and says that the simulator refuses it', async () => {
	const { simulator, env } = await startTenant();
	simulator.set({ sharePoint: { grantsAllAtOnce: true } });
	const { text } = await run(['--yes', '--parts', 'organization,sitePermissions'], env);
	expect(text).toContain('fact 48: It was granted');
	expect(text).toContain('removed: 1 × permission');
	expect(text).toContain('1 difference from the simulator');
	expect(leftIn(simulator)).toEqual([]);
});

it('reads only where it is told so', async () => {
	const { simulator, env } = await startTenant();
	const { code, text } = await run(['--read-only'], env);
	const writes = [...simulator.requests, ...simulator.parts].filter(
		({ host, method, path }) =>
			host === 'graph' &&
			method !== 'GET' &&
			!/\/(getSchedule|\$batch|search\/query|translateExchangeIds)$/.test(path),
	);
	expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
	expect(text).toMatch(/\b(?:[3-9]\d|1\d\d) steps done/);
	expect(code).toBe(0);
});

it('finds planted differences: a type, a missing property, a header', async () => {
	const { code, text, read } = await run(['--simulator', '--planted', '--parts', 'users,mail,contacts']);
	expect(text).toContain('All planted differences were found.');
	expect(code).toBe(0);
	const differences = read('report.md').split('## Differences')[1] ?? '';
	expect(differences).toContain('| `GET /v1.0/users/{}` | `businessPhones` | type | `number` | `array` |');
	expect(differences).toContain('`totalItemCount` | extra property');
	expect(differences).toContain('`odata-version` | header');
});

it('is green and leaves nothing behind when Graph throttles, fails, and loses answers', async () => {
	const { simulator, env } = await startTenant();
	addFaults(simulator);
	const before = countsOf(simulator);
	const { code, text } = await run(['--yes'], env);
	expect(text.split('\n').filter((line) => /^\s+✘ /.test(line))).toEqual([]);
	expect(simulator.faults.struck).toBeGreaterThan(10);
	expect(code).toBe(0);
	expect(text).toContain('0 differences');
	expect(leftIn(simulator)).toEqual([]);
	expect(countsOf(simulator)).toEqual(before);
});

describe('what it asks and refuses', () => {
	const env = {
		TENANT_ID: 'contoso.example',
		TENANT_CLIENT_ID: defaultClientId,
		TENANT_CLIENT_SECRET: 'x',
		TENANT_MAILBOX: sampleUser,
	};

	it('writes nothing when the answer is no', async () => {
		const tenant = await startTenant();
		const { code, text } = await run(['--parts', 'mail'], tenant.env, async () => false);
		expect(text).toContain('Nothing was done.');
		expect(code).toBe(0);
		expect(
			tenant.simulator.requests.filter(({ host, method }) => host === 'graph' && method !== 'GET'),
		).toEqual([]);
	});

	it('does not write when nobody is there to be asked', async () => {
		const { code, text } = await run(['--parts', 'mail'], env);
		expect(text).toBe('Nobody is there to be asked: use --yes to write, or --read-only.');
		expect(code).toBe(1);
	});

	it('signs in with a certificate', async () => {
		const tenant = await startTenant();
		const { privateKey, certificate } = makeCertificate();
		tenant.app.certificates.push(certificate);
		const pem = join(folder, 'app.pem');
		writeFileSync(pem, `${privateKey}\n${certificate}`);
		const { code, text } = await run(['--read-only', '--parts', 'contacts'], {
			...tenant.env,
			TENANT_CLIENT_SECRET: undefined,
			TENANT_CERTIFICATE: pem,
		});
		expect(text).toContain('signed in by certificate');
		expect(code).toBe(0);
	});

	it('says why it could not sign in', async () => {
		const tenant = await startTenant();
		const { code, text } = await run(['--yes'], { ...tenant.env, TENANT_CLIENT_SECRET: 'wrong' });
		expect(text).toMatch(/AADSTS7000215|secret/);
		expect(text).not.toContain('    at ');
		expect(code).toBe(1);
	});

	it.each([
		[{}, /TENANT_ID is missing[\s\S]*TENANT_CLIENT_ID is missing[\s\S]*TENANT_MAILBOX is missing/],
		[{ ...env, TENANT_CLIENT_SECRET: '' }, /Set either TENANT_CLIENT_SECRET or TENANT_CERTIFICATE/],
		[{ ...env, TENANT_CERTIFICATE: '/x' }, /Set either TENANT_CLIENT_SECRET or TENANT_CERTIFICATE/],
		[{ ...env, TENANT_CLIENT_SECRET: '', TENANT_CERTIFICATE: '/not/there.pem' }, /can't be read: ENOENT/],
		[{ ...env, TENANT_CLOUD: 'moon' }, /TENANT_CLOUD is moon\. Use global/],
		[{ ...env, TENANT_CLOUD: 'custom' }, /needs TENANT_LOGIN_URL and TENANT_GRAPH_URL/],
		[{ ...env, TENANT_MAILBOX: 'adele' }, /TENANT_MAILBOX is not an address/],
		[{ ...env, TENANT_SITE: 'contoso.sharepoint.com:/sites/a' }, /TENANT_SITE is neither an ID nor a URL/],
	])('names what is missing in the environment (%#)', (given, message) => {
		expect(() => readTarget(given)).toThrow(message);
		expect(() => readTarget(given)).toThrow(SettingsError);
	});

	it.each([['--parts', 'mail,moon'], ['--moon']])(
		'refuses an argument that it does not know (%s)',
		async (...args) => {
			const { code, text } = await run(args, env);
			expect(text).toContain('moon');
			expect(code).toBe(1);
		},
	);
});

describe('interrupted', () => {
	/** Starts the command as a process of its own. */
	function start(env: NodeJS.ProcessEnv, args: string[]) {
		const child = spawn(process.execPath, [join(project, 'scripts', 'tenant.mjs'), '--yes', ...args], {
			cwd: project,
			env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
		});
		children.push(child);
		let text = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
		const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
		return { child, ended, text: () => text };
	}

	/** Waits until a request has come, before it is answered. */
	async function arrived({ requests }: Simulator, method: string, path: RegExp, ended: Promise<unknown>) {
		let isOver = false;
		void ended.then(() => (isOver = true));
		const isThere = () => requests.some((one) => one.method === method && path.test(one.path));
		while (!isOver && !isThere()) await wait(10);
	}

	const moments: Array<[string, string, string, RegExp, number]> = [
		['while it signs in', 'mail', 'POST', /\/token$/, 300],
		['while a group is made', 'groups', 'POST', /\/groups$/, 700],
		['while a mail is on its way', 'mail', 'POST', /\/sendMail$/, 500],
		['while an online meeting is made, which nobody can list', 'users,teams', 'POST', /onlineMeetings$/, 700],
	];
	it('removes everything at whatever moment Ctrl-C comes', async () => {
		await Promise.all(
			moments.map(async ([name, chosen, method, path, delay]) => {
				const { simulator, env } = await startTenant();
				const before = countsOf(simulator);
				// Carried out late, and answered later still: what is made has to be waited for.
				simulator.faults.add({ method, path, times: 1, action: { delay } });
				simulator.faults.add({ method, path, times: 1, after: true, action: { delay } });
				const { child, ended, text } = start(env, ['--parts', chosen]);
				await arrived(simulator, method, path, ended);
				child.kill('SIGINT');
				// A terminal and npm send it both.
				child.kill('SIGINT');
				expect([name, await ended, text()]).toEqual([name, 130, expect.stringContaining('Stopping')]);
				expect([name, leftIn(simulator), countsOf(simulator)]).toEqual([name, [], before]);
				expect(text()).not.toContain('Left behind');
			}),
		);
	});

	it('says at a second Ctrl-C what is left, and --clean finds it', async () => {
		const { simulator, env } = await startTenant();
		const killed = await startTenant();
		simulator.faults.add({
			method: 'DELETE',
			path: /groups\/[^/]+$/,
			times: Infinity,
			action: { hang: true },
		});
		const first = start(env, ['--parts', 'users,groups']);
		const second = start(killed.env, ['--parts', 'mail,calendar']);
		await Promise.all([
			(async () => {
				await arrived(simulator, 'POST', /\/owners\/\$ref$/, first.ended);
				first.child.kill('SIGINT');
				await arrived(simulator, 'DELETE', /\/groups\//, first.ended);
				// A second signal at once would count as the first.
				await wait(1200);
				first.child.kill('SIGINT');
				expect(await first.ended).toBe(130);
				expect(first.text()).toMatch(/Left behind:\n {2}security group n8n-tenant-[\s\S]*--clean/);
			})(),
			(async () => {
				await arrived(killed.simulator, 'POST', /\/events$/, second.ended);
				second.child.kill('SIGKILL');
				await second.ended;
			})(),
		]);
		simulator.faults.clear();
		for (const tenant of [{ simulator, env }, killed]) {
			expect(leftIn(tenant.simulator)).not.toEqual([]);
			const { code, text } = await run(['--clean', '--yes'], tenant.env);
			expect([code, text]).toEqual([0, expect.stringContaining('removed: 1 × ')]);
			expect(leftIn(tenant.simulator)).toEqual([]);
		}
	});
});
