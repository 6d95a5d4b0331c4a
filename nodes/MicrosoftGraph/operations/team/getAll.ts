import { textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { withoutNulls } from './fields';

const filters: readonly Filter[] = [
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Pro' }),
		condition: (value) => `startswith(displayName, ${value})`,
	},
];

/** Source: "List teams". Graph returns only a team's name, description, and visibility here. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many teams',
	description: 'List the teams of the organization',
	permissions: ['Team.ReadBasic.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("startsWith(displayName,'A')"), selectLike('displayName,visibility')],
	list: {
		pageSize: () => 999,
		// The list has null for properties that it doesn't include.
		details: (entries) => Promise.resolve(entries.map(withoutNulls)),
	},
	request: (item) => {
		const { $select, $filter } = odataQuery({
			...item.collection('options'),
			filter: filterOf(item, filters),
		});
		return { method: 'GET', path: ['teams'], query: { $select, $filter } };
	},
};
