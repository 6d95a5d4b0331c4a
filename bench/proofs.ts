import { setTimeout as wait } from 'node:timers/promises';
import type { Simulator } from '../simulator/simulator';
import { sendByOurs, sendByOwn } from './cases';
import { type NodeParameters } from './n8n/offer';
import type { Bench } from './contenders';
import { forget } from './graph';
import { benchWorkflow, type NodeSetup } from './n8n/workflows';

/** What a node did when something failed in between. */
export interface Proof {
	contender: string;
	/** Items that the node reports as done. */
	succeeded: number;
	/** What it reports of the first that it does not. */
	error?: string;
	/** Sent mails. */
	sent: number;
	/** ms from a refusal to the next request for the same mailbox; absent when there was none. */
	nextAfter?: number;
}

/** The outcome of both trials, each contender by TLS. */
export interface Proofs {
	/** One mail; its `sendMail` or `send` is carried out, and then answered 504. */
	answered504: Record<'own' | 'atMostOnce' | 'verified', Proof>;
	/** Two mails of a mailbox that takes one in two seconds: the second is answered 429 with Retry-After 2. */
	throttled: Record<'own' | 'ours', Proof>;
}

const mailbox = 'MeganB@contoso.example';
const mail = (subject: string) => ({ mailbox, to: 'reader@fabrikam.example', subject });

/** Tests how our node and n8n's own Outlook node behave when a mail must be sent only once. */
export async function prove(bench: Bench): Promise<Proofs> {
	const { graph, nodes, n8n } = bench;
	const ours = (options: NodeParameters): NodeSetup => ({
		...nodes.ours.tls,
		parameters: { ...sendByOurs, options },
	});
	const setups = {
		own: { ...nodes.own.Outlook, parameters: { ...nodes.ownAuthentication, ...sendByOwn } },
		atMostOnce: ours({}),
		verified: ours({ delivery: 'verified' }),
	};
	const names = {
		own: "n8n's Outlook node",
		atMostOnce: 'this node, delivery "At Most Once"',
		verified: 'this node, delivery "Verified"',
	};
	for (const [id, setup] of Object.entries(setups)) await n8n.install(benchWorkflow(`proof-${id}`, setup));

	const run = async (id: keyof typeof setups, items: object[]): Promise<Proof> => {
		const results = await n8n.check(`proof-${id}`, items);
		const failed = results.filter(({ error }) => error !== undefined);
		return {
			contender: names[id],
			succeeded: results.length - failed.length,
			...(failed[0] && { error: textOf(failed[0].error) }),
			sent: graph.tls.graph.submissions.length,
			...nextAfterRefusal(graph.tls),
		};
	};
	const answered504 = async (id: keyof typeof setups) => {
		forget(graph.tls);
		graph.tls.faults.add({
			host: 'graph',
			method: 'POST',
			path: /\/(sendMail|send)$/,
			after: true,
			times: 1,
			action: { status: 504 },
		});
		const proof = await run(id, [mail('Sent once?')]);
		graph.tls.faults.clear();
		return proof;
	};
	const throttled = async (id: keyof typeof setups) => {
		forget(graph.tls);
		graph.set({ throttle: { capacity: 1, refillPerSecond: 0.5, retryAfter: 2, perMailbox: true } });
		await wait(2_100);
		const proof = await run(id, [mail('First'), mail('Second')]);
		graph.set({ throttle: null });
		return proof;
	};

	return {
		answered504: {
			own: await answered504('own'),
			atMostOnce: await answered504('atMostOnce'),
			verified: await answered504('verified'),
		},
		throttled: { own: await throttled('own'), ours: await throttled('atMostOnce') },
	};
}

function nextAfterRefusal({ requests, parts }: Simulator): { nextAfter?: number } {
	const sends = [...requests, ...parts]
		.filter(({ path }) => decodeURIComponent(path).includes(mailbox))
		.sort((one, other) => one.id - other.id);
	const refused = sends.find(({ status }) => status === 429);
	const next = refused && sends.find(({ id }) => id > refused.id);
	return next ? { nextAfter: next.at - (refused.finishedAt ?? refused.at) } : {};
}

function textOf(error: unknown): string {
	return typeof error === 'string' ? error : JSON.stringify(error);
}
