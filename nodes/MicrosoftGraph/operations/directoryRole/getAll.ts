import { flagField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import { roleManagement } from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';

const filters: readonly Filter[] = [
	{
		field: flagField('isBuiltIn', 'Built-In', {
			default: true,
			description: 'Whether to return only built-in roles; off for only custom ones',
		}),
		condition: (value) => `isBuiltIn eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. User' }),
		condition: (name) => `startsWith(displayName,${name})`,
	},
];

/** Source: "List roleDefinitions". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many directory roles',
	description: 'List the administrator roles of the directory, built-in and custom',
	permissions: ['RoleManagement.Read.Directory'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("displayName eq 'User Administrator'"), selectLike('displayName,isBuiltIn')],
	simple: ['displayName', 'description', 'isBuiltIn', 'isEnabled', 'templateId', 'id'],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: roleManagement('roleDefinitions'),
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
	}),
};
