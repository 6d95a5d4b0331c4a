import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addHelpLinks, pageUrl } from '../../scripts/helpLinks';

const project = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const codexFiles = ['nodes/MicrosoftGraph', 'nodes/MicrosoftGraphTrigger'].flatMap((folder) =>
	readdirSync(join(project, folder))
		.filter((name) => name.endsWith('.node.json'))
		.map((name) => `${folder}/${name}`),
);
const own = { repository: { type: 'git', url: 'git+https://github.com/contoso/graph-nodes.git' } };
const ownPage = /^https:\/\/github\.com\/contoso\/graph-nodes\/blob\/HEAD\/(docs\/[\w-]+\.md)$/;

interface Codex {
	resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
}
const linksOf = (codex: string) => Object.values((JSON.parse(codex) as Codex).resources).flat();

test.each([
	['git+https://github.com/contoso/graph-nodes.git'],
	['https://github.com/contoso/graph-nodes'],
	['git://github.com/contoso/graph-nodes.git'],
	['git+ssh://git@github.com/contoso/graph-nodes.git'],
	['git@github.com:contoso/graph-nodes.git'],
	['github:contoso/graph-nodes'],
	['contoso/graph-nodes'],
])('a page is found by the repository %s', (url) => {
	const expected = 'https://github.com/contoso/graph-nodes/blob/HEAD/docs/setup.md';
	expect(pageUrl({ repository: { url } }, 'docs/setup.md')).toBe(expected);
	expect(pageUrl({ repository: url }, 'docs/setup.md')).toBe(expected);
});

test.each([
	[undefined],
	[{}],
	[''],
	['https://gitlab.com/contoso/graph-nodes'],
	['https://github.com/contoso'],
])('no page is made up for the repository %j', (repository) => {
	expect(pageUrl({ repository }, 'docs/setup.md')).toBeUndefined();
});

describe.each(codexFiles)('%s', (file) => {
	test('leads to pages of the package once its repository is known', () => {
		const links = linksOf(addHelpLinks(basename(file), read(file), own));
		expect(links).toHaveLength(2);
		for (const { url } of links) {
			const [, page = ''] = ownPage.exec(url) ?? [];
			expect(existsSync(join(project, page))).toBe(true);
		}
	});

	test('leads to pages of Microsoft until then', () => {
		const text = read(file);
		expect(addHelpLinks(basename(file), text, {})).toBe(text);
		for (const { url } of linksOf(text)) expect(url).toMatch(/^https:\/\/learn\.microsoft\.com\/graph\//);
	});
});

describe('the credential', () => {
	const file = 'MicrosoftGraphAppOnlyApi.credentials.js';
	const compiled = read('credentials/MicrosoftGraphAppOnlyApi.credentials.ts');

	test('leads to how it is set up once the repository is known', () => {
		const built = addHelpLinks(file, compiled, own);
		const [, url = ''] = /documentationUrl = '(.*)'/.exec(built) ?? [];
		expect(ownPage.exec(url)?.[1]).toBe('docs/setup.md');
		expect(built.replace(url, '')).toBe(compiled.replace(/(documentationUrl = ').*(')/, '$1$2'));
	});

	test('leads to a page of Microsoft until then', () => {
		expect(addHelpLinks(file, compiled, {})).toBe(compiled);
	});

	test('is not built without a link', () => {
		expect(() => addHelpLinks(file, 'exports.x = 1;', own)).toThrow(/documentationUrl/);
	});
});
