import { execFile, execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { launch } from '../../../scripts/childServer';
import { freePort, guard } from './processes';
import { servers } from './servers';
import { until } from './until';

/** What n8n needs beside it in queue mode. */
export interface QueueServer {
	port: number;
	/** Ends it, and takes away its data. */
	close(): Promise<void>;
}

/** The user of the database; it has no password. */
export const DATABASE_USER = 'n8n';

const POSTGRES = '/usr/lib/postgresql';

function find(program: string): string | undefined {
	// Debian leaves most of PostgreSQL out of the path.
	const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions.map((version) => join(POSTGRES, version, 'bin')),
	];
	return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** What must be installed before n8n can run in queue mode here: the names of Debian's packages. */
export function missingForQueue(): string[] {
	const has = (...programs: string[]) => programs.every((program) => find(program) !== undefined);
	return [
		...(has('redis-server') ? [] : ['redis-server']),
		...(has('initdb', 'postgres', 'pg_isready') ? [] : ['postgresql']),
	];
}

/** Starts the queue: Redis, which keeps it in memory alone. */
export async function startRedis(): Promise<QueueServer> {
	return await startServer('redis', {}, async (folder, port) => ({
		args: ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
		isReady: async () => await accepts(port),
	}));
}

/** Starts the database that all processes of n8n share: PostgreSQL, which forgets what it has not written when it is killed. */
export async function startPostgres(): Promise<QueueServer> {
	const user = postgresUser();
	return await startServer('postgres', user, async (folder, port) => {
		const data = join(folder, 'data');
		await run(
			'initdb',
			['-D', data, '-U', DATABASE_USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
			user,
		);
		const settings = {
			listen_addresses: '127.0.0.1',
			unix_socket_directories: '',
			max_connections: '200',
			fsync: 'off',
		};
		const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		return {
			args: ['postgres', '-D', data, '-p', String(port), ...options],
			isReady: async () =>
				await run('pg_isready', ['-h', '127.0.0.1', '-p', String(port)], {}).then(
					() => true,
					() => false,
				),
		};
	});
}

type User = { uid?: number; gid?: number };

/** PostgreSQL does not run as root: its package brings a user for it. */
function postgresUser(): User {
	if (process.getuid?.() !== 0) return {};
	const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function startServer(
	name: string,
	user: User,
	prepare: (folder: string, port: number) => Promise<{ args: string[]; isReady: () => Promise<boolean> }>,
): Promise<QueueServer> {
	const folder = await mkdtemp(join(tmpdir(), `microsoft-graph-app-only-${name}-`));
	if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
	const port = await freePort();
	const { args, isReady } = await prepare(folder, port);
	const log = openSync(join(servers().results, `${name}.log`), 'a');
	const [program, ...others] = args;
	const server = launch(find(program) ?? program, others, {
		cwd: folder,
		env: process.env,
		stdio: ['ignore', log, log],
		...user,
	});
	closeSync(log);
	const dismissGuard = guard(server.process.pid ?? 0, folder);
	const close = async () => {
		await server.stop();
		dismissGuard();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		await until(`${name} is ready`, async () => ((await isReady()) ? true : undefined));
	} catch (error) {
		await close();
		throw error;
	}
	return { port, close };
}

async function run(program: string, args: string[], user: User): Promise<void> {
	await promisify(execFile)(find(program) ?? program, args, { ...user, cwd: tmpdir() });
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
