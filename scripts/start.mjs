// `npm start`: the package in a real n8n, with a simulator of Entra and Graph, and an example that has run.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
// `parseArgs` as a named import would keep an older Node.js from reporting that it's too old.
import util from 'node:util';
import { ensureN8nRuntime, isRunning } from './n8nRuntime.mjs';
import { OWNER } from './owner.mjs';
import { CACHE, PROJECT, buildAndPack, ensureDependencies, installForN8n, logFile } from './package.mjs';
import { freePort, isFree } from './processes.mjs';
import { Stopped, beforeEnd, requireNode, runScript, step } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	const { once, port } = readArguments();
	const userFolder = resolve(process.env.N8N_USER_FOLDER || join(CACHE, 'n8n-user'));
	await requireOnlyOne(userFolder);
	await requireFree(port);
	await ensureDependencies();
	const runtime = await ensureN8nRuntime();
	const tarball = await buildAndPack();
	await step('Installing the package in n8n', () => installForN8n(tarball, userFolder));

	const { launchN8n, launchSimulator, runExample, signInToN8n } = await loadServers();
	const simulatorServer = launchSimulator(PROJECT);
	beforeEnd(simulatorServer.stop);
	const simulator = await step('Starting the simulator of Entra and Graph', () => simulatorServer.ready);
	await requireFree(port);
	const n8nServer = launchN8n({
		runtime,
		userFolder,
		port,
		brokerPort: await freePort(),
		listenAddress: process.env.N8N_LISTEN_ADDRESS,
		logFile: logFile('n8n'),
	});
	beforeEnd(n8nServer.stop);
	await noteStart(userFolder, n8nServer.baseUrl);
	await step(`Starting n8n ${runtime.version}`, () => n8nServer.ready);
	const n8n = await signInToN8n(n8nServer.baseUrl, OWNER).catch((error) => {
		throw new Stopped(
			`The owner account of the n8n in ${userFolder} isn't ours (${error.message}). ` +
				'Name another folder in N8N_USER_FOLDER, or delete that one.',
		);
	});
	const { succeeded, report, workflowId } = await step('Running the example workflow', () =>
		runExample(n8n, simulator, PROJECT),
	);
	console.log(`\n${report}\n`);
	if (once) return succeeded ? 0 : 1;

	console.log(`  The editor    ${n8nServer.baseUrl}/workflow/${workflowId}`);
	console.log(`  Log in as     ${OWNER.email} with the password ${OWNER.password}`);
	console.log(`  The simulator ${simulator.graphUrl} (Graph), ${simulator.loginUrl} (Entra)`);
	console.log(`  n8n's log     ${n8nServer.logFile}`);
	console.log(
		'\nIn the editor, the run is under Executions, and "Execute workflow" runs it again. New nodes find the credential ' +
			'"Graph simulator".\nCtrl-C ends everything.',
	);
	const ended = await Promise.race([
		n8nServer.ended.then((how) => `n8n ended (${how}); its log is ${n8nServer.logFile}.`),
		simulatorServer.ended.then((how) => `The simulator ended (${how}).`),
	]);
	throw new Stopped(ended);
});

/** @returns {{ once: boolean, port: number }} */
function readArguments() {
	let values;
	try {
		({ values } = util.parseArgs({ options: { once: { type: 'boolean' }, port: { type: 'string' } } }));
	} catch (error) {
		throw new Stopped(`${/** @type {Error} */ (error).message}. Use: npm start [-- --once] [--port 5678]`);
	}
	const port = Number(values.port ?? (process.env.N8N_PORT || 5678));
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Stopped(`${values.port ?? process.env.N8N_PORT} isn't a port: name one from 1 to 65535.`);
	}
	return { once: values.once ?? false, port };
}

/** @param {string} userFolder @returns {string} the file that says which process runs n8n in this folder, and where */
function noteIn(userFolder) {
	return join(userFolder, 'started.json');
}

/** @param {string} userFolder @throws {Stopped} while another `npm start` runs n8n in the same folder */
async function requireOnlyOne(userFolder) {
	const note = await readFile(noteIn(userFolder), 'utf8').catch(() => undefined);
	if (note === undefined) return;
	const { pid, url } = JSON.parse(note);
	if (!isRunning(pid) || !(await isN8n(Number(new URL(url).port)))) return;
	throw new Stopped(
		`\`npm start\` is already running, as process ${pid}: its editor is at ${url}. End it with Ctrl-C first, or name ` +
			'another folder in N8N_USER_FOLDER.',
	);
}

/** @param {string} userFolder @param {string} url the editor's */
async function noteStart(userFolder, url) {
	await writeFile(noteIn(userFolder), JSON.stringify({ pid: process.pid, url }));
	beforeEnd(() => rm(noteIn(userFolder), { force: true }));
}

/** @param {number} port @returns {Promise<boolean>} whether an n8n answers there */
async function isN8n(port) {
	try {
		const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
		return /n8n/i.test(await response.text());
	} catch {
		return false;
	}
}

/** @param {number} port */
async function requireFree(port) {
	if (await isFree(port)) return;
	const user = (await isN8n(port)) ? 'by another n8n' : 'by another program';
	throw new Stopped(
		`Port ${port} is in use ${user}. Choose another: npm start -- --port ${port === 65_535 ? port - 1 : port + 1}`,
	);
}

async function loadServers() {
	const { tsImport } = await import('tsx/esm/api');
	return /** @type {typeof import('./servers.ts')} */ (await tsImport('./servers.ts', import.meta.url));
}
