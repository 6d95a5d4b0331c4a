import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/*
 * ESLint, with this project's configuration, refuses patterns that take more than linear time, wherever texts of others are
 * read. patterns.test.ts tries the patterns of the product; this shows that a new one is found before it is tried.
 */

const root = join(__dirname, '..', '..');
const folders = [
	'nodes/graph',
	'nodes/MicrosoftGraph/operations/user',
	'credentials/token',
	'credentials/signIn',
	'test/simulator/entra',
	'test/simulator/graph/routes',
	'test/shape',
	'test/tenant',
	'scripts',
	'bench',
];
const planted: ReadonlyArray<[rule: string, source: string]> = [
	[
		'regexp/no-super-linear-backtracking',
		'export const isList = (text: string) => /^(a+b?)*;$/.test(text);\n',
	],
	['regexp/no-super-linear-backtracking', 'export const end = /^(?:\\w+,?)+$/;\n'],
	['regexp/no-super-linear-move', "export const cut = (text: string) => text.replace(/\\s+$/, '');\n"],
	['regexp/no-empty-character-class', 'export const none = /a[]b/;\n'],
];
const harmless = 'export const isNumber = (text: string) => /^\\d+$/.test(text);\n';

interface Planted {
	filePath: string;
	source: string;
}

/** The rules that report something, for each of these texts; in a process of its own, since the configuration is a module. */
function rulesThatReport(texts: Planted[]): string[][] {
	const script = `
		import { ESLint } from 'eslint';
		const eslint = new ESLint();
		const found = [];
		for (const { filePath, source } of JSON.parse(process.argv[1])) {
			const [{ messages }] = await eslint.lintText(source, { filePath });
			found.push(messages.map(({ ruleId }) => ruleId));
		}
		console.log(JSON.stringify(found));`;
	const args = ['--input-type=module', '--eval', script, JSON.stringify(texts)];
	return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as string[][];
}

const extensions = (folder: string) => (folder === 'scripts' ? ['ts', 'mjs'] : ['ts']);
const files = folders.flatMap((folder) => extensions(folder).map((ending) => `${folder}/planted.${ending}`));
/** A text as the kind of file takes it. */
const sourceFor = (file: string, source: string) =>
	file.endsWith('.ts') ? source : source.replace('(text: string)', '(text)');

test('reports a slow pattern in each folder, and no other one', () => {
	const texts = files.flatMap((filePath) =>
		[...planted.map(([, source]) => source), harmless].map((source) => ({
			filePath,
			source: sourceFor(filePath, source),
		})),
	);
	const wanted = files.flatMap(() => [...planted.map(([rule]) => rule), undefined]);
	const found = rulesThatReport(texts);
	const wrong = texts.flatMap(({ filePath, source }, at) => {
		const rule = wanted[at];
		const right = rule === undefined ? found[at].length === 0 : found[at].includes(rule);
		return right ? [] : [{ filePath, source, rule, found: found[at] }];
	});
	expect(wrong).toEqual([]);
});
