import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const project = join(__dirname, '..', '..');

/** The folders and pages whose words are checked: editor texts, errors, comments, titles of tests, and pages. */
const checked = [
	'credentials',
	'nodes/MicrosoftGraph',
	'nodes/MicrosoftGraphTrigger',
	'nodes/shared',
	'nodes/graph',
	'simulator',
	'scripts',
	'bench',
	'README.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	'SECURITY.md',
	'docs/architecture.md',
	'docs/examples.md',
	'docs/guarantees.md',
	'docs/install.md',
	'docs/agents.md',
	'docs/moving.md',
	'docs/node.md',
	'docs/not-for-apps.md',
	'docs/setup.md',
	'docs/sign-in-compared.md',
	'docs/tenant.md',
	'docs/tested.md',
	'docs/trigger.md',
	'docs/troubleshooting.md',
	'docs/values.md',
	'docs/operations.md',
	'docs/permissions.md',
];

/** Words that must not come back, with better ones. */
const patterns: ReadonlyArray<[pattern: RegExp, better: string]> = [
	[/(?<!\bthere )\bis no (?!longer\b)/i, "isn't a"],
	[
		/\b(?:is|are|was|were|be|been) told\b|\btold (?:of|that|twice|nowhere)\b/i,
		'is notified, reported, or emitted',
	],
	[/\b(?:what|that|Graph|it) tells\b/i, 'reports, returns'],
	[/\b(?:is|are|be|was|were) asked (?:for|again|whether|openly)\b/i, 'is requested'],
	[/\basks? for (?:fewer|a pause|a longer|patience|more time)\b/i, 'throttles, requires'],
	[
		/\b(?:answer|response) (?:is|was|that .*\bis) due\b|\bis due an?\b|\bwhat .* is due\b/i,
		'the expected response',
	],
	[/\bshuts? (?:it |this |an? |the )?(?:\w+ )?(?:out|for the app)\b/i, 'blocks'],
	[/\bleads? to a (?:host|url)\b|\bleads elsewhere\b/i, 'points to'],
	[/\bnobody but\b/i, 'only'],
	[/\bwhoever\b/i, 'the role, such as the n8n administrator'],
	[/\bin (?:the )?place of\b|\btakes? the place of\b/i, 'instead of, replaces'],
	[/\bin (?:its|the) midst\b/i, 'in the middle'],
	[/\bfor good\b/i, 'permanently'],
	[/\banew\b/i, 'again'],
	[/\bbeside\b/i, 'in addition to'],
	[/\bto the letter\b|\bletter by letter\b/i, 'exactly'],
	[/\b(?:given|enter(?:ed)?|returned it,?|needs? it) whole\b/i, 'in full'],
	[
		/\b(?:that|which|what) (?:is|are|was) there already\b|\bis there already\b|\bexists already\b/i,
		'existing',
	],
	[/\bwins? over\b|\b(?:that is given|that the person selects|It) wins?\b/i, 'overrides, takes precedence'],
	[/\blook (?:whether|before|into|in)\b|\b(?:further|two|first|each) looks?\b/i, 'check'],
	[/\bmend(?:s|ed|ing)?\b/i, 'fix'],
	[/\bheed(?:s|ed|ing)?\b/i, 'respect, apply'],
	[/\bby way of\b/i, 'through'],
	[/\bof (?:your|one's) own(?! node)\b/i, 'custom'],
	[/\bwhat stands between\b|\bstands? in (?:the way|it|no)\b/i, 'any proxy or gateway between, appears in'],
	[/\b(?:some|any|every|no)body\b/i, 'someone, anyone, everyone, no one'],
	[/\bwithout a word\b/i, 'silently'],
	[/\b(?:has|have) ended\b|\bends on a set day\b/i, 'has expired'],
	[/\bnot tried again\b|\bwas repeated\b|\bis repeated\b/i, 'retried'],
	[/\bfor single sites\b/i, 'for individual sites'],
	[/\bsees? to it\b/i, 'ensures'],
	[
		/\bdid not answer\b|\bhas no answer\b|\bhad no answer\b|\bGraph answers\b|\bGraph answered\b/i,
		'respond, response',
	],
	[/\b(?:all|none|the default one|the current one|nobody|that of .+) when empty\b/i, 'leave empty for'],
	[/\blicence\b/i, 'license'],
	[/\borganisation/i, 'organization'],
	[/\bcolour/i, 'color'],
	[/\be-mail\b/i, 'email'],
	[/\b\w+, \w+ (?:and|or) \w+ (?:are|were|that)\b/i, 'a comma before the last entry of a list'],
];

/** Words that must not come back in what a person reads: the editor's texts, errors, and pages. */
const shownPatterns: ReadonlyArray<[pattern: RegExp, better: string]> = [
	[
		/\b(?:cannot|could not|do not|does not|did not|is not|are not|was not|were not|has not|have not)\b/i,
		'a contraction',
	],
	[/\b(?:has|have) to\b/i, 'must'],
	[/\bin all\b(?! cases)/i, 'in total'],
];

/** Texts that must not come back. */
const texts = [
	'Accept an invitation with reservation',
	'A change takes the place of',
	'A delta link that is given',
	'A part of the request is empty that names what it is about',
	'Deleting for good is there',
	'File In',
	'Files In',
	'For Good',
	'For when somebody else has',
	"Graph's changes ended without a delta link",
	'Graph asks for fewer requests',
	'Graph could not work with the request',
	'Get changes of events',
	'Inline Attachments Too',
	'It is not said who is meant',
	'Judge what Entra sent back',
	'Leave Out Expired',
	'Let a subscription live on',
	'Let an app into',
	'List those whose manager a user is',
	'Lobby Is Skipped By',
	'Look whether it was done',
	'Make a request of your own',
	'Make a user sign in anew',
	'Nothing is to be changed',
	'Repeat When the Outcome Is Unknown',
	'Send a batch of your own',
	'Skip Those Who Are Members',
	'Tell who the app is',
	'The certificate of the credential ends',
	'The event is to go to nobody',
	'The file did not arrive as it was',
	'What is promised when',
	'Which of the Month',
	'Works For',
	'a draft that is there already',
	'a web page came in its place',
	'all that it was granted beyond them is named',
	'are told that it is cancelled',
	'begin without what is there already',
	'came, were changed or went',
	'goes on with it',
	'if it stays so',
	'in all until Teams says that it is done',
	'is not as it was when it was read',
	'leads to a host that is not',
	'look before you run this',
	'names a day that there is not',
	'narrows the app',
	'of a link what is known of it',
	'one item is done after the other',
	'that stands in no calendar',
	'they win over',
	'to know it by',
	'was held back, since',
	'what is open stays so until its token ends',
	'when Graph is well',
	'whoever signs in with it',
];

/** Where a word has a real use: what it stands in, with the pattern's better word. */
const allowed: ReadonlyArray<[use: RegExp, better: string]> = [
	[/e\.g\. /, 'someone, anyone, everyone, no one'],
	[/group, and site names in all reports"/, 'in total'],
	[/^e\.g\. Thank you/, 'ensures'],
	[/^e\.g\. (?:Sorry|What)/, 'must'],
	// The simulator's refusals, in the form of Graph's.
	[/^The request id in the batch is missing or is no text\.$/, "isn't a"],
	[/^The message is no draft: it cannot be sent\.$/, "isn't a"],
	[/^The item is no folder\.$/, "isn't a"],
	[/^`'…' is no (?:changeType|exchangeIdFormat)\.`$/, "isn't a"],
	[/^The upstream service did not answer in time\.$/, 'respond, response'],
	// A key that tests use.
	[/^licence of Entra ID$/, 'license'],
	// docs/benchmarks.md and its charts are written from these when measurements are made.
	[/^`cannot: …`$/, 'a contraction'],
	[/^Requests for tokens are not counted\.$/, 'a contraction'],
	[/^`# Benchmarks /, 'a contraction'],
];

interface Text {
	where: string;
	text: string;
	/** Whether a person reads it who doesn't read the code. */
	shown: boolean;
}

const filesIn = (path: string): string[] =>
	/\.(ts|mjs|md)$/.test(path)
		? [path]
		: readdirSync(join(project, path), { withFileTypes: true }).flatMap((entry) =>
				entry.isDirectory() || /\.(ts|mjs|md)$/.test(entry.name) ? filesIn(`${path}/${entry.name}`) : [],
			);

const oneLine = (text: string) => text.replace(/\s+(?:\*\s|\/\/\s)?\s*/g, ' ').trim();

/** Whether a file's texts imitate Microsoft's, which seldom have contractions. */
const imitates = (file: string) => file.startsWith('simulator/');

/** The comments and the texts with a blank of a file of code. */
function textsOfCode(file: string, code: string): Text[] {
	const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
	const found = new Map<number, Text>();
	const add = (position: number, text: string, shown: boolean) => {
		const { line } = source.getLineAndCharacterOfPosition(position);
		found.set(position, { where: `${file}:${line + 1}`, text: oneLine(text), shown });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) return;
		const comments = [
			...(ts.getLeadingCommentRanges(code, node.getFullStart()) ?? []),
			...(ts.getTrailingCommentRanges(code, node.getEnd()) ?? []),
		];
		for (const { pos, end } of comments) add(pos, code.slice(pos, end), false);
		if (ts.isTemplateExpression(node)) {
			add(node.getStart(), node.getText().replace(/\$\{[^{}]*\}/g, '…'), !imitates(file));
		} else if (ts.isStringLiteralLike(node) && node.text.includes(' ')) {
			add(node.getStart(), node.text, !imitates(file));
		}
		for (const child of node.getChildren(source)) visit(child);
	};
	visit(source);
	return [...found.values()];
}

/** The lines of a page, without code. */
function textsOfPage(file: string, page: string): Text[] {
	return page
		.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
		.split('\n')
		.map((line, index) => ({
			where: `${file}:${index + 1}`,
			text: oneLine(line.replace(/`[^`]*`|\]\([^)]*\)/g, '…')),
			shown: true,
		}));
}

