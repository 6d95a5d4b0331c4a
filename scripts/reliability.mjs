// `npm run reliability`: tries the table of faults, and writes docs/reliability.md from the results.
import { join } from 'node:path';
import { PROJECT } from './package.mjs';
import { run } from './processes.mjs';
import { runScript } from './terminal.mjs';

await runScript(async () => {
	const jest = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
	const args = [
		jest,
		'test/integration/graph/reliability.test.ts',
		'--selectProjects',
		'integration',
		'--forceExit',
	];
	const env = { ...process.env, RELIABILITY_PAGE: 'write' };
	return await run(process.execPath, args, { cwd: PROJECT, env });
});
