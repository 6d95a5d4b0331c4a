// `npm run test:e2e`: the package in a real n8n, driven through Chromium as a person does.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, runJest, sum } from './checks.mjs';
import { findLeaks } from './leaks.mjs';
import { ensureN8nRuntime } from './n8nRuntime.mjs';
import { PROJECT, buildAndPack, ensureDependencies, installForN8n } from './package.mjs';
import { freePort } from './processes.mjs';
import { Stopped, beforeEnd, requireNode, runScript, step } from './terminal.mjs';

const OWNER = {
	email: 'owner@example.com',
	password: 'App-only-1234',
	firstName: 'Graph',
	lastName: 'Owner',
};

await runScript(async () => {
	requireNode();
	const chromium = findChromium();
	await ensureDependencies();
	const runtime = await ensureN8nRuntime();
	const tarball = await buildAndPack();
	const userFolder = await mkdtemp(join(tmpdir(), 'microsoft-graph-app-only-n8n-'));
	beforeEnd(() => rm(userFolder, { recursive: true, force: true, maxRetries: 3 }));
	await step('Installing the package in n8n', () => installForN8n(tarball, userFolder));
	const results = join(PROJECT, 'test-results');
	await rm(results, { recursive: true, force: true });
	await mkdir(results, { recursive: true });

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
	const servers = { n8n, runtime, userFolder, simulator, chromium, results };
	const tallies = await runJest(['e2e'], {
		args: ['--runInBand', ...process.argv.slice(2)],
		env: { E2E_SERVERS: JSON.stringify(servers) },
	});
	// n8n's database is complete once n8n has exited.
	await n8nServer.stop();
	const leaks = await findLeaks([userFolder, results], simulator);
	const line = leaks.length === 0 ? 'passed' : `failed: ${leaks.join('; ')}`;
	tallies.push({
		passed: leaks.length === 0 ? 1 : 0,
		failed: leaks.length === 0 ? 0 : 1,
		line: `secrets      ${line} (n8n's logs and database)`,
	});
	const total = sum(tallies);
	console.log(`\nScreenshots and n8n's log are in ${results}.`);
	console.log(`${tallies.map(({ line }) => line).join('\n')}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});

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
