// `npm run docs`: writes what the documentation says of operations, permissions, watches, facts, and the run against a
// tenant from the code itself. Each page has its own file next to this one.
// `--check` writes nothing and exits 1 when something is stale; `--root` names another folder than this project's.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from '../exitWith';
import { withPart } from '../markdown';
import { operationsPage } from './operationsPage';
import { permissionsPage } from './permissionsPage';
import { realityPage } from './realityPage';
import { resourceList } from './resourceList';
import { resourcesOfCloudsTable, resourcesTable } from './resourceTables';
import { partsTable, variablesTable } from './tenantTables';
import { checksTable, versionsTable } from './versionTables';
import { watchTable } from './watchTable';

const project = dirname(dirname(__dirname));

/** Pages that are made as a whole. */
const pages: Record<string, () => string | Promise<string>> = {
	'docs/operations.md': operationsPage,
	'docs/permissions.md': permissionsPage,
	'docs/reality.md': () => realityPage(project),
};

/** Parts of pages that are written by hand, by the names of their marks. */
const parts: Record<string, Record<string, () => string | Promise<string>>> = {
	'docs/trigger.md': { watches: watchTable },
	'docs/tenant.md': { parts: partsTable, variables: variablesTable },
	'docs/setup.md': { resources: resourcesTable, 'resources of other clouds': resourcesOfCloudsTable },
	'docs/tested.md': { versions: checksTable },
	'README.md': { resources: resourceList, versions: versionsTable },
};

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
	const root = values.root ?? project;
	const current = async (file: string) =>
		existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '';
	let stale = 0;
	const put = async (file: string, text: string) => {
		if (text === (await current(file))) return;
		stale += 1;
		if (values.check) {
			console.error(`${file} is stale: run npm run docs`);
			return;
		}
		await mkdir(dirname(join(root, file)), { recursive: true });
		await writeFile(join(root, file), text);
		console.log(`${file} written`);
	};
	for (const [file, make] of Object.entries(pages)) await put(file, await make());
	for (const [file, makers] of Object.entries(parts)) {
		let page = await current(file);
		for (const [name, make] of Object.entries(makers)) page = withPart(file, page, name, await make());
		await put(file, page);
	}
	return values.check && stale > 0 ? 1 : 0;
}

void exitWith(main);
