import { textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, orderBy, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

const filters: readonly Filter[] = [
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Sea' }),
		condition: (name) => `startsWith(displayName,${name})`,
	},
];

/** Source: "List administrativeUnits". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many administrative units',
	description: 'List administrative units',
	permissions: ['AdministrativeUnit.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, selectLike('displayName,visibility')],
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['directory', 'administrativeUnits'],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
		// Microsoft's tables of advanced queries don't have administrative units.
		tryBothQueryModes: true,
	}),
};
