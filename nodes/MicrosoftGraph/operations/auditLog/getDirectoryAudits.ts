import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, orderByLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { between, needsPremium } from './fields';

const filters: Filter[] = [
	{
		field: textField('activityDisplayName', 'Activity', { placeholder: 'e.g. Add member to group' }),
		condition: (activity) => `activityDisplayName eq ${activity}`,
	},
	{
		field: textField('category', 'Category', { placeholder: 'e.g. GroupManagement' }),
		condition: (category) => `category eq ${category}`,
	},
	{
		field: textField('initiatedByUser', 'Done by User', {
			placeholder: 'e.g. adele@contoso.com',
			description: 'User principal name of the actor',
		}),
		condition: (name) => `initiatedBy/user/userPrincipalName eq ${name}`,
	},
	{
		field: textField('initiatedByApp', 'Done by App', {
			placeholder: 'e.g. n8n workflows',
			description: 'Name of the app that is the actor',
		}),
		condition: (name) => `initiatedBy/app/displayName eq ${name}`,
	},
	{
		field: choiceField('result', 'Result', { failure: 'Failure', success: 'Success' }),
		condition: (result) => `result eq ${result}`,
	},
	...between('activityDateTime'),
];

/** Source: "List directoryAudits". */
export const getDirectoryAudits: Operation = {
	name: 'Get Directory Audits',
	value: 'getDirectoryAudits',
	action: 'Get directory audits',
	description: 'List changes in the directory: of users, groups, apps, roles, and policies',
	permissions: ['AuditLog.Read.All'],
	permissionNote: 'The tenant needs Microsoft Entra ID P1 or P2.',
	fields: [...listFields, filtersField(filters)],
	simpleInNode: [
		'activityDateTime',
		'activityDisplayName',
		'category',
		'result',
		'resultReason',
		'initiatedBy',
		'targetResources',
		'loggedByService',
		'id',
	],
	options: [filterLike("activityDisplayName eq 'Add user'"), orderByLike('activityDateTime desc')],
	list: { pageSize: () => 500 },
	guards: [needsPremium],
	request: (item) => ({
		method: 'GET',
		path: ['auditLogs', 'directoryAudits'],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
		batchable: false,
	}),
};
