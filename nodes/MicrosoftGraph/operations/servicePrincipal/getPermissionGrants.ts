import { choiceField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

const objectId = 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd';

const filters: readonly Filter[] = [
	{
		field: textField('clientId', 'Service Principal', {
			placeholder: objectId,
			description: 'Object ID of the service principal that has the permissions',
		}),
		condition: (id) => `clientId eq ${id}`,
	},
	{
		field: choiceField('consentType', 'Consent', {
			AllPrincipals: 'For All Users',
			Principal: 'For One User',
		}),
		condition: (type) => `consentType eq ${type}`,
	},
	{
		field: textField('principalId', 'User', {
			placeholder: objectId,
			description: 'Object ID of the user for whom the permissions were granted',
		}),
		condition: (id) => `principalId eq ${id}`,
	},
];

/** Source: "List oauth2PermissionGrants". */
export const getPermissionGrants: Operation = {
	name: 'Get Permission Grants',
	value: 'getPermissionGrants',
	action: 'Get permission grants of service principals',
	description: 'List the delegated permissions that apps have, for all users or for one',
	permissions: ['Directory.Read.All'],
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("consentType eq 'AllPrincipals'")],
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['oauth2PermissionGrants'],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
	}),
};