const read = (file: string): Text[] => {
	const content = readFileSync(join(project, file), 'utf8');
	return file.endsWith('.md') ? textsOfPage(file, content) : textsOfCode(file, content);
};

function problemsOf({ where, text, shown }: Text): string[] {
	const found = [...patterns, ...(shown ? shownPatterns : [])].flatMap(([pattern, better]) => {
		const [words] = pattern.exec(text) ?? [];
		if (words === undefined) return [];
		if (allowed.some(([use, of]) => of === better && use.test(text))) return [];
		return [`${where}: "${words}": ${better}`];
	});
	return [...found, ...texts.filter((old) => text.includes(old)).map((old) => `${where}: "${old}"`)];
}

test.each(checked)('%s has none of the words that must not come back', (path) => {
	expect(filesIn(path).flatMap(read).flatMap(problemsOf)).toEqual([]);
});

test('finds such words in editor texts, errors, comments, and pages', () => {
	const code = [
		'/** Deletes it for good. */',
		"const field = { description: 'Whoever runs n8n' };",
		'throw requestError({ what: `The value of ${name} is no number.`, fix: "Look whether it was done." });',
		'// Not tried again.',
		"const label = 'Works For';",
	].join('\n');
	expect(textsOfCode('a.ts', code).flatMap(problemsOf)).toEqual([
		'a.ts:1: "for good": permanently',
		'a.ts:2: "Whoever": the role, such as the n8n administrator',
		'a.ts:3: "is no ": isn\'t a',
		'a.ts:3: "Look whether": check',
		'a.ts:3: "Look whether it was done"',
		'a.ts:4: "Not tried again": retried',
		'a.ts:5: "Works For"',
	]);
	expect(textsOfPage('a.md', 'A page.\n\nIt cannot be read `for good`.').flatMap(problemsOf)).toEqual([
		'a.md:3: "cannot": a contraction',
	]);
});
