import type { IDataObject } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import { requestError } from '../../../graph/errors/requestError';
import {
	additionalFields,
	choiceField,
	jsonField,
	numberField,
	textField,
} from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import { jsonObject } from '../../../shared/parameters/values/json';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import { channelId } from '../../../shared/resources/channel';
import { teamId } from '../../../shared/fields/locators/team';
import { userId } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';

const shownFor = (...values: string[]) => ({ displayOptions: { show: { notify: values } } });
const shownForTopic = (source: string) => ({ displayOptions: { show: { topicSource: [source] } } });

/** The activity type that needs no entry in the manifest: its one parameter is the text. */
const systemDefault = 'systemDefault';

const templateParameters = jsonField('templateParameters', 'Template Parameters (JSON)', {
	placeholder: 'e.g. {"taskId": "12322"}',
	description:
		"Values of the template's parameters by name, as the manifest declares them. For systemDefault, leave it empty to use the preview text, or set systemDefaultText.",
});

/** Why Teams refuses a notification. Source: "Send activity feed notifications to users in Microsoft Teams". */
const guards: readonly Guard[] = [
	{
		when: { status: 403, message: /not authorized to generate|Teams app is installed/i },
		fix: 'The Teams app of this app registration must be installed for the recipient (user, team, or chat), and its manifest must have this app\'s client ID under "webApplicationInfo".',
		isPermission: false,
	},
	{
		when: { message: /activity ?type|template ?parameter|manifest/i },
		fix: `The Teams app's manifest must declare the activity type under "activities", with every parameter of its template; then update the app where it's installed. The activity type ${systemDefault} needs no declaration.`,
		isPermission: false,
	},
	{
		when: { message: /deep ?link|webUrl/i },
		fix: 'The link must be a Teams deep link: https://teams.microsoft.com/l/…',
	},
];

const places = {
	user: { path: (item: ItemParameters) => ['users', item.id('userId'), 'teamwork'], recipient: undefined },
	chatMembers: { path: (item: ItemParameters) => ['chats', item.id('chatId')], recipient: 'chatId' },
	teamMembers: { path: (item: ItemParameters) => ['teams', item.id('teamId')], recipient: 'teamId' },
	channelMembers: { path: (item: ItemParameters) => ['teams', item.id('teamId')], recipient: 'channelId' },
} as const;

/** Sources: "sendActivityNotification" of userTeamwork, team, and chat. */
export const sendActivityNotification: Operation = {
	name: 'Send Activity Notification',
	value: 'sendActivityNotification',
	action: 'Send activity notification',
	description:
		"Notify people in the activity feed of Teams, for which the app's Teams app must be installed for them",
	permissions: ['TeamsActivity.Send'],
	fields: [
		choiceField(
			'notify',
			'Notify',
			{
				user: 'User',
				chatMembers: 'Members of a Chat',
				teamMembers: 'Members of a Team',
				channelMembers: 'Members of a Channel',
			},
			{ default: 'user' },
		),
		{ ...userId, ...shownFor('user') },
		{ ...chatOwnerId, ...shownFor('chatMembers') },
		{ ...chatId, ...shownFor('chatMembers') },
		{ ...teamId, ...shownFor('teamMembers', 'channelMembers') },
		{ ...channelId, ...shownFor('channelMembers') },
		textField('activityType', 'Activity Type', {
			placeholder: 'e.g. taskCreated',
			description: `An activity type that the Teams app's manifest declares; leave empty for ${systemDefault}, which needs no declaration`,
		}),
		textField('previewText', 'Preview Text', {
			required: true,
			placeholder: 'e.g. New task created',
			description: 'Teams shows the first 150 characters',
		}),
		choiceField(
			'topicSource',
			'Topic',
			{ text: 'Text and Link', entityUrl: 'Graph Object' },
			{ default: 'text' },
		),
		textField('topicText', 'Topic Text', {
			required: true,
			placeholder: 'e.g. Deployment approvals',
			...shownForTopic('text'),
		}),
		textField('topicLink', 'Topic Link', {
			required: true,
			placeholder: 'e.g. https://teams.microsoft.com/l/entity/00001111-aaaa-2222-bbbb-3333cccc4444/tasks',
			description: 'A Teams deep link, which opens when someone selects the notification',
			...shownForTopic('text'),
		}),
		textField('topicUrl', 'Topic URL', {
			required: true,
			placeholder: 'e.g. https://graph.microsoft.com/v1.0/teams/02bd9fd6-8f93-4758-87c3-1fb73740a315',
			description:
				'Graph URL of the object: a team, channel, tab, message, or chat, or an installation of the Teams app',
			...shownForTopic('entityUrl'),
		}),
		additionalFields([
			numberField('chainId', 'Chain ID', {
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'A later notification with the same number replaces this one',
			}),
			textField('teamsAppId', 'Teams App ID', {
				placeholder: 'e.g. 00001111-aaaa-2222-bbbb-3333cccc4444',
				description: 'Only if several installed Teams apps use this app registration',
			}),
			templateParameters,
		]),
	],
	guards,
	request: (item) => {
		const { path, recipient } = places[item.text('notify') as keyof typeof places];
		return {
			method: 'POST',
			expectedResponse: 'nothing',
			path: [...path(item), 'sendActivityNotification'],
			body: { ...notification(item), ...recipientOf(item, recipient) },
		};
	},
	output: succeeded,
};

/** Everyone in a chat, team, or channel. */
function recipientOf(item: ItemParameters, by: 'chatId' | 'teamId' | 'channelId' | undefined): IDataObject {
	if (by === undefined) return {};
	const kind = item.text('notify');
	const ids =
		by === 'channelId' ? { teamId: item.id('teamId'), channelId: item.id(by) } : { [by]: item.id(by) };
	return { recipient: { '@odata.type': `#microsoft.graph.${kind}NotificationRecipient`, ...ids } };
}

/** @throws RequestError for a value of the template that isn't a text, a number, or a flag */
function notification(item: ItemParameters): IDataObject {
	const { chainId, teamsAppId, templateParameters: given } = item.collection('additionalFields');
	const activityType = item.text('activityType') || systemDefault;
	const preview = item.text('previewText');
	const values = jsonObject(given, templateParameters.displayName);
	if (activityType === systemDefault) values.systemDefaultText ??= preview;
	const parameters = Object.entries(values).map(([name, value]) => {
		if (!['string', 'number', 'boolean'].includes(typeof value)) {
			throw requestError({
				what: `"${templateParameters.displayName}": the value of "${name}" isn't a text.`,
				fix: 'Enter an object with a text for each name, such as {"taskId": "12322"}.',
			});
		}
		return { name, value: String(value) };
	});
	return {
		topic:
			item.text('topicSource') === 'text'
				? { source: 'text', value: item.text('topicText'), webUrl: item.text('topicLink') }
				: { source: 'entityUrl', value: item.text('topicUrl') },
		activityType,
		previewText: { content: preview },
		...(parameters.length > 0 && { templateParameters: parameters }),
		...(chainId !== undefined && { chainId }),
		...(teamsAppId !== undefined && teamsAppId !== '' && { teamsAppId }),
	};
}
