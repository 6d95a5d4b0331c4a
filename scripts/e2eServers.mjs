// What end-to-end tests and the pictures of the documentation run against: the package in a real n8n, and the simulator.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureN8nRuntime } from './n8nRuntime.mjs';
import { OWNER } from './owner.mjs';
import { PROJECT, buildAndPack, ensureDependencies, installForN8n } from './package.mjs';
import { freePort } from './processes.mjs';
import { Stopped, beforeEnd, step } from './terminal.mjs';

/**
 * Builds the package, and starts a real n8n with it and the simulator. Both end with the script.
 *
 * @param {string} results an existing folder for screenshots; n8n's log goes there, too
 * @returns {Promise<{ servers: import('../test/e2e/support/servers.ts').Servers, stopN8n: () => Promise<void> }>}
 * @throws {Stopped} when there is no Chromium, or a server doesn't start
 */
export async function startE2eServers(results) {
	const chromium = findChromium();
	await ensureDependencies();
	const runtime = await ensureN8nRuntime();
	const tarball = await buildAndPack();
	const userFolder = await mkdtemp(join(tmpdir(), 'microsoft-graph-app-only-n8n-'));
	beforeEnd(() => rm(userFolder, { recursive: true, force: true, maxRetries: 3 }));
	await step('Installing the package in n8n', () => installForN8n(tarball, userFolder));

	const { tsImport } = await import('tsx/esm/api');
	/** @type {typeof import('./servers.ts')} */
	const { launchN8n, launchSimulator, signInToN8n } = await tsImport('./servers.ts', import.meta.url);
	const simulatorServer = launchSimulator(PROJECT);
	beforeEnd(simulatorServer.stop);
	const simulator = await step('Starting the simulator of Entra and Graph', () => simulatorServer.ready);
	const n8nServer = launchN8n({
		runtime,
		userFolder,
		port: await freePort(),
		brokerPort: await freePort(),
		logFile: join(results, 'n8n.log'),
	});
	beforeEnd(n8nServer.stop);
	await step(`Starting n8n ${runtime.version}`, () => n8nServer.ready);
	await signInToN8n(n8nServer.baseUrl, OWNER);

	const n8n = { url: n8nServer.baseUrl, owner: OWNER };
	return { servers: { n8n, runtime, userFolder, simulator, chromium, results }, stopN8n: n8nServer.stop };
}

/** @returns {string} the browser's program */
function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (existsSync(named)) return named;
		throw new Stopped(`CHROMIUM_PATH names ${named}, which doesn't exist.`);
	}
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const folders = (process.env.PATH ?? '').split(delimiter);
	const found = [
		...names.flatMap((name) => ['/usr/bin', ...folders].map((folder) => join(folder, name))),
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	].find((path) => existsSync(path));
	if (found) return found;
	throw new Stopped(
		'No Chromium was found. Install it (on Debian: apt-get install chromium), or name it in CHROMIUM_PATH.',
	);
}
