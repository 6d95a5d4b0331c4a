import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

const filters: readonly Filter[] = [
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Require' }),
		condition: (name) => `startsWith(displayName,${name})`,
	},
	{
		field: choiceField('policyState', 'State', {
			enabled: 'On',
			disabled: 'Off',
			enabledForReportingButNotEnforced: 'Report-Only',
		}),
		condition: (state) => `state eq ${state}`,
	},
];

/** Source: "List policies" of Conditional Access. */
export const getPolicies: Operation = {
	name: 'Get Policies',
	value: 'getPolicies',
	action: 'Get conditional access policies',
	description: 'List the Conditional Access policies with their conditions and controls',
	permissions: ['Policy.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("displayName eq 'Require MFA'"), selectLike('displayName,state')],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['identity', 'conditionalAccess', 'policies'],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
	}),
};
