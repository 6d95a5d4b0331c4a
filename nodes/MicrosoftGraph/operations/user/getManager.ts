import { userId } from '../../../shared/fields/locators';
import { odataQuery, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleColleague } from '../../../shared/resources/user';

/** Source: "List manager". */
export const getManager: Operation = {
	name: 'Get Manager',
	value: 'getManager',
	action: 'Get manager of user',
	description: "Get a user's manager",
	permissions: ['User.Read.All'],
	fields: [userId],
	options: [select],
	simple: simpleColleague,
	guards: [
		{
			when: { status: 404, message: /'manager'/ },
			fix: 'The user has no manager. Set one with "Set Manager"; to continue without one, set the node\'s "On Error" to continue.',
		},
	],
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId'), 'manager'],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
