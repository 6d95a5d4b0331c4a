import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { withoutNulls } from './fields';

/** Source: "List joinedTeams". Graph supports no query parameters, and returns only a few properties here. */
export const getJoined: Operation = {
	name: 'Get Joined Teams',
	value: 'getJoined',
	action: 'Get teams that user is in',
	description: 'List the teams that a user is a direct member of',
	permissions: ['Team.ReadBasic.All'],
	fields: [userId, ...listFields],
	list: {
		pageSize: () => undefined,
		// The list has null for properties that it doesn't include.
		details: (entries) => Promise.resolve(entries.map(withoutNulls)),
	},
	request: (item) => ({ method: 'GET', path: ['users', item.id('userId'), 'joinedTeams'] }),
};
