import { choiceField, flagField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleServicePrincipal } from './fields';

const filters: readonly Filter[] = [
	{
		field: flagField('accountEnabled', 'Enabled', {
			default: true,
			description: 'Whether to return only those that users can sign in to; off for only disabled ones',
		}),
		condition: (value) => `accountEnabled eq ${value}`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Payroll' }),
		condition: (name) => `startsWith(displayName,${name})`,
	},
	{
		field: choiceField('servicePrincipalType', 'Type', {
			Application: 'Application',
			ManagedIdentity: 'Managed Identity',
			Legacy: 'Legacy',
		}),
		condition: (type) => `servicePrincipalType eq ${type}`,
	},
];

/** Source: "List servicePrincipals". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many service principals',
	description: 'List or search service principals: enterprise applications and managed identities',
	permissions: ['Application.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [
		filterLike("servicePrincipalType eq 'Application'"),
		orderBy,
		search,
		selectLike('displayName,appId'),
	],
	simple: simpleServicePrincipal,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['servicePrincipals'],
		...directoryQuery(
			{ ...item.collection('options'), filter: filterOf(item, filters) },
			{ type: 'servicePrincipal' },
		),
	}),
};
