// `npm run permissions`: compiles nodes/graph/errors/permissionTable.ts from Microsoft's table of permissions (permissions.json of
// microsoft-graph-devx-content): for each operation and each thing that the trigger watches, which application permissions
// suffice for its requests. CONTRACT_DIR names the table's folder; by default it's ../shared/contract next to the project.
// `--check` writes nothing and exits 1 when the file is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { compilePermissions, tableFile, writtenTable } from './permissionTable';
import { exitWith } from './exitWith';
import { contractFolder } from '../test/contract/openApi';

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
	const compiled = await compilePermissions(contractFolder);
	if (compiled === undefined) {
		console.error(`${join(contractFolder, 'permissions.json')} doesn't exist: set CONTRACT_DIR.`);
		return 2;
	}
	const style = await resolveConfig(tableFile);
	const text = await format(writtenTable(compiled), { ...style, parser: 'typescript' });
	if (existsSync(tableFile) && readFileSync(tableFile, 'utf8') === text) return 0;
	if (values.check) {
		console.error(`${tableFile} is stale: run npm run permissions`);
		return 1;
	}
	writeFileSync(tableFile, text);
	console.log(`${tableFile} written`);
	return 0;
}

void exitWith(main);
