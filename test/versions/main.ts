// Runs all checks on one version of n8n's engine, in a process of its own, and writes what came of them to a file.
// Its argument is a `VersionRun` as JSON.
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { SimulatorAddress } from '../../scripts/simulatorServer';
import { checks, simulatorControl, startForeignHost } from './checks';
import { loadEngine, type EnginePlace } from './engine';

/** What this script is started with. */
export interface VersionRun {
	place: EnginePlace;
	simulator: SimulatorAddress;
	/** Where the results go. */
	results: string;
}

/** What came of the checks on one version. */
export interface VersionResults {
	/** The versions that were loaded, and of Node.js. */
	core: string;
	workflow: string;
	node: string;
	/** By the check's name: why it failed, or nothing where it passed. */
	checks: Record<string, { failed?: string; ms: number }>;
}

/** The time for one check, in ms: it only ends what hangs. */
const longest = 4 * 60_000;

async function main(): Promise<void> {
	const { place, simulator, results } = JSON.parse(process.argv[2] ?? '') as VersionRun;
	const engine = await loadEngine(place);
	const foreign = await startForeignHost();
	const control = simulatorControl(simulator);
	const { core, workflow } = engine;
	const all: VersionResults = { core, workflow, node: process.versions.node, checks: {} };
	for (const check of checks) {
		const begunAt = performance.now();
		let failed: string | undefined;
		try {
			await control.clear();
			foreign.bearers.length = 0;
			const fields = await control.newFields();
			const limit = wait(longest, undefined, { ref: false }).then(() => {
				throw new Error(`it has not ended after ${longest / 1000} s`);
			});
			await Promise.race([check.run({ engine, fields, simulator: control, foreign }), limit]);
		} catch (error) {
			failed = error instanceof Error ? (error.message ?? String(error)) : String(error);
			console.error(`${check.name}:`, error);
		}
		const ms = Math.round(performance.now() - begunAt);
		all.checks[check.name] = { ...(failed !== undefined && { failed }), ms };
		writeFileSync(results, JSON.stringify(all));
	}
}

main().then(
	() => process.exit(0),
	(error) => {
		console.error(error);
		process.exit(1);
	},
);
