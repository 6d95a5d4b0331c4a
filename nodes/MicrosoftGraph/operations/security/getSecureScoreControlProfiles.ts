import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleControl } from './controlProfiles';

/** Source: "List secureScoreControlProfiles". */
export const getSecureScoreControlProfiles: Operation = {
	name: 'Get Secure Score Control Profiles',
	value: 'getSecureScoreControlProfiles',
	action: 'Get secure score control profiles',
	description:
		'List the controls that the secure score is made of: what each is about, its points, and how to improve it',
	permissions: ['SecurityEvents.Read.All'],
	fields: listFields,
	options: [filterLike("controlCategory eq 'Identity'"), selectLike('title,maxScore')],
	simple: simpleControl,
	list: { pageSize: () => 100 },
	request: (item) => {
		const { $select, $filter } = odataQuery(item.collection('options'));
		return { method: 'GET', path: ['security', 'secureScoreControlProfiles'], query: { $select, $filter } };
	},
};
