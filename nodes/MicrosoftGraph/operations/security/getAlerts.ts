import { choiceField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { alertServices, alertStatuses, commonFilters, simpleAlert } from '../../../shared/resources/security';

const filters: Filter[] = [
	...commonFilters,
	{
		field: choiceField('serviceSource', 'Service', alertServices),
		condition: (service) => `serviceSource eq ${service}`,
	},
	{
		field: choiceField('status', 'Status', alertStatuses),
		condition: (status) => `status eq ${status}`,
	},
];

/** Source: "List alerts_v2". */
export const getAlerts: Operation = {
	name: 'Get Alerts',
	value: 'getAlerts',
	action: 'Get alerts',
	description: 'List security alerts of Microsoft Defender and related services, the most recent first',
	permissions: ['SecurityAlert.Read.All'],
	fields: [...listFields, filtersField(filters)],
	simpleInNode: simpleAlert,
	options: [filterLike("severity eq 'high'")],
	list: { pageSize: () => 500 },
	request: (item) => ({
		method: 'GET',
		path: ['security', 'alerts_v2'],
		query: { $filter: filterOf(item, filters) },
	}),
};
