import { userId } from '../../fields/locators';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { simpleUser } from './fields';

/** Source: "Get a user". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a user',
	description: 'Get a user by user principal name or object ID',
	permissions: ['User.ReadBasic.All'],
	permissionNote: 'More than names and addresses needs User.Read.All.',
	fields: [userId],
	options: [select],
	simple: simpleUser,
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
