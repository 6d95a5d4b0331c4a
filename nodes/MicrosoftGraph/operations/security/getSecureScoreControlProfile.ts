import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { controlProfileId, controlProfilePath, simpleControl } from './controlProfiles';

/** Source: "Get secureScoreControlProfile". */
export const getSecureScoreControlProfile: Operation = {
	name: 'Get Secure Score Control Profile',
	value: 'getSecureScoreControlProfile',
	action: 'Get secure score control profile',
	description: 'Get a control of the secure score',
	permissions: ['SecurityEvents.Read.All'],
	fields: [controlProfileId],
	options: [selectLike('title,maxScore')],
	simple: simpleControl,
	request: (item) => ({
		method: 'GET',
		path: controlProfilePath(item),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
