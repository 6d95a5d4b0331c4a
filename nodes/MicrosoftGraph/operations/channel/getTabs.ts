import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';
import { tabsQuery, withTabApp } from './tabs';

/** Source: "List tabs in channel". */
export const getTabs: Operation = {
	name: 'Get Tabs',
	value: 'getTabs',
	action: 'Get tabs of channel',
	description: 'List the tabs of a channel',
	permissions: ['TeamsTab.Read.All'],
	fields: [teamId, channelId, ...listFields],
	options: [withTabApp],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: channelPath(item, 'tabs'), query: tabsQuery(item) }),
};
