import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ICredentialType, IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { MicrosoftGraph } from '../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { runWorkflow } from '../integration/harness';
import { credentialName, expectNothingKept } from '../integration/harness/product';
import { growthOf } from '../integration/harness/memory';
import { pause } from '../../simulator/pause';
import { startSimulator } from '../../simulator';
import { type Simulator } from '../../simulator/simulator';
import { defaultClientSecret, defaultTenantId } from '../../simulator/entra';
import { withDeadlines } from './deadlines';
import { faults, type BatchPart, type WireFault } from './faults';
import { startFaultServer, type Answer, type FaultServer, type Plan, type Struck } from './faultServer';
import { uses, type Use } from './uses';

/** When a fault strikes a request. */
export type Moment =
	/** The first time; what comes then passes. For what changes something: before it is carried out. */
	| 'once'
	/** The first time, after it was carried out. */
	| 'after'
	/** Each time; what changes something isn't carried out. */
	| 'always';

/** A fault, what it strikes, and when: one run of the node. */
export interface Case {
	fault: WireFault;
	use: Use;
	moment: Moment;
}

/** What one item came to. */
export interface ItemSeen {
	/** `undefined` when it succeeded. */
	message?: string;
	/** Message and description. */
	text: string;
	/** Whether what it says without an error is true. */
	isTrue: boolean;
	/** How often what it asked for was carried out. */
	done: number;
}

/** What was seen of a run. */
export interface Seen extends Case {
	items: ItemSeen[];
	/** Whether the run came to an end by itself. */
	ended: boolean;
	/** Requests that the fault could strike; `undefined` where they don't reach the server. */
	requests?: number;
	/** Where a token or secret went: to the host that redirects and links lead to, or into what n8n stores. */
	leaked: string[];
	/** Drafts that were left in the mailboxes. */
	drafts: number;
	/** What the memory of the process grew by at most, in MiB, where that is measured. */
	growth?: number;
}

/** A host that no token belongs to. */
export interface Elsewhere {
	readonly url: string;
	/** Requests, each with all that it brought. */
	readonly requests: string[];
}

/** Runs at the same time: most of the time they wait. */
const atOnce = 40;
/**
 * After how long a run is taken for one that never ends, in ms. Its pauses come to some 15 s; a busy machine may need many
 * times as long, and what asks for ever is known by its requests.
 */
const mostTime = 300_000;
/** How long a response may take in runs with a deadline, in ms. */
const deadline = 4_000;

/** The moments at which a fault strikes a use: those that differ. */
function momentsOf(fault: WireFault, use: Use): Moment[] {
	if (fault.endless) return ['always'];
	if (fault.parts !== undefined) return use.writes ? ['after'] : ['once', 'always'];
	if (fault.large || fault.slow) return use.writes ? ['after'] : ['always'];
	if (!use.writes) return fault.final ? ['always'] : ['once', 'always'];
	// With a draft, more than its submission would be struck.
	if (fault.gate !== undefined) return use.before > 0 ? ['once'] : ['once', 'always'];
	return fault.final ? ['once', 'after'] : ['once', 'after', 'always'];
}

/** Whether a fault makes sense for a use. */
function fits({ only, answer, large }: WireFault, { where, part }: Use): boolean {
	if (only !== undefined && !only.some((one) => one === where)) return false;
	return part === undefined || (answer !== undefined && large !== true);
}

/** All runs, in the order of the page. */
export const cases: readonly Case[] = uses.flatMap((use) =>
	faults
		.filter((fault) => fits(fault, use))
		.flatMap((fault) => momentsOf(fault, use).map((moment) => ({ fault, use, moment }))),
);

/** A simulator of its own, with fault servers before its hosts. */
interface Bench {
	simulator: Simulator;
	login: FaultServer;
	graph: FaultServer;
}

async function startBench(): Promise<Bench> {
	const [login, graph] = await Promise.all([startFaultServer(), startFaultServer()]);
	const simulator = await startSimulator({
		seed: { users: 30, messages: 8, messagesOfOthers: 0 },
		publicLoginUrl: login.url,
		publicGraphUrl: graph.url,
	});
	login.target = `http://127.0.0.1:${simulator.ports.login}`;
	graph.target = `http://127.0.0.1:${simulator.ports.graph}`;
	return { simulator, login, graph };
}

