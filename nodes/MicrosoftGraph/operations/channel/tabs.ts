import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import type { Query } from '../../../graph/graphRequest';
import { newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	locatorField,
	textField,
} from '../../../shared/fields/build';
import { objectUrl } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** The Teams app of a tab that shows a website. Source: "Configuring the built-in tab types in Microsoft Teams". */
const website = 'com.microsoft.teamspace.tab.web';

const shownFor = (type: string) => ({ displayOptions: { show: { tabType: [type] } } });

/** What a new tab shows, after its name. */
export const newTabFields: readonly INodeProperties[] = [
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
];

/**
 * The body of a new tab, from its name and `newTabFields`.
 * Source: "Add tab to channel", "Add tab to chat".
 */
export function newTab(run: Pick<ItemRun, 'item' | 'app'>): IDataObject {
	const { item } = run;
	const isWebsite = item.text('tabType') === 'website';
	const websiteUrl = isWebsite ? item.text('websiteUrl') : '';
	const appId = isWebsite ? website : item.text('teamsAppId');
	return {
		displayName: item.text('displayName'),
		'teamsApp@odata.bind': objectUrl(run, ['appCatalogs', 'teamsApps'], appId),
		configuration: newObject({ websiteUrl, contentUrl: websiteUrl }, item.collection('additionalFields')),
	};
}

/** What Teams refuses about a new tab, by what it's for and where its app is installed. */
export const newTabGuards = (where: 'channel' | 'chat', installedIn: 'team' | 'chat'): readonly Guard[] => [
	{
		when: { status: 400, message: /not installed|AppDefinition/i },
		fix: `Install the Teams app in the ${installedIn} first: only then can a ${where} have a tab of it.`,
	},
];

/** Whether a list of tabs has their apps. */
export const withTabApp = flagField('withApp', 'Include App', {
	description: 'Whether to include the Teams app of each tab',
});

/** The query of a list of tabs, which takes no `$top`. */
export const tabsQuery = (item: ItemParameters): Query => ({
	$expand: item.collection('options').withApp === true ? 'teamsApp' : undefined,
});

/** The tab of an operation. */
export const tabIdField = (where: 'channel' | 'chat', method: string): INodeProperties =>
	locatorField(
		'tabId',
		'Tab',
		{
			list: { method, placeholder: 'Select a tab…' },
			example: 'e.g. 794f0e4e-4d10-4bb5-9079-3a465a629eff',
		},
		{ description: `ID of a tab of the ${where}` },
	);
