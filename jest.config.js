/** One project a kind of test; `npm test` runs all but e2e, which needs a real n8n and Chromium. */
const shared = {
	rootDir: __dirname,
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true } } },
		],
	},
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/dist'],
};
const project = (name) => ({
	...shared,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
});

// No test decides by the time it takes: this only ends those that hang, on the busiest machine.
const testTimeout = 10 * 60_000;

module.exports = {
	testTimeout,
	testSequencer: '<rootDir>/test/longestFirst.js',
	projects: ['unit', 'integration', 'contract', 'e2e'].map(project),
	// `npm run test:coverage`.
	coverageDirectory: 'coverage',
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts'],
};
