import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { createContext, Script } from 'node:vm';

/*
 * A pattern that goes back and forth over a text takes minutes of a process that serves everybody, where the text is long
 * and hostile. Each pattern of this package is found here by itself, and tried on texts that are made for it: what stands
 * before a repetition, the repetition over and over, and something that does not match at the end.
 */

/** Of each text, in characters. */
const length = 1_000_000;
/** How long a pattern may take for one text, in ms of CPU; one that goes back and forth takes many minutes. */
const patience = 3_000;
/** When it is stopped, in ms: a busy machine gives little CPU. */
const stopAfter = 15_000;

interface Pattern {
	place: string;
	source: string;
	flags: string;
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));
}

/** The patterns of a file, and the places where one is made of a text. */
function patternsIn(file: string): { patterns: Pattern[]; made: string[] } {
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const patterns: Pattern[] = [];
	const made: string[] = [];
	const placeOf = (node: ts.Node) =>
		`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			patterns.push({
				place: placeOf(node),
				source: node.text.slice(1, end),
				flags: node.text.slice(end + 1),
			});
		}
		const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
		if (isCall && node.expression.getText() === 'RegExp') made.push(placeOf(node));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return { patterns, made };
}

const root = join(__dirname, '..', '..');
const files = ['credentials', 'nodes'].flatMap((folder) => filesIn(join(root, folder)));
const found = files.map(patternsIn);
const patterns = found
	.flatMap((each) => each.patterns)
	.map((each) => ({ ...each, place: each.place.slice(root.length + 1) }));

/** What a class of characters may match, the unusual ones last. */
const candidates = [...'a1 A_-.,;:=+/\\"\'<>&%@#$(){}[]|!?*^~`\n\t\r\0é漢\u2028\ud800z9G'];

function matching(
	node: AST.CharacterClass | AST.CharacterSet | AST.ExpressionCharacterClass,
	flags: string,
): string[] {
	const pattern = new RegExp(`^(?:${node.raw})$`, flags.replace(/[gy]/g, ''));
	const found = candidates.filter((one) => pattern.test(one));
	return found.length > 0 ? found : ['a'];
}

/** The shortest text that a part matches, or nearly so. */
function sampleOf(node: AST.Element | AST.Alternative | AST.Pattern, flags: string): string {
	switch (node.type) {
		case 'Character':
			return String.fromCodePoint(node.value);
		case 'CharacterClass':
		case 'CharacterSet':
		case 'ExpressionCharacterClass':
			return matching(node, flags)[0];
		case 'Alternative':
			return node.elements.map((element) => sampleOf(element, flags)).join('');
		case 'Group':
		case 'CapturingGroup':
		case 'Pattern':
			return sampleOf(node.alternatives[0], flags);
		case 'Quantifier':
			return sampleOf(node.element, flags).repeat(node.min);
		default:
			return '';
	}
}

/** What a repetition may repeat. */
function pumpsOf({ element }: AST.Quantifier, flags: string): string[] {
	switch (element.type) {
		case 'CharacterClass':
		case 'CharacterSet':
		case 'ExpressionCharacterClass':
			return matching(element, flags).slice(0, 3);
		case 'Group':
		case 'CapturingGroup':
			return element.alternatives.map((alternative) => sampleOf(alternative, flags)).filter(Boolean);
		default:
			return [sampleOf(element, flags)].filter(Boolean);
	}
}

/** What stands before a part, up to the beginning of the pattern. */
function before(node: AST.Node, flags: string): string {
	const { parent } = node;
	if (parent === null) return '';
	if (parent.type !== 'Alternative') return before(parent, flags);
	const elements = parent.elements.slice(0, parent.elements.indexOf(node as AST.Element));
	return before(parent, flags) + elements.map((element) => sampleOf(element, flags)).join('');
}

function repetitionsIn(pattern: AST.Pattern): AST.Quantifier[] {
	const repetitions: AST.Quantifier[] = [];
	const visit = (node: AST.Node): void => {
		if (node.type === 'Quantifier') {
			if (node.max >= 50) repetitions.push(node);
			visit(node.element);
		}
		if ('alternatives' in node) node.alternatives.forEach(visit);
		if (node.type === 'Alternative') node.elements.forEach(visit);
	};
	visit(pattern);
	return repetitions;
}

const filled = (part: string, size: number) => part.repeat(Math.ceil(size / part.length)).slice(0, size);

/** Texts over which a pattern may go back and forth. */
function textsFor({ source, flags }: Pattern, size: number): string[] {
	const unicode = flags.includes('u');
	const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode, unicodeSets: false });
	const texts = repetitionsIn(pattern).flatMap((repetition) => {
		const prefix = before(repetition, flags);
		return pumpsOf(repetition, flags).flatMap((pump) => [
			`${prefix}${filled(pump, size)}`,
			filled(`${prefix}${pump}`, size),
			...(prefix === '' ? [] : [filled(prefix, size)]),
		]);
	});
	// With a plain repetition of whatever the pattern is about, even where it repeats nothing.
	const all = new Set([...texts, filled(sampleOf(pattern, flags) || ' ', size)]);
	return [...all].flatMap((text) => [`${text}\0`, `${text}!`]);
}

const context = createContext({});
const run = new Script(
	'(/g/.test(flags) ? text.replace(new RegExp(source, flags), "") : new RegExp(source, flags).test(text)).length',
);

/** How long a pattern takes for a text, in ms of CPU; `Infinity` where it had to be stopped. */
function timeFor({ source, flags }: Pattern, text: string, timeout: number): number {
	Object.assign(context, { source, flags, text });
	const begun = process.cpuUsage();
	try {
		run.runInContext(context, { timeout });
	} catch (error) {
		if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return Infinity;
		throw error;
	}
	const { user, system } = process.cpuUsage(begun);
	return (user + system) / 1000;
}

function slowText(pattern: Pattern, timeout = stopAfter): string | undefined {
	return textsFor(pattern, length).find((text) => timeFor(pattern, text, timeout) > patience);
}

test('patterns are found', () => {
	expect(patterns.length).toBeGreaterThan(100);
});

test('no pattern is made of a text, where it could not be tried', () => {
	expect(found.flatMap(({ made }) => made)).toEqual([]);
});

test('these tests see a pattern that goes back and forth', () => {
	for (const source of ['\\s+$', '<title[^>]*>', '(a|b)+c']) {
		const slow = slowText({ place: '', source, flags: '' }, patience) !== undefined;
		expect({ source, slow }).toEqual({ source, slow: true });
	}
});

const bySource = [...new Map(patterns.map((each) => [`/${each.source}/${each.flags}`, each]))];

test.each(bySource)('%s', (_written, pattern) => {
	const slow = slowText(pattern);
	expect({ place: pattern.place, slow: slow?.slice(0, 100) }).toEqual({
		place: pattern.place,
		slow: undefined,
	});
});
