// `npm run test:versions`: the built package in several versions of n8n's own engine, against the simulator. With versions of
// n8n, as in `npm run test:versions -- 2.8.4`, only in those.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, sum } from './checks.mjs';
import { ensureN8nCore } from './n8nCores.mjs';
import { PROJECT, ensureDependencies, logFile } from './package.mjs';
import { lastLines, npm, run } from './processes.mjs';
import { Stopped, beforeEnd, elapsed, requireNode, runScript, step } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	await ensureDependencies();
	const { tsImport } = await import('tsx/esm/api');
	/** @type {typeof import('../test/versions/n8nVersions.ts')} */
	const { n8nVersions } = await tsImport('../test/versions/n8nVersions.ts', import.meta.url);
	/** @type {typeof import('../test/versions/checks.ts')} */
	const { checks } = await tsImport('../test/versions/checks.ts', import.meta.url);
	const checkNames = checks.map(({ name }) => name);
	const wanted = process.argv.slice(2);
	const unknown = wanted.filter((name) => !n8nVersions.some(({ n8n }) => n8n === name));
	if (unknown.length > 0)
		throw new Stopped(`${unknown.join(', ')}: not in the list of test/versions/n8nVersions.ts.`);
	const versions = n8nVersions.filter(({ n8n }) => wanted.length === 0 || wanted.includes(n8n));

	await step('Building the package', () =>
		npm(['run', 'build'], { cwd: PROJECT, logFile: logFile('build') }),
	);
	/** @type {typeof import('./servers.ts')} */
	const { launchSimulator } = await tsImport('./servers.ts', import.meta.url);
	const server = launchSimulator(PROJECT);
	beforeEnd(server.stop);
	const simulator = await step('Starting the simulator of Entra and Graph', () => server.ready);

	/** @type {string[][]} */
	const matrix = [];
	/** @type {string[]} */
	const failures = [];
	const tallies = [];
	for (const version of versions) {
		const startedAt = Date.now();
		const results = await resultsOn(version, simulator);
		const cells = checkNames.map((name) => {
			const { failed } = results[name] ?? { failed: "it wasn't run" };
			if (failed !== undefined) failures.push(`n8n ${version.n8n}, ${name}: ${failed}`);
			return failed === undefined ? 'passed' : 'failed';
		});
		const failed = cells.filter((cell) => cell === 'failed').length;
		tallies.push({ passed: cells.length - failed, failed });
		matrix.push([version.n8n, version.core, version.workflow, ...cells, elapsed(startedAt)]);
		console.log(`n8n ${version.n8n}: ${describe(tallies.at(-1))} (${elapsed(startedAt)})`);
	}
	const total = sum(tallies);
	console.log(`\n${table([['n8n', 'n8n-core', 'n8n-workflow', ...checkNames, ''], ...matrix])}`);
	if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
	console.log(`\nNode.js ${process.versions.node}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});

/**
 * Runs the checks in a process of its own.
 *
 * @param {import('../test/versions/n8nVersions.ts').N8nVersion} version
 * @param {import('./simulatorServer.ts').SimulatorAddress} simulator
 * @returns {Promise<Record<string, { failed?: string }>>} by the check's name
 */
async function resultsOn(version, simulator) {
	const core = await ensureN8nCore(version);
	const folder = await mkdtemp(join(tmpdir(), `n8n-${version.n8n}-`));
	const release = beforeEnd(async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }));
	try {
		// The package is where it finds this n8n-workflow, as in an n8n installation.
		await symlink(join(core, 'node_modules'), join(folder, 'node_modules'), 'junction');
		for (const part of ['dist', 'package.json'])
			await cp(join(PROJECT, part), join(folder, 'package', part), { recursive: true });
		await mkdir(join(folder, 'user'));
		const results = join(folder, 'results.json');
		const place = { folder, package: 'package', userFolder: join(folder, 'user') };
		const output = logFile(`n8n-core-${version.core}`);
		const code = await run(
			process.execPath,
			['--import', 'tsx', join('test', 'versions', 'main.ts'), JSON.stringify({ place, simulator, results })],
			{ cwd: PROJECT, logFile: output },
		);
		if (code !== 0) console.log(lastLines(readFileSync(output, 'utf8'), 20));
		if (!existsSync(results)) return {};
		const { core: loaded, workflow, checks } = JSON.parse(readFileSync(results, 'utf8'));
		if (loaded === version.core && workflow === version.workflow) return checks;
		throw new Stopped(`n8n-core ${loaded} with n8n-workflow ${workflow} was loaded for n8n ${version.n8n}.`);
	} finally {
		release();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** @param {string[][]} rows @returns {string} */
function table(rows) {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
