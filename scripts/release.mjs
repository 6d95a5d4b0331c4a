// `npm run release`: everything that must hold before a version is published, without publishing it. With --publish, as the workflow of
// a tag runs it, what the owner must have filled in must hold, too.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './checks.mjs';
import { PROJECT, ensureDependencies } from './package.mjs';
import { Stopped, requireNode, runScript } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	const publish = process.argv.includes('--publish');
	const tag = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
	const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
	const changelog = readFileSync(join(PROJECT, 'CHANGELOG.md'), 'utf8');
	await ensureDependencies();
	const { tsImport } = await import('tsx/esm/api');
	const links = await tsImport('./helpLinks.ts', import.meta.url);

	const open = [...notFilledIn(manifest, links), ...notPrepared(manifest, changelog, tag)];
	for (const what of open) console.log(`${publish ? '✖' : 'to do'} ${what}`);
	if (publish && open.length > 0) throw new Stopped("The version isn't ready to be published: see above.");

	const results = [
		await check("n8n's scan", 'scripts/scan.mjs', []),
		await check('n8n versions', 'scripts/test-versions.mjs', []),
	];
	const failed = results.filter((result) => result.failed > 0).length;
	console.log(`${manifest.name} ${manifest.version}: ${failed === 0 ? 'ready' : 'not ready'}`);
	return failed === 0 ? 0 : 1;
});

/**
 * What only the owner of the package can fill in, in package.json.
 *
 * @param {{ author: { email: string }, repository?: unknown, bugs?: unknown, homepage?: string }} manifest
 * @param {typeof import('./helpLinks.ts')} links
 * @returns {string[]}
 */
function notFilledIn({ author, repository, bugs, homepage = '' }, { pageUrl }) {
	return [
		...(author.email.endsWith('.example')
			? ['package.json: author.email is a placeholder; n8n writes to it.']
			: []),
		...(repository
			? []
			: [
					"package.json: repository is missing; npm checks the provenance against it, and the editor's help links need it.",
				]),
		...(repository && pageUrl({ repository }, 'README.md') === undefined
			? ["package.json: repository isn't on GitHub: the editor's help links can't be made from it."]
			: []),
		...(bugs ? [] : ['package.json: bugs is missing.']),
		...(homepage.includes('learn.microsoft.com')
			? ["package.json: homepage isn't the package's own page."]
			: []),
	];
}

/**
 * @param {{ version: string }} manifest
 * @param {string} changelog
 * @param {string | undefined} tag such as v1.2.3
 * @returns {string[]}
 */
function notPrepared({ version }, changelog, tag) {
	return [
		...(tag !== undefined && tag !== `v${version}`
			? [`The tag is ${tag}, and package.json has ${version}.`]
			: []),
		...(changelog.includes(`## [${version}]`) ? [] : [`CHANGELOG.md: there is no section for ${version}.`]),
	];
}
