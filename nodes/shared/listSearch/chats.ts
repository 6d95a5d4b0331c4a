import type { IDataObject } from 'n8n-workflow';

import { listSearch } from './listSearch';

/** A chat's topic, or else the names of its members. */
function nameOf({ topic, members, chatType, id }: IDataObject): string {
	if (typeof topic === 'string' && topic !== '') return topic;
	const names = (Array.isArray(members) ? (members as IDataObject[]) : [])
		.map(({ displayName }) => displayName)
		.filter((name) => typeof name === 'string' && name !== '');
	return names.length > 0 ? names.join(', ') : `${String(chatType)} ${String(id)}`;
}

/** The chats of the user who is chosen in the node, by topic or members. Source: "List chats". */
export const searchChats = listSearch(['Chat.ReadBasic.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('chatOwnerId', 'user'), 'chats'],
		query: { $expand: 'members', $top: 50 },
	},
	searchHere: true,
	entry: (chat) => ({ name: nameOf(chat), value: String(chat.id) }),
}));

/** The most characters of a message's text to show. */
const maxText = 80;

/** The beginning of a message's text, without what formats it. */
function textOf(message: unknown): string {
	const { content } = ((message as IDataObject | null | undefined)?.body ?? {}) as IDataObject;
	if (typeof content !== 'string') return '';
	const text = content
		.replace(/<[^<>]*>/g, ' ')
		.replace(/&nbsp;/g, ' ')
		.split(/\s+/)
		.join(' ')
		.trim();
	return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

/** The messages that are pinned in the chosen chat, by their text. Source: "List pinned messages in a chat". */
export const searchPinnedMessages = listSearch(['ChatMessage.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['chats', chosen('chatId', 'chat'), 'pinnedMessages'],
		query: { $expand: 'message' },
	},
	searchHere: true,
	entry: ({ id, message }) => ({ name: textOf(message) || String(id), value: String(id) }),
}));
