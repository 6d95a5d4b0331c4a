import { startSimulator, type SettingsChange } from '../simulator';
import { type Simulator } from '../simulator/simulator';
import { certificateFor } from './certificate';
import { startProxy, type Proxy } from './proxy';

/** How a contender reaches Graph. */
export type Transport = 'plain' | 'tls';

/** What the bench assumes about Graph, in ms. */
export const latency = 50;
export const partTime = 20;

/** How many users the tenant has, and messages the largest mailbox. */
export interface TenantSize {
	users: number;
	messages: number;
}

/** Graph as the bench models it: the same simulator behind plain http and behind TLS under Microsoft's names. */
export interface BenchGraph {
	plain: Simulator;
	tls: Simulator;
	/** The way from Microsoft's host names to the simulator. */
	proxy: Proxy;
	/** The authority that the TLS hosts' certificate comes from, PEM. */
	authority: string;
	set(change: SettingsChange): void;
	close(): Promise<void>;
}

/** The hosts that n8n's own credential accepts for the global cloud. */
export const loginHost = 'login.microsoftonline.com';
export const graphHost = 'graph.microsoft.com';

/** Starts both, and the proxy, in this process, which does nothing else while something is measured. */
export async function startGraph(size: TenantSize): Promise<BenchGraph> {
	const { authority, certificate, key } = certificateFor([graphHost, loginHost]);
	const options = {
		seed: { users: size.users, messages: size.messages, messagesOfOthers: 0 },
		settings: { latency, partTime, deliver: false, recordBodies: false },
	};
	const plain = await startSimulator(options);
	const tls = await startSimulator({
		...options,
		https: { key, cert: certificate },
		publicLoginUrl: `https://${loginHost}`,
		publicGraphUrl: `https://${graphHost}`,
	});
	const proxy = await startProxy(
		new Map([
			[`${loginHost}:443`, tls.ports.login],
			[`${graphHost}:443`, tls.ports.graph],
		]),
	);
	return {
		plain,
		tls,
		proxy,
		authority,
		set: (change) => [plain, tls].forEach((simulator) => simulator.set(change)),
		close: async () => {
			await Promise.all([plain.close(), tls.close(), proxy.close()]);
		},
	};
}

/** What the simulator has seen since the last `forget`. */
export interface Seen {
	/** HTTP requests to Graph. */
	graphCalls: number;
	/** Requests to the token endpoint. */
	tokenCalls: number;
	/** Requests and parts that were refused by a limit. */
	throttled: number;
	/** The most requests that one mailbox had at a time. */
	mostAtMailbox: number;
	/** Messages that transport took. */
	submissions: number;
}

export function seenBy({ requests, graph }: Simulator): Seen {
	const at = (host: string) => requests.filter((request) => request.host === host).length;
	return {
		graphCalls: at('graph'),
		tokenCalls: at('login'),
		throttled: graph.throttled,
		mostAtMailbox: Math.max(0, ...graph.maxConcurrency.values()),
		submissions: graph.submissions.length,
	};
}

/** Empties the simulator's logs; tokens and mailboxes stay. */
export function forget({ requests, parts, graph, entra }: Simulator): void {
	for (const log of [requests, parts, graph.submissions, entra.tokenRequests]) log.length = 0;
	graph.throttled = 0;
	graph.maxConcurrency.clear();
}
