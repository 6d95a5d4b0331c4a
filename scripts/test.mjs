// `npm test`: lint, types, and every test that needs neither a real n8n nor a browser. With names of jest projects, such as
// `npm test -- contract`, only the tests of those.
// `availableParallelism` as a named import would keep an older Node.js from saying that it is too old.
import os from 'node:os';
import { check, describe, runJest, sum } from './checks.mjs';
import { ensureDependencies } from './package.mjs';
import { requireNode, runScript } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	await ensureDependencies();
	const projects = process.argv.slice(2);
	const checks =
		projects.length > 0
			? []
			: await Promise.all([
					check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
					check('types', 'typescript/bin/tsc', ['--noEmit']),
				]);
	// jest leaves one core alone, and half of two is a long wait.
	const args = [`--maxWorkers=${Math.max(2, os.availableParallelism() - 1)}`];
	const results = [
		...checks,
		...(await runJest(projects.length > 0 ? projects : ['unit', 'integration', 'contract'], { args })),
	];
	const total = sum(results);
	console.log(`\n${results.map(({ line }) => line).join('\n')}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});
