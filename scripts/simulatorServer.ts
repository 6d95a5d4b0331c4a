import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { launch, type ChildServer } from './childServer';

/** What the simulator says of itself when it is ready. */
export interface SimulatorAddress {
	loginUrl: string;
	graphUrl: string;
	controlUrl: string;
	tenantId: string;
	clientId: string;
	clientSecret: string;
}

export interface SimulatorServer extends ChildServer {
	/** Resolves when the simulator is ready; rejects when it ends before. */
	ready: Promise<SimulatorAddress>;
}

/**
 * Starts the simulator of Entra and Graph in a process of its own.
 *
 * @param project the folder of this package
 */
export function launchSimulator(project: string): SimulatorServer {
	const server = launch(process.execPath, ['--import', 'tsx', join('simulator', 'main.ts')], {
		cwd: project,
		env: process.env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ready = Promise.race([
		firstLine(server),
		server.ended.then((how) => {
			throw new Error(`The simulator ended while it started (${how}).`);
		}),
	]).then((line) => JSON.parse(line) as SimulatorAddress);
	ready.catch(() => undefined);
	return { ...server, ready };
}

async function firstLine(server: ChildServer): Promise<string> {
	const output = server.process.stdout;
	if (!output) throw new Error('The simulator has no output.');
	return await new Promise((resolve) => createInterface({ input: output }).once('line', resolve));
}
