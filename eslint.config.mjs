import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

// n8n's rules for what it scans: package.json, nodes/ and credentials/. TypeScript's own for everything.
const scanned = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'];

/**
 * Who may import from whom. Each folder knows those that it builds on, and never those that build on it.
 * @param {string} folder
 * @param {string} reason what to do instead
 * @param {string[]} forbidden folders, by patterns of import paths
 */
const boundary = (folder, reason, forbidden) => ({
	files: [`${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: reason }] }],
	},
});
// What reads texts of others: a pattern that takes more than linear time for them would hold up the whole process.
const readers = [
	'nodes/**/*.ts',
	'credentials/**/*.ts',
	'index.ts',
	'simulator/**/*.ts',
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

// The other rules of n8n's scanner (`@n8n/scan-community-package`), with what it leaves out for community nodes.
const { community, credentials, nodes } = n8nNodesBase.configs;
const scannedByN8n = [
	{ files: scanned, plugins: { 'n8n-nodes-base': n8nNodesBase }, rules: { 'no-console': 'error' } },
	{ files: ['package.json'], rules: community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
];

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', '.cache/', 'coverage/', 'test-results/', 'eslint.config.mjs'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: { '@typescript-eslint/consistent-type-imports': 'error' },
	},
	{ files: ['nodes/**/*.ts', 'credentials/**/*.ts'], rules: { 'no-nested-ternary': 'error' } },
	{ ...n8nCommunityNodesPlugin.configs.recommended, files: scanned },
	...scannedByN8n,
	boundary('credentials', 'The credential knows nothing of the nodes.', ['**/nodes/**']),
	boundary('credentials/auth/core', 'core/ is what keys, methods, and token build on.', [
		'**/nodes/**',
		'**/keys/**',
		'**/methods',
		'**/methods/**',
		'**/token/**',
	]),
	boundary('credentials/auth/keys', 'Keys are read without knowing who signs in with them.', [
		'**/nodes/**',
		'**/methods',
		'**/methods/**',
		'**/token/**',
	]),
	boundary(
		'credentials/auth/methods',
		'A method of signing in proves who the app is; token/ asks for the token.',
		['**/nodes/**', '**/token/**'],
	),
	boundary('nodes/graph', "The client knows no operation, and nothing of n8n's editor.", [
		'**/shared/**',
		'**/MicrosoftGraph/**',
		'**/MicrosoftGraphTrigger/**',
	]),
	boundary('nodes/shared', 'What both nodes share knows neither of them.', [
		'**/MicrosoftGraph/**',
		'**/MicrosoftGraphTrigger/**',
	]),
	boundary('nodes/MicrosoftGraph', 'What both nodes need belongs in nodes/shared/.', [
		'**/MicrosoftGraphTrigger/**',
	]),
	boundary('nodes/MicrosoftGraphTrigger', 'What both nodes need belongs in nodes/shared/.', [
		'**/MicrosoftGraph/**',
	]),
	...['changes', 'notifications', 'state', 'subscriptions'].map((folder) =>
		boundary(
			`nodes/MicrosoftGraphTrigger/${folder}`,
			'Calls go from the entry points to the other folders, and not back.',
			['**/MicrosoftGraph/**', '**/entryPoints/**', '**/deduplication/**'],
		),
	),
	boundary(
		'nodes/MicrosoftGraphTrigger/deduplication',
		"What an execution needs is given to deduplication: it knows n8n's store, and no trigger.",
		[
			'**/MicrosoftGraph/**',
			'**/entryPoints/**',
			'**/openTrigger',
			'**/context',
			'**/state/**',
			'**/changes/**',
		],
	),
	boundary('simulator', 'The simulator is written from what Graph does, not from what the node does.', [
		'**/nodes/**',
		'**/credentials/**',
		'**/test/**',
	]),
	{
		files: readers,
		plugins: { regexp },
		rules: Object.fromEntries(patternRules.map((name) => [`regexp/${name}`, 'error'])),
	},
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser } },
);
