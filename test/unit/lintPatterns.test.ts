import { rulesThatReport } from './helpers/rulesThatReport';

/*
 * ESLint, with this project's configuration, refuses patterns that take more than linear time, wherever texts of others are
 * read. patterns.test.ts tries the patterns of the product; this shows that a new one is found before it is tried.
 */

const folders = [
	'nodes/graph',
	'nodes/MicrosoftGraph/operations/user',
	'credentials/auth/core',
	'credentials/auth/keys',
	'credentials/auth/methods',
	'credentials/auth/token',
	'simulator/entra',
	'simulator/graph/routes',
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
