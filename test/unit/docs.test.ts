import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MicrosoftGraphAppOnlyApi } from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { explanations } from '../../credentials/auth/core/entraErrorCodes';

const project = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');

const pages = ['', 'docs/', '.github/'].flatMap((folder) =>
	readdirSync(join(project, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `${folder}${name}`),
);

/** Runs a program of node_modules as a person does, from this project's folder. */
function run(program: string, ...args: string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(project, 'node_modules', program), ...args],
		{ cwd: project, encoding: 'utf8' },
	);
	return { status, output: stdout + stderr };
}

const docs = (...args: string[]) => run('tsx/dist/cli.mjs', 'scripts/docs/index.ts', ...args);

/** The parts of a page that are neither code blocks nor comments. */
const prose = (file: string) =>
	read(file)
		.replace(/^```[\s\S]*?^```/gm, '')
		.replace(/<!--[\s\S]*?-->/g, '');

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replace(/\s/g, '-');
const anchorsOf = (file: string) =>
	[...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

const linksOf = (file: string) =>
	[...prose(file).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link]) => link)
		.filter((link) => !/^https?:/.test(link));

describe('what npm run docs writes', () => {
	test('is what the operations of the node say', () => {
		expect(docs('--check')).toEqual({ status: 0, output: '' });
	});

	test('is named when it is stale, and fixed by running the script', () => {
		const root = mkdtempSync(join(tmpdir(), 'docs-'));
		try {
			for (const page of ['README.md', 'docs'])
				cpSync(join(project, page), join(root, page), { recursive: true });
			const file = join(root, 'docs', 'operations.md');
			writeFileSync(
				file,
				readFileSync(file, 'utf8').replace('POST /users/{mailbox}/sendMail', 'POST /me/sendMail'),
			);
			const readme = join(root, 'README.md');
			writeFileSync(readme, readFileSync(readme, 'utf8').replace('Calendar, Category', 'Category'));

			const check = docs('--root', root, '--check');
			expect(check.status).toBe(1);
			expect(check.output).toBe(
				'docs/operations.md is stale: run npm run docs\nREADME.md is stale: run npm run docs\n',
			);
			docs('--root', root);
			expect(readFileSync(file, 'utf8')).toBe(read('docs/operations.md'));
			expect(readFileSync(readme, 'utf8')).toBe(read('README.md'));
		} finally {
			rmSync(root, { recursive: true });
		}
	});
});

test('README.md is short', () => {
	expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(8_000);
});

test('the pages are formatted', () => {
	expect(run('prettier/bin/prettier.cjs', '--check', ...pages)).toMatchObject({ status: 0 });
});

test.each(pages)('%s links to files and headings that are there', (page) => {
	const broken = linksOf(page).filter((link) => {
		const [path, anchor] = link.split('#');
		const file = path === '' ? page : join(dirname(page), path);
		if (!existsSync(join(project, file))) return true;
		return anchor !== undefined && !anchorsOf(file).includes(anchor);
	});
	expect(broken).toEqual([]);
});

describe('the pictures', () => {
	const pictures = readdirSync(join(project, 'docs', 'images')).filter((name) => name.endsWith('.png'));
	const shown = pages.flatMap((page) =>
		[...prose(page).matchAll(/!\[([^\]]*)\]\(([^)\s]+\.png)\)/g)].map(([, text = '', link = '']) => ({
			text,
			file: join(dirname(page), link),
		})),
	);

	test.each(pictures)('%s is small, and a page shows it', (name) => {
		const file = join('docs', 'images', name);
		expect(statSync(join(project, file)).size).toBeLessThanOrEqual(150_000);
		expect(shown.map((picture) => picture.file)).toContain(file);
	});

	test('have a text that says what can be seen', () => {
		expect(shown.length).toBeGreaterThan(0);
		expect(shown.filter(({ text }) => text.split(' ').length < 5)).toEqual([]);
	});

	test('are those that `npm run docs:images` takes', () => {
		const [, scenes = ''] = /^const scenes: .* = \{\n([\s\S]*?)^\};/m.exec(read('scripts/pictures.ts')) ?? [];
		const taken = [...scenes.matchAll(/^\t'?([\w-]+)'?[:,]/gm)].map(([, name]) => `${name}.png`);
		expect(pictures).toEqual(taken.sort());
	});
});

