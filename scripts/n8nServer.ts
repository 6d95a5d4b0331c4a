import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launch, type ChildServer } from './childServer';

const READY_WITHIN_MS = 180_000;

/** Settings of a person's own n8n must not reach this one: another database, another user folder, a queue. */
const FOREIGN_SETTINGS =
	/^(N8N|DB|QUEUE|EXECUTIONS|CREDENTIALS|NODES|WORKFLOWS|EXTERNAL|GENERIC|npm|JEST)_|^NODE_(OPTIONS|ENV|PATH)$/;

/** What n8n runs as: all of it, or one part of it in queue mode. */
export type N8nCommand = 'start' | 'webhook' | 'worker';

export interface N8nServerOptions {
	/** `start` unless given. */
	command?: N8nCommand;
	/** As `ensureN8nRuntime` returns it. */
	runtime: { folder: string; node: string; n8n: string };
	/** Where n8n keeps its database, its settings and its community nodes. */
	userFolder: string;
	port: number;
	/** A free port for n8n's own task runner. */
	brokerPort: number;
	/** The address n8n listens on; 127.0.0.1 unless given. */
	listenAddress?: string;
	/** Where n8n's output goes. */
	logFile: string;
	/** Further environment variables of n8n. */
	env?: Record<string, string>;
}

export interface N8nServer extends ChildServer {
	baseUrl: string;
	logFile: string;
	/**
	 * Resolves when n8n is ready: responds to REST calls or webhooks, or takes from the queue. Rejects when it ends
	 * before, or takes longer than 3 minutes.
	 */
	ready: Promise<void>;
}

/**
 * Starts a real n8n without outgoing calls: no telemetry, no checks for versions, templates, verified packages,
 * or MCP servers.
 */
export function launchN8n(options: N8nServerOptions): N8nServer {
	const { runtime, command = 'start', userFolder, port, logFile } = options;
	mkdirSync(userFolder, { recursive: true });
	mkdirSync(dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'w');
	const server = launch(runtime.node, [runtime.n8n, command], {
		// n8n reads a `.env` from where it is started.
		cwd: userFolder,
		env: environment(options),
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	const baseUrl = `http://localhost:${port}`;
	const paths = command === 'start' ? ['/healthz/readiness', '/rest/settings'] : ['/healthz/readiness'];
	const ready = untilReady(
		server,
		paths.map((path) => `http://127.0.0.1:${port}${path}`),
		logFile,
	);
	// A caller that stops n8n while it starts doesn't wait for it to be ready.
	ready.catch(() => undefined);
	return { ...server, baseUrl, logFile, ready };
}

function environment(options: N8nServerOptions): NodeJS.ProcessEnv {
	const { runtime, command, userFolder, port, brokerPort, listenAddress = '127.0.0.1', env } = options;
	const own = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !FOREIGN_SETTINGS.test(name)),
	);
	const path = [dirname(runtime.node), join(runtime.folder, 'node_modules', '.bin'), own.PATH ?? own.Path];
	return {
		...own,
		// n8n starts its task runner with the `node` it finds there.
		PATH: path.join(delimiter),
		NO_PROXY: [own.NO_PROXY ?? own.no_proxy, '127.0.0.1', 'localhost', '::1'].filter(Boolean).join(','),
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: listenAddress,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// A worker listens for nothing else.
		...(command === 'worker' && {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: listenAddress,
		}),
		// Plain http on this machine.
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_PYTHON_ENABLED: 'false',
		...env,
	};
}

async function untilReady(server: ChildServer, urls: string[], logFile: string): Promise<void> {
	const startedAt = Date.now();
	let end: string | undefined;
	void server.ended.then((how) => (end = how));
	while (Date.now() - startedAt < READY_WITHIN_MS) {
		if (end !== undefined) throw new Error(`n8n ended while it started (${end}):\n${lastLines(logFile)}`);
		if ((await Promise.all(urls.map(answers))).every(Boolean)) return;
		await wait(250);
	}
	throw new Error(`n8n wasn't ready after ${READY_WITHIN_MS / 1000} s:\n${lastLines(logFile)}`);
}

async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
		await response.body?.cancel();
		// While n8n starts, its REST paths answer with a page.
		return response.ok && (response.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}

function lastLines(file: string): string {
	return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