async function closeBench({ simulator, login, graph }: Bench): Promise<void> {
	await Promise.all([login.close(), graph.close(), simulator.close()]);
}

/**
 * Runs all cases: those whose memory is measured by themselves, the others side by side.
 * @param elsewhere where redirects and foreign links lead
 * @param report hears of each case when it is over
 */
export async function runAll(
	all: readonly Case[],
	elsewhere: Elsewhere,
	report: (seen: Seen) => void,
): Promise<void> {
	const queue = all.filter(({ fault }) => fault.large !== true);
	let starting = Promise.resolve();
	const benches = await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, startBench));
	try {
		await Promise.all(
			benches.map(async (bench) => {
				for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
					starting = starting.then(untilCalm);
					await starting;
					report(await runCase(next, bench, elsewhere));
				}
			}),
		);
		for (const one of all.filter(({ fault }) => fault.large === true)) {
			let seen: Seen | undefined;
			const growth = await growthOf(async () => {
				seen = await runCase(one, benches[0] as Bench, elsewhere);
			}, true);
			if (seen !== undefined) report({ ...seen, growth });
		}
	} finally {
		await Promise.all(benches.map(closeBench));
	}
}

/** Waits until the process keeps up with its timers: runs that are under way come first, lest they miss their times. */
async function untilCalm(): Promise<void> {
	for (let tries = 0; tries < 40; tries++) {
		const begunAt = Date.now();
		await pause(5);
		if (Date.now() - begunAt < 50) return;
	}
}

async function runCase({ fault, use, moment }: Case, bench: Bench, elsewhere: Elsewhere): Promise<Seen> {
	const { simulator } = bench;
	const server = bench[use.host];
	simulator.reset();
	const app = simulator.entra.register({ ...structuredClone(simulator.entra.app()), clientId: randomUUID() });
	const parameters = use.parameters(simulator);
	const input = use.input(simulator);
	await putIn({ fault, use, moment }, bench);

	const product = {
		node: new MicrosoftGraph() as INodeType,
		credential: new MicrosoftGraphAppOnlyApi() as ICredentialType,
	};
	const start = async ({ node, credential }: typeof product) =>
		await runWorkflow({
			node,
			parameters,
			input,
			continueOnFail: 'continueRegularOutput',
			timeout: mostTime,
			credentialTypes: [credential],
			credentials: {
				[credentialName]: {
					authentication: 'clientSecret',
					tenantId: defaultTenantId,
					clientId: app.clientId,
					clientSecret: defaultClientSecret,
					cloud: 'custom',
					loginUrl: bench.login.url,
					graphUrl: bench.graph.url,
				},
			},
		});
	const running = fault.slow ? withDeadlines(product, deadline, start) : start(product);
	// One that goes on although it was cancelled is left behind.
	const run = await Promise.race([running, delay(mostTime + 10_000, undefined, { ref: false })]);
	const requests = fault.gate === 'refused' ? undefined : server.matched;
	await Promise.all([bench.login.clear(), bench.graph.clear()]);
	const secrets = [defaultClientSecret, ...simulator.entra.tokens.keys()];
	const { credentialWrites = [], items = [], error, status } = run ?? {};
	return {
		fault,
		use,
		moment,
		requests,
		ended: status === 'success',
		items: input.map((_, n) => itemSeen(n, items, use, simulator)),
		leaked: [
			...elsewhere.requests.filter((request) => secrets.some((secret) => request.includes(secret))),
			...keptOf(simulator, { credentialWrites, items, error }),
		],
		drafts: draftsOf(simulator),
	};
}

/** What n8n stores, and must not. */
function keptOf<T extends { credentialWrites: unknown[] }>(simulator: Simulator, result: T): string[] {
	try {
		expectNothingKept(simulator, result);
		return [];
	} catch (error) {
		return [String(error)];
	}
}

/** What is left in Drafts and was never submitted. */
function draftsOf({ graph }: Simulator): number {
	const boxes = [...graph.users.values()]
		.slice(25)
		.map(({ userPrincipalName }) => graph.mailbox(userPrincipalName));
	return boxes.flatMap((box) =>
		box
			.visible()
			.filter(({ properties, submission }) => properties.isDraft === true && submission === undefined),
	).length;
}

