import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List chats". Graph returns up to 50 in a page, and doesn't select here. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many chats',
	description: 'List the chats of a user',
	permissions: ['Chat.ReadBasic.All'],
	fields: [userId, ...listFields],
	options: [
		filterLike("chatType eq 'group'"),
		flagField('withMembers', 'Include Members', {
			description: 'Whether to include the members of each chat, up to 25',
		}),
	],
	list: { pageSize: () => 50 },
	request: (item) => {
		const options = item.collection('options');
		return {
			method: 'GET',
			path: ['users', item.id('userId'), 'chats'],
			query: {
				$filter: odataQuery(options).$filter,
				$expand: options.withMembers === true ? 'members' : undefined,
			},
		};
	},
};
