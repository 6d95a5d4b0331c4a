import { startSimulator } from '../../../simulator';
import { type Simulator } from '../../../simulator/simulator';
import { defaultClientId, defaultTenantId } from '../../../simulator/entra';

export interface OwnSimulator {
	/** The simulator, to be looked into and changed; it runs in the test's own process. */
	readonly simulator: Simulator;
	/** The fields of a credential for it: those that all sign-in methods have, and the given ones. */
	credential(fields: Record<string, unknown>): Record<string, unknown>;
}

/** Starts a simulator for the tests of a file: what they change in Entra touches no other file. */
export function useSimulator(): OwnSimulator {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(async () => await simulator.close());
	return {
		get simulator() {
			return simulator;
		},
		credential: (fields) => ({
			tenantId: defaultTenantId,
			clientId: defaultClientId,
			cloud: 'custom',
			loginUrl: simulator.loginUrl,
			graphUrl: simulator.graphUrl,
			...fields,
		}),
	};
}
