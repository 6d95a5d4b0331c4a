import { teamId } from '../../../shared/fields/locators/team';
import { objectOf } from '../../../shared/fields/outputs';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';
import { newTeamsName } from '../team/fields';
import { newTab, newTabFields, newTabGuards } from './tabs';

/** Source: "Add tab to channel". */
export const addTab: Operation = {
	name: 'Add Tab',
	value: 'addTab',
	action: 'Add tab to channel',
	description: 'Add a tab to a channel: a website, or a Teams app that is installed in the team',
	permissions: ['TeamsTab.Create'],
	fields: [teamId, channelId, newTeamsName, ...newTabFields],
	guards: newTabGuards('channel', 'team'),
	request: (item, _, run) => ({ method: 'POST', path: channelPath(item, 'tabs'), body: newTab(run) }),
	output: (response) => [objectOf(response)],
};
