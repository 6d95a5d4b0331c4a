import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchN8n, type N8nCommand, type N8nServer } from '../../../scripts/n8nServer';
import { freePort, guard } from './processes';
import { servers } from './servers';

/** A process of n8n that can be ended and started again: its user folder and its port stay. */
export interface N8nProcess {
	url: string;
	/** The process that runs now. */
	readonly pid: number;
	/** Has it end as an administrator does, with SIGTERM. */
	stop(): Promise<void>;
	/** Ends it as a failing machine does, with SIGKILL. */
	kill(): Promise<void>;
	/** Starts it again after `stop` or `kill`, and waits until it is ready. */
	start(): Promise<void>;
	/** What all its starts have written. */
	log(): string;
	/** Ends it and takes away its user folder. */
	close(): Promise<void>;
}

/**
 * Starts a process of n8n with the package in it, in a user folder of its own, and waits until it is ready.
 * @param name what its log is called
 * @param env further settings of n8n
 */
export async function startN8nProcess(
	name: string,
	{ command, env }: { command?: N8nCommand; env?: Record<string, string> } = {},
): Promise<N8nProcess> {
	const { runtime, userFolder: shared, results } = servers();
	const userFolder = await mkdtemp(join(tmpdir(), 'microsoft-graph-app-only-n8n-'));
	await cp(join(shared, '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'), { recursive: true });
	const [port, brokerPort] = [await freePort(), await freePort()];
	const logFiles: string[] = [];
	let server: N8nServer;
	let dismissGuard = () => {};

	const start = async () => {
		const logFile = join(results, `${name}${logFiles.length === 0 ? '' : `-${logFiles.length + 1}`}.log`);
		logFiles.push(logFile);
		server = launchN8n({
			runtime,
			command,
			userFolder,
			port,
			brokerPort,
			logFile,
			// Tests count executions.
			env: { EXECUTIONS_DATA_PRUNE: 'false', ...env },
		});
		dismissGuard = guard(server.process.pid ?? 0, userFolder);
		await server.ready;
	};
	const end = async (how: 'stop' | 'kill') => {
		await server[how]();
		dismissGuard();
	};
	const close = async () => {
		// What it would still do in order to end well goes with its folder.
		await end('kill');
		await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		await start();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		url: `http://localhost:${port}`,
		get pid() {
			return server.process.pid ?? 0;
		},
		stop: async () => await end('stop'),
		kill: async () => await end('kill'),
		start,
		log: () => logFiles.map((file) => readFileSync(file, 'utf8')).join(''),
		close,
	};
}
