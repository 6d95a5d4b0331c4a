import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { applicationId, appPath, simpleApplication } from './fields';

/** Source: "Get application". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get application',
	description: 'Get an app registration',
	permissions: ['Application.Read.All'],
	fields: [applicationId],
	options: [selectLike('displayName,appId'), waitForReplication],
	simple: simpleApplication,
	request: (item) => ({
		method: 'GET',
		path: appPath('applications', item.id('applicationId')),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
