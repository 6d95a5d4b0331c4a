import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { applicationId, appPath } from './fields';

/** Source: "List federatedIdentityCredentials". */
export const getFederatedCredentials: Operation = {
	name: 'Get Federated Credentials',
	value: 'getFederatedCredentials',
	action: 'Get federated credentials of application',
	description: 'List the external identities, such as GitHub Actions workflows, that can sign in as an app',
	permissions: ['Application.Read.All'],
	fields: [applicationId, ...listFields],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: [...appPath('applications', item.id('applicationId')), 'federatedIdentityCredentials'],
	}),
};
