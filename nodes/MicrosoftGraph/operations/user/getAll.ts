import { choiceField, flagField, textField } from '../../fields/build';
import { filterOf, filtersField, type Filter } from '../../fields/filters';
import { listFields } from '../../fields/lists';
import { directoryQuery, filter, orderBy, search, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { simpleUser } from './fields';

const filters: readonly Filter[] = [
	{
		field: flagField('accountEnabled', 'Account Enabled', {
			default: true,
			description: 'Whether to return only users who can sign in; off for only those who cannot',
		}),
		condition: (value) => `accountEnabled eq ${value}`,
	},
	{
		field: textField('department', 'Department', { placeholder: 'e.g. Sales' }),
		condition: (value) => `department eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Ad' }),
		condition: (value) => `startsWith(displayName,${value})`,
	},
	{
		field: choiceField('userType', 'User Type', { Member: 'Member', Guest: 'Guest' }),
		condition: (value) => `userType eq ${value}`,
	},
];

/** Source: "List users". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many users',
	description: 'List users, or search for some',
	permissions: ['User.ReadBasic.All'],
	permissionNote: 'More than names and addresses, and filters by more than those, needs User.Read.All.',
	fields: [...listFields, filtersField(filters)],
	options: [filter, orderBy, search, select],
	simple: simpleUser,
	guards: [
		{
			when: { status: 403 },
			fix: 'If it was to filter or order by more than names and addresses: that needs User.Read.All.',
		},
	],
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['users'],
		...directoryQuery({ ...item.collection('options'), filter: filterOf(item, filters) }, { type: 'user' }),
	}),
};
