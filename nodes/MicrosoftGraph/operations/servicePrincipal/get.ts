import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { appPath, servicePrincipalId } from '../application/fields';
import { simpleServicePrincipal } from './fields';

/** Source: "Get servicePrincipal". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get service principal',
	description: 'Get a service principal: an enterprise application or a managed identity',
	permissions: ['Application.Read.All'],
	fields: [servicePrincipalId],
	options: [selectLike('displayName,appId'), waitForReplication],
	simple: simpleServicePrincipal,
	request: (item) => ({
		method: 'GET',
		path: appPath('servicePrincipals', item.id('servicePrincipalId')),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
