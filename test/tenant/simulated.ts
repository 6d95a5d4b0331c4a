import { sampleUser } from '../operations/samples';
import { startSimulator } from '../../simulator';
import { type Simulator } from '../../simulator/simulator';
import { defaultClientId, defaultClientSecret, defaultTenantId } from '../../simulator/entra';
import { samplePlan } from '../../simulator/graph/routes/planner';
import { sampleTeam } from '../../simulator/graph/routes/teams';
import { parts } from './parts';
import { runParts, type PartsRun } from './run';
import type { Target } from './settings';

/** A simulator as a tenant. */
export function simulatedTarget({ loginUrl, graphUrl }: Simulator): Target {
	return {
		credential: {
			authentication: 'clientSecret',
			tenantId: defaultTenantId,
			clientId: defaultClientId,
			clientSecret: defaultClientSecret,
			cloud: 'custom',
			loginUrl,
			graphUrl,
		},
		loginUrl,
		graphUrl,
		cloud: 'simulator',
		authentication: 'client secret',
		mailbox: sampleUser,
		site: 'root',
		team: sampleTeam,
		plan: samplePlan,
		region: 'EUR',
		pause: 20,
	};
}

/**
 * Runs parts against a simulator of their own: what a tenant's answers are compared with.
 * @param names of the parts
 */
export async function simulate(
	names: readonly string[],
	{ prefix, readOnly, stop }: { prefix: string; readOnly: boolean; stop: AbortSignal },
): Promise<{ simulated: PartsRun; graphUrl: string }> {
	const simulator = await startSimulator();
	try {
		const simulated = await runParts({
			target: simulatedTarget(simulator),
			parts: parts.filter(({ name }) => names.includes(name)),
			prefix,
			readOnly,
			stop,
			hurry: stop,
			say: () => undefined,
		});
		return { simulated, graphUrl: simulator.graphUrl };
	} finally {
		await simulator.close();
	}
}