function itemSeen(n: number, items: INodeExecutionData[], use: Use, simulator: Simulator): ItemSeen {
	const own = items.filter(({ pairedItem }) => (pairedItem as { item: number } | undefined)?.item === n);
	const failed = own.find(({ json }) => json.error !== undefined && json.details !== undefined)?.json;
	const done = use.done(simulator, n);
	if (failed === undefined) {
		const output = own.map(({ json }) => json);
		return { text: '', isTrue: use.isTrue(simulator, output, n), done };
	}
	const message = String(failed.error);
	return {
		message,
		text: `${message} ${String((failed.details as IDataObject).description)}`,
		isTrue: true,
		done,
	};
}

/** Puts the fault of a case into its server. */
async function putIn({ fault, use, moment }: Case, bench: Bench): Promise<void> {
	const server = bench[use.host];
	const times = moment === 'always' ? Infinity : 1;
	if (fault.gate !== undefined) return await server.gate({ kind: fault.gate, passes: use.before, times });
	const path = use.part?.(bench.simulator);
	server.plan(
		path === undefined
			? planOf({ fault, use, moment }, times)
			: partPlan({ fault, use, moment }, times, path),
	);
}

/** What is due where nothing was passed on. */
const canned = (): Answer => ({
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: Buffer.from('{"@odata.context":"https://graph.example/v1.0/$metadata#messages","id":"1"}'),
});

function planOf({ fault, use, moment }: Case, times: number): Plan {
	const strikes = fault.parts === undefined ? (use.strikes ?? /^/) : /\/\$batch$/;
	return {
		matches: ({ path }) => strikes.test(path.replace(/^([^?]*\/send)\?.*/, '$1')),
		times,
		when: !use.writes || moment === 'after' ? 'after' : 'before',
		strike: async (struck) => {
			const due = struck.passed ?? canned();
			if (fault.parts !== undefined) return struck.answer(withParts(fault.parts, due, struck));
			if (fault.answer !== undefined) return struck.answer(fault.answer(due, struck));
			await fault.wire?.(due, struck);
		},
	};
}

function withParts(change: NonNullable<WireFault['parts']>, due: Answer, { body }: Struck): Answer {
	const { responses } = JSON.parse(due.body.toString()) as { responses: BatchPart[] };
	const { requests } = JSON.parse(body.toString()) as { requests: Array<{ id: string }> };
	return { ...due, body: Buffer.from(JSON.stringify({ responses: change(responses, requests) })) };
}

interface BatchRequest {
	id: string;
	url: string;
}

const partsIn = (body: Buffer) => (JSON.parse(body.toString()) as { requests: BatchRequest[] }).requests;
const isPart = ({ url }: BatchRequest, path: string) => decodeURIComponent(url).split('?')[0] === path;

/** Strikes one part wherever it goes: in a batch, or by itself. */
function partPlan({ fault, use, moment }: Case, times: number, part: string): Plan {
	const passesOn = !use.writes || moment === 'after';
	return {
		matches: ({ path, body }) =>
			path.endsWith('/$batch')
				? partsIn(body).some((request) => isPart(request, part))
				: path.split('?')[0]?.endsWith(part) === true,
		times,
		when: 'itself',
		strike: async (struck, pass) => {
			const { body, path } = struck;
			const answerTo = (due: Answer) => fault.answer?.(due, struck) ?? due;
			if (!path.endsWith('/$batch')) return struck.answer(answerTo(passesOn ? await pass(body) : canned()));
			const requests = partsIn(body);
			const { id } = requests.find((request) => isPart(request, part)) as BatchRequest;
			const passed = passesOn ? requests : requests.filter((request) => request.id !== id);
			const answered =
				passed.length > 0 ? await pass(Buffer.from(JSON.stringify({ requests: passed }))) : canned();
			const { responses = [] } = JSON.parse(answered.body.toString()) as { responses?: BatchPart[] };
			const faulty = asPart(id, answerTo(canned()));
			const all = [...responses.filter((response) => response.id !== id), faulty];
			struck.answer({ ...answered, body: Buffer.from(JSON.stringify({ responses: all })) });
		},
	};
}

/** A response as it stands in a batch. */
function asPart(id: string, { status, headers, body }: Answer): BatchPart {
	const text = body.toString();
	let content: unknown = text;
	try {
		if (text !== '') content = JSON.parse(text);
	} catch {
		// As it is.
	}
	return { id, status, headers: headers as Record<string, string>, ...(text !== '' && { body: content }) };
}
