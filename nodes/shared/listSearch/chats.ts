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
