// Versions of n8n's own engine, each in its own folder next to the n8n that `npm start` uses; installed once.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freeBytes, gigabytes, lock, markerFile, NPMRC, runtimeFolder } from './n8nRuntime.mjs';
import { npm } from './processes.mjs';
import { Stopped, step } from './terminal.mjs';

/** What one installation takes on the disk, at most. */
const NEEDED_BYTES = 6e8;

/**
 * n8n-core with its n8n-workflow, ready to be loaded; installed first if needed (about 0.3 GB and 10 to 20 s, once).
 *
 * @param {{ core: string, workflow: string }} versions
 * @returns {Promise<string>} the folder that has them in its `node_modules`
 * @throws {Stopped} in one line: registry out of reach, disk full, or a version that can't be had
 */
export async function ensureN8nCore({ core, workflow }) {
	const folder = join(dirname(runtimeFolder()), `n8n-core-${core}`);
	const manifest = {
		name: 'n8n-engine',
		private: true,
		dependencies: { 'n8n-core': core, 'n8n-workflow': workflow },
	};
	const fingerprint = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
	const isInstalled = () =>
		existsSync(markerFile(folder)) &&
		readFileSync(markerFile(folder), 'utf8') === fingerprint &&
		existsSync(join(folder, 'node_modules', 'n8n-core', 'package.json'));
	if (isInstalled()) return folder;
	await mkdir(folder, { recursive: true });
	const unlock = await lock(folder);
	try {
		if (isInstalled()) return folder;
		await step(`Installing n8n-core ${core}`, () => install(folder, manifest));
		await writeFile(markerFile(folder), fingerprint);
	} finally {
		await unlock();
	}
	return folder;
}

/** @param {string} folder @param {object} manifest */
async function install(folder, manifest) {
	await rm(markerFile(folder), { force: true });
	await rm(join(folder, 'node_modules'), { recursive: true, force: true, maxRetries: 3 });
	await rm(join(folder, 'package-lock.json'), { force: true });
	const free = await freeBytes(folder);
	if (free < NEEDED_BYTES) {
		throw new Stopped(
			`${gigabytes(NEEDED_BYTES)} are needed on the disk of ${folder}, and ${gigabytes(free)} are free. ` +
				'Free some space, or name another folder in N8N_RUNTIME_DIR.',
		);
	}
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
	await writeFile(join(folder, '.npmrc'), NPMRC);
	// Nothing is compiled: the engine's native modules serve what no test here uses.
	const args = [
		'install',
		'--ignore-scripts',
		'--omit=optional',
		'--prefer-offline',
		'--no-audit',
		'--no-fund',
	];
	await npm(args, { cwd: folder, logFile: join(folder, 'logs', 'install.log') });
}
