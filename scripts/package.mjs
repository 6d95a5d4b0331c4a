// The package itself: its dependencies, its tarball, and its installation as a user of n8n gets it.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './processes.mjs';
import { Stopped, beforeEnd, step } from './terminal.mjs';

export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
export const PACKAGE = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')).name;

/** Where the scripts keep what may be thrown away: logs, n8n's user folder. */
export const CACHE = join(PROJECT, '.cache');

/** @param {string} name @returns {string} */
export const logFile = (name) => join(CACHE, 'logs', `${name}.log`);

/**
 * Whether node_modules holds what the lockfile names. Times say nothing here: npm writes the lockfile last.
 *
 * @returns {boolean}
 */
function dependenciesAreInstalled() {
	const installedFile = join(PROJECT, 'node_modules', '.package-lock.json');
	if (!existsSync(installedFile)) return false;
	const wanted = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')).packages;
	const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
	return Object.entries(wanted).every(
		([path, entry]) =>
			path === '' || entry.optional || entry.devOptional || installed[path]?.version === entry.version,
	);
}

/** Runs `npm ci` when node_modules is missing or not what the lockfile names. @returns {Promise<void>} */
export async function ensureDependencies() {
	if (dependenciesAreInstalled()) return;
	await step('Installing the dependencies', () =>
		npm(['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: PROJECT, logFile: logFile('npm-ci') }),
	);
}

/**
 * Builds the package and packs it as it would be published.
 *
 * @returns {Promise<string>} the tarball, in a temporary folder that goes when the script ends
 */
export async function buildAndPack() {
	return await step('Building and packing the package', async () => {
		await npm(['run', 'build'], { cwd: PROJECT, logFile: logFile('build') });
		const folder = await mkdtemp(join(tmpdir(), 'microsoft-graph-app-only-'));
		beforeEnd(() => rm(folder, { recursive: true, force: true }));
		await npm(['pack', '--pack-destination', folder], { cwd: PROJECT, logFile: logFile('pack') });
		const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
		if (!tarball) throw new Stopped(`\`npm pack\` made no tarball; its output is in ${logFile('pack')}.`);
		return join(folder, tarball);
	});
}

/**
 * Installs the tarball where n8n keeps a user's community nodes, as n8n does it: without peer dependencies, since a
 * second copy of n8n-workflow would have error classes of its own, which n8n does not recognise.
 *
 * @param {string} tarball
 * @param {string} userFolder n8n's user folder (`N8N_USER_FOLDER`)
 */
export async function installForN8n(tarball, userFolder) {
	const folder = join(userFolder, '.n8n', 'nodes');
	await mkdir(folder, { recursive: true });
	const manifest = join(folder, 'package.json');
	if (!existsSync(manifest))
		await writeFile(manifest, JSON.stringify({ name: 'installed-nodes', private: true }));
	// The version stays while the content changes: npm must not mistake its cached copy for the new one.
	await rm(join(folder, 'node_modules', PACKAGE), { recursive: true, force: true });
	await rm(join(folder, 'node_modules', '.package-lock.json'), { force: true });
	await npm(
		[
			'install',
			tarball,
			'--legacy-peer-deps',
			'--omit=peer',
			'--ignore-scripts',
			'--no-package-lock',
			'--no-audit',
			'--no-fund',
		],
		{ cwd: folder, logFile: logFile('install-in-n8n') },
	);
	const second = join(folder, 'node_modules', 'n8n-workflow');
	const nested = join(folder, 'node_modules', PACKAGE, 'node_modules');
	for (const path of [second, nested]) {
		if (existsSync(path)) throw new Stopped(`A second copy of n8n-workflow came with the package: ${path}.`);
	}
	if (!existsSync(join(folder, 'node_modules', PACKAGE, 'package.json'))) {
		throw new Stopped(
			`npm didn't install the package in ${folder}; its output is in ${logFile('install-in-n8n')}.`,
		);
	}
}
