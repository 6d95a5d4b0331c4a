import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';
import { tabIdField } from './tabs';

/** Source: "Delete tab from channel". */
export const deleteTab: Operation = {
	name: 'Delete Tab',
	value: 'deleteTab',
	action: 'Delete tab of channel',
	description: 'Remove a tab from a channel; what it shows stays',
	permissions: ['TeamsTab.ReadWriteForTeam.All'],
	fields: [teamId, channelId, tabIdField('channel', 'searchTabs')],
	request: (item) => ({ method: 'DELETE', path: channelPath(item, 'tabs', item.id('tabId')) }),
	output: deleted,
};
