import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import { shown } from '../../graph/errors/shown';
import { locatorField, textField } from '../fields/build';

/** The user whose chats are listed; not needed for a chat ID. */
export const chatOwnerId = locatorField(
	'chatOwnerId',
	'User',
	{
		list: { method: 'searchUsers', placeholder: 'Select a user…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{
		required: false,
		description: 'User whose chats are listed below; not needed if you enter the chat by ID',
	},
);

/** The chat of an operation. */
export const chatId = locatorField(
	'chatId',
	'Chat',
	{
		list: { method: 'searchChats', placeholder: 'Select a chat…' },
		example:
			'e.g. 19:8ea0e38b-efb3-4757-924a-5f94061cf8c2_97f62344-57dc-409c-88ad-c4af14158ff5@unq.gbl.spaces',
	},
	{ description: 'ID of the chat, as Get Many returns it' },
);

/** The message of an operation. */
export const chatMessageId = textField('chatMessageId', 'Message ID', {
	required: true,
	placeholder: 'e.g. 1614618259349',
	description: 'The "id" of a message, as Get Messages returns it',
});

/** Why Teams refuses to show an app messages. Source: "Protected APIs in Microsoft Teams". */
export const chatGuards: readonly Guard[] = [
	{
		when: { status: 403, message: /protected api/i },
		fix: 'Microsoft protects this API: request access for the app with the form on "Protected APIs in Microsoft Teams", or install a Teams app with the resource-specific permission ChatMessage.Read.Chat in the chat.',
		isPermission: false,
	},
	{
		when: { status: 402 },
		fix: 'Teams requires a license or a payment model for this API: see "Payment models and licensing requirements for Microsoft Teams APIs".',
	},
];

/** The topic of a group chat. */
export const chatTopic = textField('topic', 'Topic', {
	placeholder: 'e.g. Launch',
	description: 'Title of a group chat: up to 250 characters, without a colon',
});

/**
 * A topic that Teams accepts.
 * @throws RequestError for a topic that is too long or has a colon
 * Source: "Update chat".
 */
export function checkedTopic(topic: string): string {
	if (topic.length <= 250 && !topic.includes(':')) return topic;
	throw requestError({
		what: `"${chatTopic.displayName}" can't be ${shown(topic)}.`,
		why: topic.includes(':')
			? 'Teams accepts no colon in the topic of a chat.'
			: `Teams accepts up to 250 characters, not ${topic.length}.`,
		fix: 'Change the topic.',
	});
}

/** What Teams refuses about the members of a chat. */
export const chatMemberGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /oneOnOne|one-on-one|one on one/i },
		fix: 'A one-on-one chat keeps its two members and has no topic: create a group chat instead.',
	},
	{
		when: { status: 404 },
		fix: 'Check the chat, and the object IDs or user principal names of the users, who need a Teams license.',
	},
];
