import type { Operation } from '../../operation';
import { riskGuards, riskyUserId, riskyUserPath } from './fields';

/** Source: "Get riskyUser". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get risky user',
	description: 'Get the risk of a user',
	permissions: ['IdentityRiskyUser.Read.All'],
	fields: [riskyUserId],
	guards: riskGuards,
	request: async (item, send) => ({ method: 'GET', path: await riskyUserPath({ item, send }) }),
};
