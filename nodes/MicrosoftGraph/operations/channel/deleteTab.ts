import { locatorField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';

const tabId = locatorField(
	'tabId',
	'Tab',
	{
		list: { method: 'searchTabs', placeholder: 'Select a tab…' },
		example: 'e.g. 794f0e4e-4d10-4bb5-9079-3a465a629eff',
	},
	{ description: 'ID of a tab of the channel' },
);

/** Source: "Delete tab from channel". */
export const deleteTab: Operation = {
	name: 'Delete Tab',
	value: 'deleteTab',
	action: 'Delete tab of channel',
	description: 'Remove a tab from a channel; what it shows stays',
	permissions: ['TeamsTab.ReadWriteForTeam.All'],
	fields: [teamId, channelId, tabId],
	request: (item) => ({ method: 'DELETE', path: channelPath(item, 'tabs', item.id('tabId')) }),
	output: deleted,
};
