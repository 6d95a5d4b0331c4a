import type { Operation } from '../../operation';
import { assess, riskGuards, riskyUserId } from './fields';

/** Source: "riskyUser: dismiss". Dismissing it again is harmless. */
export const dismiss: Operation = {
	name: 'Dismiss',
	value: 'dismiss',
	action: 'Dismiss risk of user',
	description: 'Dismiss the risk of a user, who is then no longer at risk',
	permissions: ['IdentityRiskyUser.ReadWrite.All'],
	fields: [riskyUserId],
	guards: riskGuards,
	steps: async (run) => await assess(run, 'dismiss'),
};
