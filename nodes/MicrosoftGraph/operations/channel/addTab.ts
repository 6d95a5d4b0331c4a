import type { IDataObject } from 'n8n-workflow';

import { newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, textField } from '../../../shared/fields/build';
import { teamId } from '../../../shared/fields/locators/team';
import { objectOf } from '../../../shared/fields/outputs';
import { objectUrl } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';
import { newTeamsName } from '../team/fields';

/** The Teams app of a tab that shows a website. Source: "Configuring the built-in tab types in Microsoft Teams". */
const website = 'com.microsoft.teamspace.tab.web';

const shownFor = (type: string) => ({ displayOptions: { show: { tabType: [type] } } });

/** Source: "Add tab to channel". */
export const addTab: Operation = {
	name: 'Add Tab',
	value: 'addTab',
	action: 'Add tab to channel',
	description: 'Add a tab to a channel: a website, or a Teams app that is installed in the team',
	permissions: ['TeamsTab.Create'],
	fields: [
		teamId,
		channelId,
		newTeamsName,
		choiceField('tabType', 'Type', { website: 'Website', app: 'Teams App' }, { default: 'website' }),
		textField('websiteUrl', 'Website URL', {
			required: true,
			placeholder: 'e.g. https://contoso.com/handbook',
			...shownFor('website'),
		}),
		textField('teamsAppId', 'Teams App ID', {
			required: true,
			placeholder: 'e.g. 06805b9e-77e3-4b93-ac81-525eb87513b8',
			description: 'ID of the app in the app catalog of Teams',
			...shownFor('app'),
		}),
		additionalFields([
			textField('contentUrl', 'Content URL', {
				placeholder: 'e.g. https://contoso.com/tab',
				description: 'What the tab shows; by default the website URL',
			}),
			textField('entityId', 'Entity ID', { description: "The app's own ID of what the tab shows" }),
			textField('removeUrl', 'Remove URL', { description: 'Opened when someone removes the tab' }),
		]),
	],
	guards: [
		{
			when: { status: 400, message: /not installed|AppDefinition/i },
			fix: 'Install the Teams app in the team first: only then can a channel have a tab of it.',
		},
	],
	steps: add,
};

async function add(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const isWebsite = item.text('tabType') === 'website';
	const websiteUrl = isWebsite ? item.text('websiteUrl') : '';
	const appId = isWebsite ? website : item.text('teamsAppId');
	const body = {
		displayName: item.text('displayName'),
		'teamsApp@odata.bind': objectUrl(run, ['appCatalogs', 'teamsApps'], appId),
		configuration: newObject({ websiteUrl, contentUrl: websiteUrl }, item.collection('additionalFields')),
	};
	return [objectOf(await send({ method: 'POST', path: channelPath(item, 'tabs'), body }))];
}
