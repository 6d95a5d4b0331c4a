// Child processes, npm among them. No dependency: it runs before `npm ci`.
import { spawn } from 'node:child_process';
import { openSync, closeSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { Stopped, beforeEnd } from './terminal.mjs';

const WINDOWS = process.platform === 'win32';

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile?: string, shell?: boolean }} [options] `logFile`: where
 *   its output goes; without it the output goes to the terminal
 * @returns {Promise<number>} its exit code, 1 when a signal ended it
 */
export async function run(command, args, { cwd, env = process.env, logFile, shell = false } = {}) {
	if (logFile) mkdirSync(dirname(logFile), { recursive: true });
	const log = logFile ? openSync(logFile, 'w') : undefined;
	try {
		return await new Promise((resolve, reject) => {
			/** @type {import('node:child_process').StdioOptions} */
			const stdio = log === undefined ? ['ignore', 'inherit', 'inherit'] : ['ignore', log, log];
			const child = spawn(command, args, { cwd, env, shell, stdio });
			const ended = new Promise((done) => child.once('close', done));
			const release = beforeEnd(async () => {
				child.kill('SIGTERM');
				await ended;
			});
			child.once('error', (error) => {
				release();
				reject(error);
			});
			child.once('close', (code) => {
				release();
				resolve(code ?? 1);
			});
		});
	} finally {
		if (log !== undefined) closeSync(log);
	}
}

/**
 * Runs npm: the one that started this script, else the one on PATH.
 *
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, logFile: string }} options
 * @returns {Promise<void>}
 * @throws {Stopped} in one line: registry out of reach, disk full, or npm's own first error
 */
export async function npm(args, { cwd, env = process.env, logFile }) {
	const cli = process.env.npm_execpath;
	const code = cli?.endsWith('.js')
		? await run(process.execPath, [cli, ...args], { cwd, env, logFile })
		: await run(WINDOWS ? 'npm.cmd' : 'npm', args, { cwd, env, logFile, shell: WINDOWS });
	if (code === 0) return;
	throw new Stopped(explainNpm(args[0], readFileSync(logFile, 'utf8'), logFile));
}

const OUT_OF_REACH =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT/;

/** @param {string} text @param {number} count @returns {string} */
export function lastLines(text, count) {
	return text.trimEnd().split(/\r?\n/).slice(-count).join('\n');
}

/**
 * @param {string} command npm's command
 * @param {string} output what npm printed
 * @param {string} logFile where that is kept
 * @returns {string} one line that says what failed and what to do
 */
function explainNpm(command, output, logFile) {
	if (/ENOSPC/.test(output)) return `The disk is full: \`npm ${command}\` couldn't write. Free some space.`;
	const network = OUT_OF_REACH.exec(output);
	if (network) {
		return (
			`The npm registry can't be reached (${network[0]}). Check the connection and npm's settings ` +
			'(`npm config get registry`, `proxy`, `https-proxy`, `cafile`).'
		);
	}
	if (command === 'run') return `The build failed (all of it in ${logFile}):\n${lastLines(output, 20)}`;
	const errors = output
		.split(/\r?\n/)
		.filter((line) => /^npm (error|ERR!) /.test(line))
		.map((line) => line.replace(/^npm (error|ERR!) /, '').trim());
	const first = errors.find((line) => line && !/^(code|errno) /.test(line));
	return `\`npm ${command}\` failed: ${first?.replace(/\.$/, '') ?? 'no reason given'}. Its whole output is in ${logFile}.`;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number | undefined>} the port that could be opened (0 asks for any), undefined when it is taken
 */
async function tryPort(port, host) {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
			// Where a machine has no IPv6, nothing can use the port there.
			resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? port : undefined);
		});
		server.listen({ port, host }, () => {
			const address = server.address();
			server.close(() => resolve(address && typeof address === 'object' ? address.port : port));
		});
	});
}

/** @param {number} port @returns {Promise<boolean>} whether nothing listens there on this machine's own addresses */
export async function isFree(port) {
	for (const host of ['127.0.0.1', '::1']) {
		if ((await tryPort(port, host)) === undefined) return false;
	}
	return true;
}

/** @returns {Promise<number>} a port on which nothing listens now */
export async function freePort() {
	const port = await tryPort(0, '127.0.0.1');
	if (port === undefined) throw new Stopped('No free port could be opened on 127.0.0.1.');
	return port;
}
