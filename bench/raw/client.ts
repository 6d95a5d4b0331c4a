import { setTimeout as wait } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { Pool, ProxyAgent, request, type Dispatcher } from 'undici';
import type { CallCost, RawPart, RawTarget, RawTask } from './task';

/** Raw undici, signed in. */
export interface RawClient {
	/**
	 * Does one task and returns how many results it brought.
	 * @param connecting whether each call has a connection of its own through the proxy, as in n8n; only over TLS
	 */
	run(task: RawTask, connecting: boolean): Promise<number>;
	/** Measures what a connection of its own costs a call over TLS. */
	compareConnections(): Promise<CallCost>;
}

/** Parts of one `$batch`. */
const mostParts = 20;

interface PartAnswer {
	id: string;
	status: number;
	headers?: Record<string, string>;
}

/** Signs in, and keeps the token and, unless told otherwise, the connections for every task: raw undici at its best. */
export async function openRaw(target: RawTarget): Promise<RawClient> {
	const token = await signIn(target);
	const { tls } = target;
	const pool = new Pool(target.graph, {
		pipelining: 1,
		...(tls && { connect: { ca: tls.authority, servername: tls.graphHost } }),
	});
	const callOver =
		(origin: string, dispatcher: Dispatcher): Call =>
		async (method, path, body) => {
			const answer = await dispatcher.request({
				origin,
				method,
				path,
				headers: {
					authorization: `Bearer ${token}`,
					...(tls && { host: tls.graphHost }),
					...(body && { 'content-type': 'application/json' }),
				},
				body: body && JSON.stringify(body),
			});
			if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}`);
			return await answer.body.json();
		};
	const callConnecting: Call = async (method, path, body) => {
		const agent = throughProxy(tls);
		try {
			return await callOver(`https://${tls?.graphHost}`, agent)(method, path, body);
		} finally {
			await agent.close();
		}
	};

	return {
		run: async (task, connecting) => {
			const call = connecting ? callConnecting : callOver(target.graph, pool);
			if (task.kind === 'pages') return await readPages(call, task.path);
			if (task.kind === 'requests') return await sendRequests(call, task);
			return await sendBatches(call, task.parts, task.atOnce);
		},
		compareConnections: async () => await compareConnections(target, token, pool),
	};
}

/** A connection to Graph by the way that n8n takes. */
function throughProxy(tls: RawTarget['tls']): ProxyAgent {
	if (tls === undefined) throw new Error('The proxy is for TLS only.');
	const { authority: ca, graphHost: servername, proxy: uri } = tls;
	return new ProxyAgent({ uri, requestTls: { ca, servername } });
}

/** How often each way is taken to find out what it costs. */
const callsToCompare = 15;

async function compareConnections({ graph, tls }: RawTarget, token: string, pool: Pool): Promise<CallCost> {
	const ask = async (origin: string, dispatcher: Dispatcher): Promise<void> => {
		const headers = { authorization: `Bearer ${token}`, ...(tls && { host: tls.graphHost }) };
		const { body } = await request(`${origin}/v1.0/organization`, { headers, dispatcher });
		await body.dump();
	};
	const connect = { ca: tls?.authority, servername: tls?.graphHost };
	const timed = async (call: () => Promise<void>): Promise<number> => {
		await call();
		const begunAt = performance.now();
		for (let calls = 0; calls < callsToCompare; calls++) await call();
		return (performance.now() - begunAt) / callsToCompare;
	};
	const once = async (origin: string, dispatcher: Dispatcher): Promise<void> => {
		await ask(origin, dispatcher);
		await dispatcher.close();
	};
	return {
		openConnection: await timed(() => ask(graph, pool)),
		ownConnection: await timed(() => once(graph, new Pool(graph, { connect }))),
		throughProxy: await timed(() => once(`https://${tls?.graphHost}`, throughProxy(tls))),
	};
}

type Call = (method: RawPart['method'], path: string, body?: object) => Promise<unknown>;

async function readPages(call: Call, path: string): Promise<number> {
	const entries: unknown[] = [];
	let next: string | undefined = `/v1.0${path}`;
	while (next !== undefined) {
		const page = (await call('GET', next)) as { value: unknown[]; '@odata.nextLink'?: string };
		entries.push(...page.value);
		const link: string | undefined = page['@odata.nextLink'];
		next = link === undefined ? undefined : link.slice(new URL(link).origin.length);
	}
	return entries.length;
}

async function sendRequests(
	call: Call,
	{ parts, results }: Extract<RawTask, { kind: 'requests' }>,
): Promise<number> {
	let rows = 0;
	for (const { method, url, body } of parts) {
		const { values } = (await call(method, `/v1.0${url}`, body)) as { values?: unknown[] };
		rows += (values?.length ?? 1) - 1;
	}
	return results ?? rows;
}

/** Sends all parts; those that were throttled together again, once the longest of their waits is over. */
async function sendBatches(call: Call, parts: readonly RawPart[], atOnce: number): Promise<number> {
	const batches = chunks(parts, mostParts);
	const throttled: RawPart[] = [];
	let until = 0;
	let done = 0;
	const work = async () => {
		for (let batch = batches.shift(); batch; batch = batches.shift()) {
			const requests = batch.map((part, index) => ({ id: String(index), ...part }));
			const { responses } = (await call('POST', '/v1.0/$batch', { requests })) as {
				responses: PartAnswer[];
			};
			for (const { id, status, headers } of responses) {
				if (status < 300) done += 1;
				if (status !== 429) continue;
				throttled.push(batch[Number(id)] as RawPart);
				const seconds = Number(headers?.['Retry-After'] ?? headers?.['retry-after'] ?? 1);
				until = Math.max(until, Date.now() + seconds * 1000);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, batches.length) }, work));
	if (throttled.length === 0) return done;
	await wait(until - Date.now());
	return done + (await sendBatches(call, throttled, atOnce));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}

async function signIn({ login, tenantId, tls, form }: RawTarget): Promise<string> {
	const pool = new Pool(login, {
		...(tls && { connect: { ca: tls.authority, servername: tls.loginHost } }),
	});
	const { statusCode, body } = await pool.request({
		method: 'POST',
		path: `/${tenantId}/oauth2/v2.0/token`,
		headers: { 'content-type': 'application/x-www-form-urlencoded', ...(tls && { host: tls.loginHost }) },
		body: new URLSearchParams(form).toString(),
	});
	const answer = (await body.json()) as { access_token?: string };
	await pool.close();
	if (answer.access_token === undefined) throw new Error(`The token endpoint answered ${statusCode}`);
	return answer.access_token;
}
