import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';

/** Source: "List tabs in channel". It takes no `$top`. */
export const getTabs: Operation = {
	name: 'Get Tabs',
	value: 'getTabs',
	action: 'Get tabs of channel',
	description: 'List the tabs of a channel',
	permissions: ['TeamsTab.Read.All'],
	fields: [teamId, channelId, ...listFields],
	options: [
		flagField('withApp', 'Include App', { description: 'Whether to include the Teams app of each tab' }),
	],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: channelPath(item, 'tabs'),
		query: { $expand: item.collection('options').withApp === true ? 'teamsApp' : undefined },
	}),
};
