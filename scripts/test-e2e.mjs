// `npm run test:e2e`: the package in a real n8n, driven through Chromium as a person does.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, runJest, sum } from './checks.mjs';
import { startE2eServers } from './e2eServers.mjs';
import { findLeaks } from './leaks.mjs';
import { PROJECT } from './package.mjs';
import { requireNode, runScript } from './terminal.mjs';

await runScript(async () => {
	requireNode();
	const results = join(PROJECT, 'test-results');
	await rm(results, { recursive: true, force: true });
	await mkdir(results, { recursive: true });
	const { servers, stopN8n } = await startE2eServers(results);
	const tallies = await runJest(['e2e'], {
		args: ['--runInBand', ...process.argv.slice(2)],
		env: { E2E_SERVERS: JSON.stringify(servers) },
	});
	// n8n's database is complete once n8n has exited.
	await stopN8n();
	const leaks = await findLeaks([servers.userFolder, results], servers.simulator);
	const line = leaks.length === 0 ? 'passed' : `failed: ${leaks.join('; ')}`;
	tallies.push({
		passed: leaks.length === 0 ? 1 : 0,
		failed: leaks.length === 0 ? 0 : 1,
		line: `secrets      ${line} (n8n's logs and database)`,
	});
	const total = sum(tallies);
	console.log(`\nScreenshots and n8n's log are in ${results}.`);
	console.log(`${tallies.map(({ line }) => line).join('\n')}\n${describe(total)}`);
	return total.failed === 0 ? 0 : 1;
});
