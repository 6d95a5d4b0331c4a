import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import ts from 'typescript';
import { facts, type Fact, type Subject, type Sureness } from '../../test/reality/facts';
import { table } from '../markdown';
import { generated } from './operations';

/** A test that shows a fact. */
export interface Shown {
	/** From the project's folder, with `/`. */
	file: string;
	numbers: number[];
	subject: Subject;
	what: string;
}

const folders = ['test/unit', 'test/integration', 'test/contract'];

/**
 * The tests that show a fact: the calls of `fact` in the sources of tests.
 * @param project the project's folder
 * @throws Error when an argument of such a call isn't a literal
 */
export function shownFacts(project: string): Shown[] {
	return folders.flatMap((folder) =>
		readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.test.ts'))
			.sort()
			.flatMap((file) => shownIn(join(project, folder, file), project)),
	);
}

function shownIn(path: string, project: string): Shown[] {
	const text = readFileSync(path, 'utf8');
	if (!text.includes('fact(')) return [];
	const file = relative(project, path).replaceAll('\\', '/');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const all: Shown[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && node.expression.getText() === 'fact') {
			const [numbers, subject, what] = node.arguments.map((argument) => literal(argument));
			if (!isSubject(subject) || typeof what !== 'string') {
				const { line } = source.getLineAndCharacterOfPosition(node.getStart());
				throw new Error(`${file}:${line + 1}: the arguments of fact() must be literals.`);
			}
			all.push({ file, numbers: [numbers].flat().map(Number), subject, what });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return all;
}

const isSubject = (value: unknown): value is Subject => value === 'simulator' || value === 'node';

/** @returns `undefined` for what isn't a literal */
function literal(node: ts.Expression): unknown {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isNumericLiteral(node)) return Number(node.text);
	if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => literal(element));
	return undefined;
}

const sources: Record<Sureness, string> = {
	documented: 'a page of Microsoft',
	recorded: 'recorded traffic',
	reported: 'reports',
	open: 'open',
};

/**
 * The state of a fact.
 * @param tests that show it
 * @returns `undefined` when tests are missing, without a reason
 */
export function stateOf({ sure, untested }: Fact, tests: readonly Shown[]): string | undefined {
	const has = (one: Subject) => tests.some(({ subject }) => subject === one);
	const reason = untested === undefined ? '' : `: ${untested}`;
	if (has('simulator') && has('node')) {
		return sure === 'open' ? 'right either way, by tests' : `by tests${reason}`;
	}
	if (untested === undefined) return undefined;
	if (has('simulator')) return `the simulator by tests${reason}`;
	if (has('node')) return `the node by tests${reason}`;
	return `without a test${reason}`;
}

/** Links to the files of tests, each with how many of its tests show the fact. */
function linksTo(tests: readonly Shown[]): string {
	const files = [...new Set(tests.map(({ file }) => file))];
	const count = (file: string) => tests.filter((test) => test.file === file).length;
	return (
		files
			.map(
				(file) => `[${basename(file, '.test.ts')}](../${file})${count(file) > 1 ? ` (${count(file)})` : ''}`,
			)
			.join(', ') || '–'
	);
}

/**
 * docs/reality.md: what is known of the real Graph.
 * @param project the project's folder
 */
export function realityPage(project: string): string {
	const shown = shownFacts(project);
	const rows = facts.map((fact) => {
		const tests = shown.filter(({ numbers }) => numbers.includes(fact.number));
		const by = (subject: Subject) => linksTo(tests.filter((test) => test.subject === subject));
		return [
			String(fact.number),
			fact.what,
			sources[fact.sure],
			by('simulator'),
			by('node'),
			stateOf(fact, tests) ?? '**missing**',
		];
	});
	const open = facts
		.filter(({ either }) => either !== undefined)
		.map(({ number, what, either }) => `- **${number}.** ${what} ${either}`);
	return `${generated}

# What the real Graph does

No tenant was available when this was built: every test talks to the [simulator](architecture.md#the-simulator). So the simulator follows what is known of the real Graph and Entra, and this page says what that is, how sure it is, and which tests show that the simulator behaves so and that the node handles it. [tenant.md](tenant.md) says how to check it against a tenant.

- **Known from** a page of Microsoft, recorded traffic of the real Graph, or reports of people. _Open_: reports differ, or there is only one. The simulator then has a setting for both, and the node is tested under both.
- **Simulator**, **Node**: the files of the tests, each with how many of them show it.

${table(['No.', 'Fact', 'Known from', 'Simulator', 'Node', 'State'], rows)}

## What only a tenant can answer

${open.join('\n')}
`;
}
