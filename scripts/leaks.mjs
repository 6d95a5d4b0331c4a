// Searches for what must never be written: the app's secret and its tokens.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {string[]} folders searched with all that is under them; `node_modules` left out
 * @param {{ clientId: string, clientSecret: string }} app
 * @returns {Promise<string[]>} for each file that contains a secret or a token: which, and where
 */
export async function findLeaks(folders, { clientId, clientSecret }) {
	const leaks = [];
	for (const file of (await Promise.all(folders.map(filesUnder))).flat()) {
		const text = await readFile(file, 'latin1');
		if (text.includes(clientSecret)) leaks.push(`the client secret in ${file}`);
		const tokens = text.match(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}/g) ?? [];
		if (tokens.some((token) => isTokenOf(clientId, token))) leaks.push(`an access token in ${file}`);
	}
	return leaks;
}

/** n8n has tokens of its own; the app's ones name its client ID. @param {string} clientId @param {string} token */
function isTokenOf(clientId, token) {
	return Buffer.from(token.split('.')[1], 'base64url').toString().includes(clientId);
}

/** @param {string} folder @returns {Promise<string[]>} */
async function filesUnder(folder) {
	const entries = await readdir(folder, { withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
	const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
	return [...files, ...(await Promise.all(folders.map(({ name }) => filesUnder(join(folder, name))))).flat()];
}
