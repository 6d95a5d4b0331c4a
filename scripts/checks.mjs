// Runs the package's checks and counts what passed and failed.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CACHE, PROJECT, logFile } from './package.mjs';
import { run } from './processes.mjs';
import { elapsed } from './terminal.mjs';

/** @typedef {{ passed: number, failed: number }} Tally */

/** @param {Tally[]} tallies @returns {Tally} */
export const sum = (tallies) => ({
	passed: tallies.reduce((total, { passed }) => total + passed, 0),
	failed: tallies.reduce((total, { failed }) => total + failed, 0),
});

/** @param {Tally} tally @returns {string} the last line of a test run */
export const describe = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/**
 * Runs a script; what it says is printed when it fails.
 *
 * @param {string} name what it checks
 * @param {string} script path in the project
 * @param {string[]} args
 * @returns {Promise<Tally & { line: string }>}
 */
export async function check(name, script, args) {
	const startedAt = Date.now();
	const output = logFile(name);
	const code = await run(process.execPath, [join(PROJECT, script), ...args], {
		cwd: PROJECT,
		logFile: output,
	});
	const passed = code === 0 ? 1 : 0;
	const line = `${name.padEnd(12)} ${passed ? 'passed' : 'failed'} (${elapsed(startedAt)})`;
	console.log(passed ? line : `${readFileSync(output, 'utf8').trimEnd()}\n${line}`);
	return { passed, failed: 1 - passed, line };
}

/**
 * Runs jest projects. A project without tests, and a test file that could not run, count as failed.
 *
 * @param {string[]} projects
 * @param {{ args?: string[], env?: Record<string, string> }} [options]
 * @returns {Promise<Array<Tally & { line: string }>>} one for each project
 */
export async function runJest(projects, { args = [], env = {} } = {}) {
	const outputFile = join(CACHE, `jest-${projects.join('-')}.json`);
	await mkdir(CACHE, { recursive: true });
	await rm(outputFile, { force: true });
	const jest = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
	const code = await run(
		process.execPath,
		[
			jest,
			'--selectProjects',
			...projects,
			'--passWithNoTests',
			'--json',
			`--outputFile=${outputFile}`,
			...args,
		],
		{ cwd: PROJECT, env: { ...process.env, ...env } },
	);
	const files = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')).testResults : [];
	const tallies = projects.map((project) => tallyOf(project, files));
	if (code !== 0 && sum(tallies).failed === 0) {
		tallies.push({ passed: 0, failed: 1, line: `jest         failed (exit code ${code})` });
	}
	return tallies;
}

/**
 * @typedef {object} JestFile
 * @property {string} name
 * @property {string} status
 * @property {number} startTime
 * @property {number} endTime
 * @property {Array<{ status: string, fullName: string }>} assertionResults
 */

/** @param {string} project @param {JestFile[]} files @returns {Tally & { line: string }} */
function tallyOf(project, files) {
	const own = files.filter(({ name }) => relative(PROJECT, name).split(sep)[1] === project);
	const tests = own.flatMap(({ assertionResults }) => assertionResults);
	const passed = tests.filter(({ status }) => status === 'passed').length;
	const broken = own.filter(
		({ status, assertionResults }) =>
			status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
	).length;
	const failed =
		tests.filter(({ status }) => status === 'failed').length + broken + (own.length === 0 ? 1 : 0);
	const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
	const lines = [
		`${project.padEnd(12)} ${own.length === 0 ? 'failed: there is no test' : describe({ passed, failed })}${seconds(own)}`,
		...skipped.map(({ fullName }) => `${' '.repeat(13)}not run: ${fullName}`),
	];
	return { passed, failed, line: lines.join('\n') };
}

/** @param {JestFile[]} files @returns {string} from the first one's start to the last one's end */
function seconds(files) {
	if (files.length === 0) return '';
	const from = Math.min(...files.map(({ startTime }) => startTime));
	const to = Math.max(...files.map(({ endTime }) => endTime));
	return ` (${((to - from) / 1000).toFixed(1)} s)`;
}
