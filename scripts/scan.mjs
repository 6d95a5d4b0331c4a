// Runs n8n's own scanner of community packages on the source and on the packed package, as n8n does before it verifies a package, and
// looks at what is in it.
// It takes its rules from eslint-plugin-n8n-nodes-base and n8n's own plugin, without inline exceptions.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { SOURCE_FILE_PATTERNS, analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { PACKAGE, PROJECT, buildAndPack, installForN8n } from './package.mjs';
import { beforeEnd, runScript } from './terminal.mjs';

await runScript(async () => {
	const tarball = await buildAndPack();
	const userFolder = await mkdtemp(join(tmpdir(), 'scanned-'));
	beforeEnd(() => rm(userFolder, { recursive: true, force: true }));
	await installForN8n(tarball, userFolder);
	const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	const strange = (await filesIn(installed)).filter((file) => !hasSource(file));
	const results = [
		{
			what: 'contents',
			passed: strange.length === 0,
			message: `What users don't need is in the package: ${strange.join(', ')}`,
			details: undefined,
		},
		{ what: 'source', ...(await analyzePackage(PROJECT, SOURCE_FILE_PATTERNS)) },
		{ what: 'package', ...(await analyzePackage(installed, ['**/*.js', 'package.json'])) },
	];
	for (const { what, passed, message, details } of results)
		console.log(`${what}: ${passed ? '0 findings' : [message, details].filter(Boolean).join('\n')}`);
	return results.every(({ passed }) => passed) ? 0 : 1;
});

/** @param {string} folder @returns {Promise<string[]>} paths in it, with slashes */
async function filesIn(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** @param {string} file @returns {boolean} whether a packed file is a page for users, or made from a source */
function hasSource(file) {
	if (['LICENSE', 'README.md', 'package.json'].includes(file)) return true;
	const made = /^dist\/(.*)$/.exec(file)?.[1];
	if (made === undefined) return false;
	return existsSync(join(PROJECT, made.replace(/\.js$/, '.ts')));
}
