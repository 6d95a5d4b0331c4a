import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { riskGuards, riskyUserId, riskyUserPath } from './fields';

/** Source: "List history of riskyUser". */
export const getHistory: Operation = {
	name: 'Get History',
	value: 'getHistory',
	action: 'Get history of risky user',
	description: 'List how the risk of a user has changed, and by whom',
	permissions: ['IdentityRiskyUser.Read.All'],
	fields: [riskyUserId, ...listFields],
	simpleInNode: [
		'riskLevel',
		'riskState',
		'riskDetail',
		'riskLastUpdatedDateTime',
		'initiatedBy',
		'activity',
		'userPrincipalName',
		'id',
	],
	guards: riskGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: [...(await riskyUserPath({ item, send })), 'history'],
	}),
};
