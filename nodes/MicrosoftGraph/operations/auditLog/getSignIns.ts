import { withLowerCase } from '../../../graph/lists/filterClauses';
import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { between, needsPremium } from './fields';

const filters: Filter[] = [
	{
		field: textField('userPrincipalName', 'User Principal Name', {
			placeholder: 'e.g. adele@contoso.com',
			description: 'Case-insensitive',
		}),
		condition: (name) => `userPrincipalName eq ${name}`,
	},
	{
		field: textField('appDisplayName', 'App Name', { placeholder: 'e.g. Graph Explorer' }),
		condition: (name) => `appDisplayName eq ${name}`,
	},
	{
		field: textField('ipAddress', 'IP Address', { placeholder: 'e.g. 131.107.159.37' }),
		condition: (address) => `ipAddress eq ${address}`,
	},
	{
		field: choiceField('status', 'Status', { failure: 'Failure', success: 'Success' }),
		condition: (status) => `status/errorCode ${status === "'success'" ? 'eq' : 'ne'} 0`,
	},
	...between('createdDateTime'),
];

/** Source: "List signIns". */
export const getSignIns: Operation = {
	name: 'Get Sign-Ins',
	value: 'getSignIns',
	action: 'Get sign-ins',
	description: 'List interactive sign-ins of users, the most recent first',
	permissions: ['AuditLog.Read.All'],
	permissionNote: 'The tenant needs Microsoft Entra ID P1 or P2.',
	fields: [...listFields, filtersField(filters)],
	simpleInNode: [
		'createdDateTime',
		'userPrincipalName',
		'userDisplayName',
		'appDisplayName',
		'status/errorCode',
		'status/failureReason',
		'ipAddress',
		'location',
		'clientAppUsed',
		'conditionalAccessStatus',
		'id',
	],
	options: [filterLike("appDisplayName eq 'Microsoft Teams'")],
	list: { pageSize: () => 1000 },
	guards: [needsPremium],
	request: (item) => ({
		method: 'GET',
		path: ['auditLogs', 'signIns'],
		query: {
			...odataQuery(item.collection('options')),
			// Sign-ins keep these in lower case, and compare them by case.
			$filter: withLowerCase(filterOf(item, filters), 'userPrincipalName'),
		},
		// Graph allows five requests in ten seconds, so it would refuse most of a batch of 20.
		batchable: false,
	}),
};
