// Runs n8n's own scanner of community packages on the source and on the packed package, as n8n does before it verifies a package.
// It takes its rules from eslint-plugin-n8n-nodes-base and n8n's own plugin, without inline exceptions.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOURCE_FILE_PATTERNS, analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { PACKAGE, PROJECT, buildAndPack, installForN8n } from './package.mjs';
import { beforeEnd, runScript } from './terminal.mjs';

await runScript(async () => {
	const tarball = await buildAndPack();
	const userFolder = await mkdtemp(join(tmpdir(), 'scanned-'));
	beforeEnd(() => rm(userFolder, { recursive: true, force: true }));
	await installForN8n(tarball, userFolder);
	const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	const results = [
		{ what: 'source', ...(await analyzePackage(PROJECT, SOURCE_FILE_PATTERNS)) },
		{ what: 'package', ...(await analyzePackage(installed, ['**/*.js', 'package.json'])) },
	];
	for (const { what, passed, message, details } of results)
		console.log(`${what}: ${passed ? '0 findings' : [message, details].filter(Boolean).join('\n')}`);
	return results.every(({ passed }) => passed) ? 0 : 1;
});
