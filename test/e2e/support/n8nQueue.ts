import { randomBytes } from 'node:crypto';
import { signInToN8n, type N8nClient } from '../../../scripts/n8nClient';
import { startN8nProcess, type N8nProcess } from './n8nProcess';
import { DATABASE_USER, startPostgres, startRedis } from './queueServers';
import { servers } from './servers';
import { startWebhookProxy } from './webhookProxy';

/** How many processes of each kind n8n has. */
const PROCESSES = [0, 1];

/** n8n in queue mode: main keeps the triggers, others take webhooks, and workers run what comes of both. */
export interface N8nQueue {
	/** Of the proxy before them all, which gives webhooks to the processes for them in turn. */
	url: string;
	/** Signed in to main as its owner. */
	client: N8nClient;
	main: N8nProcess;
	webhooks: N8nProcess[];
	workers: N8nProcess[];
	/** Ends everything, and takes away all data. */
	stop(): Promise<void>;
}

/**
 * Starts n8n in queue mode with the package in all its processes: main, two for webhooks, two workers, Redis, PostgreSQL
 * and a proxy. Takes about a minute on two cores. `missingForQueue` tells beforehand whether this machine has it all.
 * @param name what the logs' names begin with
 * @param env further settings of each process
 */
export async function startQueue(name: string, env: Record<string, string> = {}): Promise<N8nQueue> {
	const ends: Array<() => Promise<void>> = [];
	const stop = async () => {
		// What others need ends last.
		for (let end = ends.pop(); end; end = ends.pop()) await end();
	};
	/** Has something ended with all others. */
	const kept = <T extends { close(): Promise<void> }>(started: T): T => {
		ends.push(started.close);
		return started;
	};
	try {
		const redis = kept(await startRedis());
		const database = kept(await startPostgres());
		const proxy = kept(await startWebhookProxy());
		const settings = {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(database.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: DATABASE_USER,
			// With n8n's default of two, its own steps wait for each other's connections as soon as the machine is busy.
			DB_POSTGRESDB_POOL_SIZE: '10',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			N8N_PROXY_HOPS: '1',
			WEBHOOK_URL: `${proxy.url}/`,
			...env,
		};
		// Main makes the tables, so it comes first.
		const main = kept(await startN8nProcess(`${name}-main`, { env: settings }));
		const start = (command: 'webhook' | 'worker') =>
			PROCESSES.map(async (i) =>
				kept(await startN8nProcess(`${name}-${command}${i + 1}`, { command, env: settings })),
			);
		const [webhooks, workers] = [start('webhook'), start('worker')];
		// When one fails, the others must have come as far as to be ended.
		await Promise.allSettled([...webhooks, ...workers]);
		const started = { webhooks: await Promise.all(webhooks), workers: await Promise.all(workers) };
		proxy.route(
			main.url,
			started.webhooks.map(({ url }) => url),
		);
		const client = await signInToN8n(main.url, servers().n8n.owner);
		return { url: proxy.url, client, main, ...started, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
