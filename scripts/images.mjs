// `npm run docs:images`: the pictures of the documentation, from a real n8n with the package, driven through Chromium.
// With names, as in `npm run docs:images -- error agent`, only those.
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startE2eServers } from './e2eServers.mjs';
import { CACHE, PROJECT } from './package.mjs';
import { Stopped, requireNode, runScript, step } from './terminal.mjs';

/** A page with pictures should load fast. */
const MAX_BYTES = 150_000;

await runScript(async () => {
	requireNode();
	const folder = join(CACHE, 'images');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const { servers } = await startE2eServers(folder);
	const { tsImport } = await import('tsx/esm/api');
	/** @type {typeof import('./pictures.ts')} */
	const { takePictures } = await tsImport('./pictures.ts', import.meta.url);
	const taken = await takePictures(servers, process.argv.slice(2), async (name, take) => {
		await step(`Taking ${name}.png`, take);
	}).catch((/** @type {Error} */ error) => {
		throw new Stopped(
			`${error.message}\nNo picture was changed. n8n's log and what was on screen are in ${folder}.`,
		);
	});
	const files = taken.map((name) => `${name}.png`);
	for (const file of files) {
		const { size } = await stat(join(folder, file));
		if (size > MAX_BYTES)
			throw new Stopped(
				`${file} has ${size} bytes, more than ${MAX_BYTES}: show less in it. No picture was changed.`,
			);
	}
	for (const file of files) await copyFile(join(folder, file), join(PROJECT, 'docs', 'images', file));
	console.log(`\nNew in docs/images: ${files.join(', ')}. Look at each before you commit it.`);
	return 0;
});
