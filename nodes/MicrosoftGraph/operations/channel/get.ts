import { teamId } from '../../../shared/fields/locators/team';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { channelId, simpleChannel } from '../../../shared/resources/channel';

/** Source: "Get channel". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get channel',
	description: 'Get a channel of a team',
	permissions: ['Channel.ReadBasic.All'],
	fields: [teamId, channelId],
	options: [selectLike('displayName,membershipType')],
	simple: simpleChannel,
	request: (item) => ({
		method: 'GET',
		path: ['teams', item.id('teamId'), 'channels', item.id('channelId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
