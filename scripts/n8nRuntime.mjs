// n8n in a folder of its own, outside the package, with the Node.js it needs; installed once and used again.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
// `statfs` as a named import would keep an older Node.js from saying that it is too old.
import fs, { mkdir, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { npm, run } from './processes.mjs';
import { Stopped, beforeEnd, step } from './terminal.mjs';

const N8N = '2.41.1';
const NODE = '24';
const NEEDED_BYTES = 4e9;

/** n8n's own dependency ranges allow releases that don't work together; these do. */
const MANIFEST = {
	name: 'n8n-runtime',
	private: true,
	dependencies: { n8n: N8N, node: NODE },
	overrides: { linkedom: '0.18.12', '@langchain/langgraph': '1.4.18', '@langchain/protocol': '0.0.19' },
};
export const NPMRC = 'legacy-peer-deps=true\nomit-lockfile-registry-resolved=true\n';

/** What a finished installation was made from: a change here reinstalls it. */
const FINGERPRINT = createHash('sha256').update(JSON.stringify(MANIFEST)).digest('hex');

/** @returns {string} `N8N_RUNTIME_DIR`, or a folder in the user's cache */
export function runtimeFolder() {
	if (process.env.N8N_RUNTIME_DIR) return process.env.N8N_RUNTIME_DIR;
	return join(cacheFolder(), 'n8n-nodes-microsoft-graph-app-only', `n8n-${N8N}`);
}

function cacheFolder() {
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
	return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

/**
 * @typedef {object} N8nRuntime
 * @property {string} version n8n's
 * @property {string} folder where it is installed
 * @property {string} node its Node.js
 * @property {string} n8n the file that starts n8n
 */

/** @param {string} folder @returns {N8nRuntime} */
function runtimeIn(folder) {
	const modules = join(folder, 'node_modules');
	const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	return { version: N8N, folder, node, n8n: join(modules, 'n8n', 'bin', 'n8n') };
}

export const markerFile = (/** @type {string} */ folder) => join(folder, 'installed');

/** @param {string} folder @returns {boolean} whether an installation was finished there, and is what we want */
function isInstalled(folder) {
	const marker = markerFile(folder);
	if (!existsSync(marker) || readFileSync(marker, 'utf8') !== FINGERPRINT) return false;
	const { node, n8n } = runtimeIn(folder);
	return existsSync(node) && existsSync(n8n);
}

/**
 * n8n, ready to be started; installed first if needed (about 2.2 GB and 3 to 6 minutes, once).
 *
 * @returns {Promise<N8nRuntime>}
 * @throws {Stopped} in one line: registry out of reach, disk full, native module not to be had
 */
export async function ensureN8nRuntime() {
	const folder = runtimeFolder();
	if (isInstalled(folder)) return runtimeIn(folder);
	await mkdir(folder, { recursive: true });
	const unlock = await lock(folder);
	try {
		if (!isInstalled(folder)) await install(folder);
	} finally {
		await unlock();
	}
	return runtimeIn(folder);
}

/** @param {string} folder */
async function install(folder) {
	const log = (/** @type {string} */ name) => join(folder, 'logs', `${name}.log`);
	await rm(markerFile(folder), { force: true });
	if (existsSync(join(folder, 'node_modules'))) {
		await step('Clearing away an unfinished installation of n8n', async () => {
			await rm(join(folder, 'node_modules'), { recursive: true, force: true, maxRetries: 3 });
		});
	}
	const freeBefore = await freeBytes(folder);
	if (freeBefore < NEEDED_BYTES) {
		throw new Stopped(
			`n8n ${N8N} needs ${gigabytes(NEEDED_BYTES)} on the disk of ${folder}, and ${gigabytes(freeBefore)} are free. ` +
				'Free some space, or name another folder in N8N_RUNTIME_DIR.',
		);
	}
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`);
	await writeFile(join(folder, '.npmrc'), NPMRC);
	// npm itself tries for minutes before it gives up.
	await npm(['view', `n8n@${N8N}`, 'version', '--fetch-retries=0', '--fetch-timeout=20000'], {
		cwd: folder,
		logFile: log('registry'),
	});

	console.log(`n8n ${N8N} is installed once, in ${folder}: about 2.2 GB, some minutes.`);
	let packages = 0;
	const watch = setInterval(() => void packagesIn(folder).then((count) => (packages = count)), 1000);
	try {
		await step(
			`Installing n8n ${N8N} and Node.js ${NODE}`,
			// Without install scripts: optional native modules that aren't needed here would be compiled.
			() =>
				npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
					cwd: folder,
					logFile: log('install'),
				}),
			() => (packages === 0 ? 'looking up the packages' : `${packages} packages so far`),
		);
	} finally {
		clearInterval(watch);
	}
	await step(`Setting up Node.js ${NODE}`, () =>
		npm(['rebuild', 'node', '--ignore-scripts=false'], { cwd: folder, logFile: log('node') }),
	);
	const makefile = join(folder, 'node_modules', 'sqlite3', 'build', 'Makefile');
	await step(
		'Setting up the database module',
		() => setUpSqlite(folder, log('sqlite3')),
		() => (existsSync(makefile) ? 'compiling it, since no ready-made one could be downloaded' : ''),
	);
	await writeFile(markerFile(folder), FINGERPRINT);
}

/**
 * Gets sqlite3's native part: a prebuilt one from its releases, or compiled where those can't be reached.
 *
 * @param {string} folder
 * @param {string} logFile
 */
async function setUpSqlite(folder, logFile) {
	const { node } = runtimeIn(folder);
	const bin = join(folder, 'node_modules', '.bin');
	const headers = nodeHeaders(folder);
	const env = {
		...process.env,
		PATH: `${bin}${delimiter}${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
		// Compiling asks nodejs.org for the headers otherwise.
		...(headers && { npm_config_nodedir: headers }),
	};
	const failure = await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: folder,
		env,
		logFile,
	}).catch((/** @type {unknown} */ error) => error);
	const loads = await run(node, ['-e', "require('sqlite3')"], { cwd: folder, logFile: `${logFile}.load` });
	if (!failure && loads === 0) return;
	throw new Stopped(
		"n8n's database module sqlite3 could be neither downloaded nor compiled. Allow downloads from github.com, or " +
			`install python3, make and g++. Its output is in ${logFile}.`,
	);
}

