/** A version of n8n that the package is tried in. */
export interface N8nVersion {
	n8n: string;
	/** The n8n-core that this n8n has. */
	core: string;
	/** The n8n-workflow that this n8n has. */
	workflow: string;
	/** The oldest Node.js that this n8n runs on. */
	node: string;
	/** What this package has to make up for there; a newer version stands in for those below it as well. */
	lacks: string;
}

/**
 * The versions of n8n whose engine `npm run test:versions` installs, oldest first. A further one is a line here; then
 * `npx tsx scripts/docs.ts` writes it into README.md. `npm view n8n@<version> dependencies engines` has the numbers. n8n 2.34.0 to
 * 2.34.3 can't be installed from every registry, since packages that they need are missing there: 2.34.4 takes their place.
 */
export const n8nVersions: readonly N8nVersion[] = [
	{
		n8n: '1.123.0',
		core: '1.122.0',
		workflow: '1.120.0',
		node: '20.19',
		lacks: 'the options for redirects and for a 401 among ignored statuses; a `sleep` that a signal ends',
	},
	{
		n8n: '2.4.8',
		core: '2.4.4',
		workflow: '2.4.3',
		node: '20.19',
		lacks: 'the same: n8n-workflow 2.5 knows the option for redirects',
	},
	{
		n8n: '2.8.4',
		core: '2.8.1',
		workflow: '2.8.0',
		node: '20.19',
		lacks: 'the option for a 401, which n8n-workflow 2.9.1 knows; a `sleep` that a signal ends',
	},
	{ n8n: '2.16.1', core: '2.16.1', workflow: '2.16.0', node: '22.16', lacks: 'a `sleep` that a signal ends' },
	{ n8n: '2.33.7', core: '2.33.2', workflow: '2.33.2', node: '22.22', lacks: 'the same' },
	{ n8n: '2.34.4', core: '2.34.2', workflow: '2.34.2', node: '22.22', lacks: '' },
	{ n8n: '2.41.1', core: '2.41.1', workflow: '2.41.0', node: '24.0', lacks: '' },
];
