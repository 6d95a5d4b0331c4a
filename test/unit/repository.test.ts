import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(__dirname, '..', '..');
const workflows = join(project, '.github', 'workflows');

describe.each(readdirSync(workflows))('.github/workflows/%s', (file) => {
	const text = readFileSync(join(workflows, file), 'utf8');

	test('pins each action to a commit, and says which version that is', () => {
		const actions = [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action);
		expect(actions.length).toBeGreaterThan(0);
		expect(
			actions.filter((action) => !/^[\w-]+\/[\w/-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
		).toEqual([]);
	});

	test('may read the repository, and nothing else unless a job says so', () => {
		expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
	});
});

test('CI runs the oldest Node.js that package.json allows', () => {
	const { engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
		engines: { node: string };
	};
	const ci = readFileSync(join(workflows, 'ci.yml'), 'utf8');
	expect(engines.node).toBe(`>=${readFileSync(join(project, '.nvmrc'), 'utf8').trim()}`);
	expect(ci).toContain(`'${engines.node.slice(2)}'`);
});

test('package.json leaves what only contributors need out of the package', () => {
	const { files } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { files: string[] };
	expect(files).toEqual(['dist']);
});

test('the lockfile names no host of a registry', () => {
	expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
});
