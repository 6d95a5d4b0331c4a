import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import tseslint from 'typescript-eslint';

// n8n's rules for what it scans: package.json, nodes/ and credentials/. TypeScript's own for everything.
const scanned = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'];

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', '.cache/', 'test-results/', 'eslint.config.mjs'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: { '@typescript-eslint/consistent-type-imports': 'error' },
	},
	{ ...n8nCommunityNodesPlugin.configs.recommended, files: scanned },
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser } },
);
