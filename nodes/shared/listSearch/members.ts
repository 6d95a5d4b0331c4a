import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import { listSearch } from './listSearch';

const memberEntry = ({ id, displayName, email }: IDataObject): INodeListSearchItems => ({
	name: typeof email === 'string' && email !== '' ? `${String(displayName)} (${email})` : String(displayName),
	value: String(id),
});

/** The members of the team that is chosen in the node, by name. Source: "List members of team". */
export const searchTeamMembers = listSearch(['TeamMember.Read.All'], ({ chosen }) => ({
	request: { method: 'GET', path: ['teams', chosen('teamId', 'team'), 'members'] },
	searchHere: true,
	entry: memberEntry,
}));

/** The members of the channel that is chosen in the node, by name. Source: "List members of a channel". */
export const searchChannelMembers = listSearch(['ChannelMember.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['teams', chosen('teamId', 'team'), 'channels', chosen('channelId', 'channel'), 'members'],
	},
	searchHere: true,
	entry: memberEntry,
}));

/** The members of the chat that is chosen in the node, by name. Source: "List members of a chat". */
export const searchChatMembers = listSearch(['ChatMember.Read.All'], ({ chosen }) => ({
	request: { method: 'GET', path: ['chats', chosen('chatId', 'chat'), 'members'] },
	searchHere: true,
	entry: memberEntry,
}));
