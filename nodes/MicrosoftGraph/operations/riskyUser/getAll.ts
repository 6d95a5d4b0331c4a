import { timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { riskFilters, riskGuards } from './fields';

const filters: readonly Filter[] = [
	...riskFilters,
	{
		field: timeField('updatedSince', 'Updated Since', {
			description: 'Only users whose risk has changed since this time',
		}),
		condition: (time) => `riskLastUpdatedDateTime ge ${time}`,
	},
];

/** Source: "List riskyUsers". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many risky users',
	description: 'List the users whom Entra ID Protection considers at risk',
	permissions: ['IdentityRiskyUser.Read.All'],
	permissionNote: 'The tenant needs Microsoft Entra ID P2.',
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("riskState eq 'atRisk'")],
	guards: riskGuards,
	list: { pageSize: () => 500 },
	request: (item) => ({
		method: 'GET',
		path: ['identityProtection', 'riskyUsers'],
		query: { $filter: filterOf(item, filters) },
	}),
};
