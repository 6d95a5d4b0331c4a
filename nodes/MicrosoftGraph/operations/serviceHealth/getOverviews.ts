import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';

/** Source: "List healthOverviews". It takes no `$top`. */
export const getOverviews: Operation = {
	name: 'Get Overviews',
	value: 'getOverviews',
	action: 'Get service health overviews',
	description: "List Microsoft's services that the tenant uses, with the health of each",
	permissions: ['ServiceHealth.Read.All'],
	fields: listFields,
	options: [
		flagField('withIssues', 'Include Issues', {
			description: 'Whether to include the issues of each service, which can be a lot of data',
		}),
	],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['admin', 'serviceAnnouncement', 'healthOverviews'],
		query: { $expand: item.collection('options').withIssues === true ? 'issues' : undefined },
	}),
};
