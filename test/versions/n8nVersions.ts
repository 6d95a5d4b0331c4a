/** A version of n8n that the package is tried in. */
export interface N8nVersion {
	n8n: string;
	/** The n8n-core that this n8n has. */
	core: string;
	/** The n8n-workflow that this n8n has. */
	workflow: string;
	/** The oldest Node.js that this n8n runs on. */
	node: string;
	/** What this n8n does otherwise than the newest, and the package copes with; nothing where that is empty. */
	differs: string;
}

const redirects = 'redirects carry the header `Authorization` (n8n-workflow before 2.5)';
const refused = "n8n's helper can't both ignore errors and renew a refused token (before 2.9.1)";
const conditions = "conditions of fields fail for values that aren't text (before 2.20)";
const waits = 'cancelling ends no `sleep` (before 2.34)';

/**
 * The versions of n8n whose engine `npm run test:versions` installs, oldest first. A further one is a line here; then
 * `npm run docs` writes it into README.md and docs/tested.md. `npm view n8n@<version> dependencies engines` has the numbers. n8n 2.34.0 to
 * 2.34.3 can't be installed from every registry, since packages that they need are missing there: 2.34.4 takes their place.
 */
export const n8nVersions: readonly N8nVersion[] = [
	{
		n8n: '1.123.0',
		core: '1.122.0',
		workflow: '1.120.0',
		node: '20.19',
		differs: `${redirects}; ${refused}; ${conditions}; ${waits}`,
	},
	{
		n8n: '2.4.8',
		core: '2.4.4',
		workflow: '2.4.3',
		node: '20.19',
		differs: `${redirects}; ${refused}; ${conditions}; ${waits}`,
	},
	{
		n8n: '2.8.4',
		core: '2.8.1',
		workflow: '2.8.0',
		node: '20.19',
		differs: `${refused}; ${conditions}; ${waits}`,
	},
	{ n8n: '2.16.1', core: '2.16.1', workflow: '2.16.0', node: '22.16', differs: `${conditions}; ${waits}` },
	{ n8n: '2.33.7', core: '2.33.2', workflow: '2.33.2', node: '22.22', differs: waits },
	{ n8n: '2.34.4', core: '2.34.2', workflow: '2.34.2', node: '22.22', differs: '' },
	{ n8n: '2.41.1', core: '2.41.1', workflow: '2.41.0', node: '24.0', differs: '' },
];
