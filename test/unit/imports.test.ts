import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

import { rulesThatReport } from './helpers/rulesThatReport';

const root = join(__dirname, '..', '..');
const folders = ['credentials', 'nodes', 'simulator', 'test', 'scripts', 'bench'];

/** What each file imports, types too: paths from the root. */
function importsOf(files: ReadonlyMap<string, string>, host: ts.ModuleResolutionHost): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const [file, text] of files) {
		const imported = ts
			.preProcessFile(text, true, true)
			.importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
			.map(({ fileName }) => ts.resolveModuleName(fileName, join(root, file), {}, host))
			.flatMap(({ resolvedModule }) => resolvedModule?.resolvedFileName ?? [])
			.map((path) => relative(root, path));
		found.set(file, imported);
	}
	return found;
}

/** The circles in which files import each other, each as its files. Tarjan's algorithm. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
	const circles: string[][] = [];
	const order = new Map<string, { index: number; lowest: number; open: boolean }>();
	const path: string[] = [];
	const visit = (file: string) => {
		const own = { index: order.size, lowest: order.size, open: true };
		order.set(file, own);
		path.push(file);
		for (const other of imports.get(file) ?? []) {
			if (!imports.has(other)) continue;
			const seen = order.get(other) ?? visit(other);
			if (seen.open) own.lowest = Math.min(own.lowest, seen.lowest);
		}
		if (own.lowest === own.index) {
			const circle = path.splice(path.indexOf(file));
			for (const each of circle) order.get(each)!.open = false;
			if (circle.length > 1 || imports.get(file)?.includes(file) === true) circles.push(circle);
		}
		return own;
	};
	for (const file of imports.keys()) if (!order.has(file)) visit(file);
	return circles;
}

function filesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));
}

describe('imports', () => {
	test('files do not import each other in a circle', () => {
		const files = new Map(
			folders.flatMap(filesIn).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
		);
		const imports = importsOf(files, ts.sys);
		expect(imports.size).toBeGreaterThan(500);
		expect([...imports.values()].flat().length).toBeGreaterThan(2000);
		expect(circlesIn(imports)).toEqual([]);
	});

	test('a circle is found, of types too', () => {
		const texts = new Map([
			['nodes/a.ts', "import type { B } from './b';"],
			['nodes/b.ts', "import { c } from './c';"],
			['nodes/c.ts', "export { a } from './a';"],
			['nodes/d.ts', "import './a';"],
		]);
		const host = {
			fileExists: (path: string) => texts.has(relative(root, path)),
			readFile: (path: string) => texts.get(relative(root, path)),
		};
		expect(circlesIn(importsOf(texts, host))).toEqual([['nodes/a.ts', 'nodes/b.ts', 'nodes/c.ts']]);
	});
});

describe('the boundaries of folders', () => {
	const crossing = [
		['credentials/auth/core/planted.ts', '../../../nodes/graph/client'],
		['credentials/auth/core/planted.ts', '../token/session'],
		['credentials/auth/keys/planted.ts', '../methods'],
		['credentials/auth/methods/planted.ts', '../token/requestToken'],
		['nodes/graph/planted.ts', '../MicrosoftGraph/operation'],
		['nodes/graph/errors/planted.ts', '../../shared/itemRun'],
		['nodes/shared/planted.ts', '../MicrosoftGraph/operation'],
		['nodes/shared/fields/planted.ts', '../../MicrosoftGraphTrigger/openTrigger'],
		['nodes/MicrosoftGraph/planted.ts', '../MicrosoftGraphTrigger/openTrigger'],
		['nodes/MicrosoftGraphTrigger/planted.ts', '../MicrosoftGraph/operation'],
		['simulator/planted.ts', '../nodes/graph/graphRequest'],
	];
	const within = [
		['credentials/auth/token/planted.ts', '../methods'],
		['nodes/graph/planted.ts', '../../credentials/auth/token/session'],
		['nodes/shared/planted.ts', '../graph/client'],
		['nodes/MicrosoftGraphTrigger/planted.ts', '../shared/itemRun'],
	];
	const all = [...crossing, ...within];
	const rules = rulesThatReport(
		all.map(([filePath = '', from = '']) => ({ filePath, source: `export type * from '${from}';\n` })),
	);
	const reported = new Map(all.map(([file, from], index) => [`${file} ${from}`, rules[index]]));

	test.each(crossing)('%s may not import %s', (file, from) => {
		expect(reported.get(`${file} ${from}`)).toEqual(['no-restricted-imports']);
	});

	test.each(within)('%s may import %s', (file, from) => {
		expect(reported.get(`${file} ${from}`)).toEqual([]);
	});
});