test('docs/architecture.md names files and folders that are there', () => {
	/** The example of an operation that could be added. */
	const example = 'nodes/MicrosoftGraph/operations/user/getPeople.ts';
	const places = [...prose('docs/architecture.md').matchAll(/`([\w./-]+)`/g)]
		.map(([, text]) => text)
		.filter((text) => /^(credentials|nodes|test|scripts|bench|examples|docs)\/|^\.ci\//.test(text))
		.filter((text) => text !== example && text !== 'test-results/');
	expect(places.length).toBeGreaterThan(20);
	expect(places.filter((place) => !existsSync(join(project, place)))).toEqual([]);

	const sources = sourcesIn('credentials').concat(sourcesIn('nodes'));
	const files = [...prose('docs/architecture.md').matchAll(/`(\w+\.ts)`/g)].map(([, name]) => name);
	expect(files.filter((name) => !sources.some((source) => source.endsWith(`/${name}`)))).toEqual([]);
});

test('the example of an operation in docs/architecture.md imports what exists', () => {
	const example = /^`(nodes\/.+\.ts)`:\n\n```ts\n([\s\S]+?)^```/m.exec(read('docs/architecture.md'));
	const [, file = '', code = ''] = example ?? [];
	const imports = [...code.matchAll(/from '(\..+)'/g)].map(([, path = '']) => join(dirname(file), path));
	expect(imports.length).toBeGreaterThan(2);
	expect(imports.filter((path) => !existsSync(join(project, `${path}.ts`)))).toEqual([]);
});

test.each(pages.filter((file) => file !== 'docs/operations.md'))(
	'%s names operations that the node has',
	(file) => {
		const resourceNames = new Set(resources.map(({ name }) => name));
		const known = new Set(
			resources.flatMap((resource) =>
				resource.operations.map((operation) => `${resource.name}: ${operation.name}`),
			),
		);
		const named = [...prose(file).matchAll(/\*\*([A-Z][^*:]*): ([^*]+)\*\*/g)]
			.filter(([, resource = '']) => resourceNames.has(resource))
			.map(([, resource, operation]) => `${resource}: ${operation}`);
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	},
);

test('package.json has each npm script that a page names', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const named = pages.flatMap((page) =>
		[...read(page).matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? ''),
	);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test("Entra's codes are ones that the credential explains", () => {
	const codes = pages
		.flatMap((page) => [...read(page).matchAll(/AADSTS(\d+)/g)])
		.map(([, code]) => Number(code));
	expect(codes.length).toBeGreaterThan(10);
	expect(codes.filter((code) => explanations[code] === undefined)).toEqual([]);
});

test('the messages in docs/troubleshooting.md are those of the code', () => {
	/** Said by n8n itself. */
	const foreign = ['access to env vars denied'];
	const section = read('docs/troubleshooting.md').split('## Errors and fixes')[1]?.split('\n## ')[0] ?? '';
	const messages = section
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
		.flatMap(([, message]) => message.split('…'))
		.map((part) => part.trim())
		.filter((part) => part !== '' && !foreign.includes(part));
	expect(messages.length).toBeGreaterThan(5);
	const code = [...sourcesIn('credentials'), ...sourcesIn('nodes')].map(read).join('\n');
	expect(messages.filter((message) => !code.includes(message))).toEqual([]);
});

test('docs/setup.md explains each field of the credential', () => {
	const names = new MicrosoftGraphAppOnlyApi().properties
		.filter(({ type }) => type !== 'hidden' && type !== 'notice')
		.map(({ displayName }) => displayName);
	const text = prose('docs/setup.md');
	expect(names.filter((name) => !text.includes(`**${name}**`) && !text.includes(`| ${name} `))).toEqual([]);
});

test('the tables of docs/setup.md name fields as the editor does', () => {
	const labels = new Set(new MicrosoftGraphAppOnlyApi().properties.map(({ displayName }) => displayName));
	const rows = read('docs/setup.md')
		.split(/\n\s*\n/)
		.filter((table) => /^\| Field /.test(table))
		.flatMap((table) => table.split('\n').slice(2))
		.map((row) => row.split('|')[1]?.trim() ?? '');
	expect(rows.length).toBeGreaterThan(30);
	expect(rows.filter((name) => !labels.has(name))).toEqual([]);
});

function sourcesIn(folder: string): string[] {
	return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}
