import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type * as workflow from 'n8n-workflow';

import type * as deadlines from '../../reliability/deadlines';
import { violationsOf } from '../../reliability/due';
import { elsewhere, faults } from '../../reliability/faults';
import { pageOf } from '../../reliability/page';
import { cases, runAll, type Seen } from '../../reliability/table';
import { uses } from '../../reliability/uses';
import { useUnhandled } from '../harness/unhandled';

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof deadlines>('../../reliability/deadlines')
		.withShorterSleeps(jest.requireActual<typeof workflow>('n8n-workflow')),
);

/** Until when all runs have ended on the busiest machine, in ms: those that never end are cancelled by then. */
const mostTime = 15 * 60_000;
const project = join(__dirname, '..', '..', '..');
const page = join(project, 'docs', 'reliability.md');

const unhandled = useUnhandled();
const requests: string[] = [];
const foreign = createServer((request, response) => {
	void text(request).then((body) => {
		requests.push(JSON.stringify(request.headers) + body);
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}');
	});
});
beforeAll(async () => {
	await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
	elsewhere.url = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterAll(async () => {
	foreign.closeAllConnections();
	await new Promise((resolve) => foreign.close(resolve));
});

let seen: Promise<Seen[]> | undefined;
/** Runs all cases, once for all tests. */
async function allSeen(): Promise<Seen[]> {
	seen ??= (async () => {
		// The shortest pauses before something is repeated.
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const all: Seen[] = [];
		await runAll(cases, { url: elsewhere.url, requests }, (one) => all.push(one));
		return all;
	})();
	return await seen;
}

test(
	'the table is tried, and no promise is rejected that nobody handles',
	async () => {
		const begunAt = Date.now();
		const all = await allSeen();
		const took = Date.now() - begunAt;
		process.stdout.write(`${all.length} runs under faults in ${(took / 1000).toFixed(0)} s\n`);
		expect(all).toHaveLength(cases.length);
		expect(await unhandled.take()).toEqual([]);
	},
	mostTime,
);

describe.each(uses.map((use) => ({ use, title: use.title })))('$title', ({ use }) => {
	const names = [...new Set(cases.filter((one) => one.use === use).map(({ fault }) => fault.name))];
	test.each(names)(
		'%s',
		async (name) => {
			const runs = (await allSeen()).filter((one) => one.use === use && one.fault.name === name);
			expect(runs.length).toBeGreaterThan(0);
			const wrong = runs.flatMap((run) =>
				violationsOf(run).map((what) => [run.moment, what, ...run.items.map((item) => item.text)]),
			);
			expect(wrong).toEqual([]);
		},
		mostTime,
	);
});

/** As Prettier has it. */
function formatted(markdown: string): string {
	const prettier = join(project, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	const { stdout } = spawnSync(process.execPath, [prettier, '--stdin-filepath', page], {
		input: markdown,
		encoding: 'utf8',
		cwd: project,
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}

test(
	'docs/reliability.md is what was seen; otherwise run npm run reliability',
	async () => {
		const names = faults.map(({ name }) => name);
		const now = formatted(pageOf(await allSeen(), names));
		if (process.env.RELIABILITY_PAGE === 'write') writeFileSync(page, now);
		expect(readFileSync(page, 'utf8').split('\n')).toEqual(now.split('\n'));
	},
	mostTime,
);
