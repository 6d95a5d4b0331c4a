import type { Operation } from '../../operation';
import { assess, riskGuards, riskyUserId } from './fields';

/** Source: "riskyUser: confirmCompromised". Confirming it again is harmless. */
export const confirmCompromised: Operation = {
	name: 'Confirm Compromised',
	value: 'confirmCompromised',
	action: 'Confirm user compromised',
	description:
		'Confirm that a user is compromised, which sets the risk to high: policies can then block the user',
	permissions: ['IdentityRiskyUser.ReadWrite.All'],
	fields: [riskyUserId],
	guards: riskGuards,
	steps: async (run) => await assess(run, 'confirmCompromised'),
};
