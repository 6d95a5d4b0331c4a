import { startSimulator } from '../../../simulator';
import { type Simulator } from '../../../simulator/simulator';
import { createClient, type SimulatorClient } from '../../../simulator/client';

/**
 * Starts a simulator for the tests of a file; before each of them it is as new, with a new client.
 * @param begin is given both before each test
 */
export function withClient(begin: (given: { simulator: Simulator; client: SimulatorClient }) => void): void {
	let simulator: Simulator;
	let client: SimulatorClient;
	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(async () => {
		simulator.reset();
		client = await createClient(simulator);
		begin({ simulator, client });
	});
	afterEach(() => client.close());
	afterAll(() => simulator.close());
}
