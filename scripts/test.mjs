// `npm test`: lint, types, and every test that needs neither a real n8n nor a browser.
import { check, describe, runJest, sum } from './checks.mjs';
import { ensureDependencies } from './package.mjs';
import { requireNode, runScript } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	await ensureDependencies();
	const results = [
		await check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
		await check('types', 'typescript/bin/tsc', ['--noEmit']),
		...(await runJest(['unit', 'integration', 'contract'])),
	];
	const total = sum(results);
	console.log(`\n${results.map(({ line }) => line).join('\n')}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});
