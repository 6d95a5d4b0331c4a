import { choiceField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { commonFilters } from '../../../shared/resources/security';
import { expandAlerts, withAlerts, simpleIncident } from './incidents';

const filters: Filter[] = [
	...commonFilters,
	{
		field: choiceField('status', 'Status', {
			active: 'Active',
			inProgress: 'In Progress',
			redirected: 'Redirected',
			resolved: 'Resolved',
		}),
		condition: (status) => `status eq ${status}`,
	},
];

/** Source: "List incidents". */
export const getIncidents: Operation = {
	name: 'Get Incidents',
	value: 'getIncidents',
	action: 'Get incidents',
	description: 'List security incidents of Microsoft Defender, the most recent first',
	permissions: ['SecurityIncident.Read.All'],
	fields: [...listFields, filtersField(filters)],
	simpleInNode: simpleIncident,
	options: [filterLike("status eq 'active'"), withAlerts],
	list: { pageSize: () => 50 },
	request: (item) => ({
		method: 'GET',
		path: ['security', 'incidents'],
		query: { $filter: filterOf(item, filters), ...expandAlerts(item) },
	}),
};
