import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleChannel } from '../../../shared/resources/channel';

/** Source: "List channels". It takes no `$top`. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many channels',
	description: 'List the channels of a team',
	permissions: ['Channel.ReadBasic.All'],
	fields: [teamId, ...listFields],
	options: [filterLike("membershipType eq 'private'"), selectLike('displayName,membershipType')],
	simple: simpleChannel,
	list: { pageSize: () => undefined },
	request: (item) => {
		const { $select, $filter } = odataQuery(item.collection('options'));
		return { method: 'GET', path: ['teams', item.id('teamId'), 'channels'], query: { $select, $filter } };
	},
};
