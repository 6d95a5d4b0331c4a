// `npm run schemas`: writes what n8n's editor, its AI assistant, and agents know of an operation's output before it has
// run, from Microsoft's types: nodes/MicrosoftGraph/__schema__/v1.0.0/<resource>/<operation>.json.
// `--check` writes nothing and exits 1 when a file is stale, missing, or left over; `--root` names another folder than this project's.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from './exitWith';
import { schemaFiles } from './schemaFiles';

const project = dirname(__dirname);
const folder = join('nodes', 'MicrosoftGraph', '__schema__');

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
	const root = join(values.root ?? project, folder);
	const files = schemaFiles();
	const before = existsSync(root)
		? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
		: [];
	const stale = [...files].filter(([name, text]) => {
		const file = join(root, name);
		return !existsSync(file) || readFileSync(file, 'utf8') !== text;
	});
	const leftOver = before.filter((name) => !files.has(name));
	if (values.check) {
		for (const name of [...stale.map(([one]) => one), ...leftOver]) {
			console.error(`${join(folder, name)} is stale: run npm run schemas`);
		}
		return stale.length + leftOver.length > 0 ? 1 : 0;
	}
	for (const [name, text] of stale) {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), text);
	}
	for (const name of leftOver) rmSync(join(root, name));
	const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	console.log(
		`${files.size} schemas, ${Math.round(bytes / 1024)} KB; ${stale.length} written, ${leftOver.length} removed`,
	);
	return 0;
}

void exitWith(main);
