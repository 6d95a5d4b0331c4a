import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { directoryQuery, filterLike, orderBy, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleColleague } from '../../../shared/resources/user';

/** Source: "List directReports". */
export const getDirectReports: Operation = {
	name: 'Get Direct Reports',
	value: 'getDirectReports',
	action: 'Get direct reports of user',
	description: 'List the users who report to a user',
	permissions: ['User.Read.All'],
	fields: [userId, ...listFields],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, select],
	simple: simpleColleague,
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId'), 'directReports'],
		...directoryQuery(item.collection('options'), { type: 'directoryObject', relationship: true }),
	}),
};
