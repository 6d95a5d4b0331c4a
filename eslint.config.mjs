import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

// n8n's rules for what it scans: package.json, nodes/ and credentials/. TypeScript's own for everything.
const scanned = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'];

// What reads texts of others: a pattern that takes more than linear time for them would hold up the whole process.
const readers = [
	'nodes/**/*.ts',
	'credentials/**/*.ts',
	'index.ts',
	'test/simulator/**/*.ts',
	'test/shape/**/*.ts',
	'test/tenant/**/*.ts',
	'scripts/**/*.{ts,mjs}',
	'bench/**/*.ts',
];
// Of eslint-plugin-regexp: those that find slow patterns, and patterns that do not mean what they say; not those of style.
const patternRules = [
	'no-super-linear-backtracking',
	'no-super-linear-move',
	'no-contradiction-with-assertion',
	'no-dupe-characters-character-class',
	'no-dupe-disjunctions',
	'no-empty-alternative',
	'no-empty-capturing-group',
	'no-empty-character-class',
	'no-empty-group',
	'no-empty-lookarounds-assertion',
	'no-escape-backspace',
	'no-extra-lookaround-assertions',
	'no-invalid-regexp',
	'no-lazy-ends',
	'no-misleading-capturing-group',
	'no-misleading-unicode-character',
	'no-missing-g-flag',
	'no-optional-assertion',
	'no-potentially-useless-backreference',
	'no-useless-assertions',
	'no-useless-backreference',
	'no-useless-dollar-replacements',
	'no-useless-lazy',
	'no-useless-quantifier',
	'no-zero-quantifier',
	'optimal-lookaround-quantifier',
	'optimal-quantifier-concatenation',
	'strict',
];

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', '.cache/', 'test-results/', 'eslint.config.mjs'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: { '@typescript-eslint/consistent-type-imports': 'error' },
	},
	{ ...n8nCommunityNodesPlugin.configs.recommended, files: scanned },
	{
		files: readers,
		plugins: { regexp },
		rules: Object.fromEntries(patternRules.map((name) => [`regexp/${name}`, 'error'])),
	},
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser } },
);
