// `npm test`: lint, types, dead code, n8n's own scanner, and every test that needs neither a real n8n nor a browser. With kinds or files of tests, as in
// `npm test -- contract` or `npm test -- test/unit/graph/retry.test.ts`, only those.
// `availableParallelism` as a named import would keep an older Node.js from saying that it is too old.
import os from 'node:os';
import { check, describe, runJest, sum } from './checks.mjs';
import { ensureDependencies } from './package.mjs';
import { requireNode, runScript } from './terminal.mjs';

const kinds = ['unit', 'integration', 'contract'];

await runScript(async () => {
	requireNode();
	await ensureDependencies();
	const { projects, patterns } = chosen(process.argv.slice(2));
	const all = projects.length === 0;
	const checks = all
		? [
				check('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
				check('types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
				check('dead code', 'node_modules/knip/bin/knip.js', ['--no-progress']),
				check("n8n's scan", 'scripts/scan.mjs', []),
			]
		: [];
	// jest leaves one core alone, and half of two is a long wait.
	const args = [`--maxWorkers=${Math.max(2, os.availableParallelism() - 1)}`, ...patterns];
	const results = [...(await Promise.all(checks)), ...(await runJest(all ? kinds : projects, { args }))];
	const total = sum(results);
	console.log(`\n${results.map(({ line }) => line).join('\n')}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});

/**
 * @param {string[]} args
 * @returns {{ projects: string[], patterns: string[] }} no project means all of them, with the checks
 */
function chosen(args) {
	const patterns = args.filter((arg) => !kinds.includes(arg));
	const kindsOf = patterns.flatMap((file) =>
		kinds.filter((kind) => file.replaceAll('\\', '/').includes(`test/${kind}/`)),
	);
	return { projects: kinds.filter((kind) => [...args, ...kindsOf].includes(kind)), patterns };
}