/** @param {string} folder @returns {string | undefined} where the headers of the runtime's Node.js are */
function nodeHeaders(folder) {
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const modules = join(folder, 'node_modules');
	const places = [join(modules, 'node', 'node_modules', name), join(modules, name)];
	return places.find((place) => existsSync(join(place, 'include', 'node', 'node_api.h')));
}

/** @param {string} folder @returns {Promise<number>} */
export async function freeBytes(folder) {
	const { bavail, bsize } = await fs.statfs(folder);
	return bavail * bsize;
}

/** @param {string} folder @returns {Promise<number>} how many packages are in its node_modules, without nested ones */
async function packagesIn(folder) {
	const modules = join(folder, 'node_modules');
	const namesIn = async (/** @type {string} */ place) =>
		(await readdir(place).catch(() => [])).filter((name) => !name.startsWith('.'));
	const names = await namesIn(modules);
	const scopes = names.filter((name) => name.startsWith('@'));
	const scoped = await Promise.all(scopes.map((scope) => namesIn(join(modules, scope))));
	return names.length - scopes.length + scoped.flat().length;
}

export const gigabytes = (/** @type {number} */ bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

const HEARTBEAT_MS = 5_000;
const STALE_AFTER_MS = 60_000;

/**
 * Lets one process at a time install. The lock is a file with its owner's name in it, touched every 5 s: one that
 * was left behind is taken over, at once when its process is gone from this machine, else after a minute.
 *
 * @param {string} folder
 * @returns {Promise<() => Promise<void>>} unlocks
 */
export async function lock(folder) {
	const file = join(folder, 'installing');
	const owner = `${hostname()} ${process.pid}`;
	while (!(await take(file, owner))) {
		if (!(await isAbandoned(file))) {
			await step('Waiting for another installation of n8n to end', async () => {
				while (!(await isAbandoned(file))) await wait(500);
			});
		}
		await rm(file, { force: true });
	}
	const heartbeat = setInterval(
		() => void utimes(file, new Date(), new Date()).catch(() => {}),
		HEARTBEAT_MS,
	);
	const unlock = async () => {
		clearInterval(heartbeat);
		await rm(file, { force: true });
	};
	const release = beforeEnd(unlock);
	return async () => {
		release();
		await unlock();
	};
}

/** @param {string} file @param {string} owner @returns {Promise<boolean>} whether the lock is the owner's now */
async function take(file, owner) {
	try {
		const handle = await open(file, 'wx');
		await handle.writeFile(owner);
		await handle.close();
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
		throw error;
	}
	// Two that clear away the same abandoned lock: the second removes the first one's new lock.
	await wait(200);
	return (await readFile(file, 'utf8').catch(() => '')) === owner;
}

/** @param {string} file @returns {Promise<boolean>} whether no process holds this lock any more */
async function isAbandoned(file) {
	const touched = await stat(file).catch(() => undefined);
	if (!touched) return true;
	if (Date.now() - touched.mtimeMs > STALE_AFTER_MS) return true;
	const [host, pid] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
	return host === hostname() && Number(pid) > 0 && !isRunning(Number(pid));
}

/** @param {number} pid @returns {boolean} */
export function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
