import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "List organizations": the tenant is the only one in the list. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get organization',
	description: 'Get the tenant: its name, domains, country, and contacts',
	permissions: ['Organization.Read.All'],
	fields: [],
	options: [selectLike('displayName,verifiedDomains')],
	simple: [
		'displayName',
		'verifiedDomains',
		'tenantType',
		'countryLetterCode',
		'preferredLanguage',
		'technicalNotificationMails',
		'onPremisesSyncEnabled',
		'createdDateTime',
		'id',
	],
	request: (item) => ({
		method: 'GET',
		expectedResponse: 'list',
		path: ['organization'],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
	output: entries,
};
