import { listSearch, type Choices } from './listSearch';

/** The tabs at a path that other fields say, by name. */
const tabsAt = (path: (choices: Choices) => string[]) =>
	listSearch(['TeamsTab.Read.All'], (choices) => ({
		request: { method: 'GET', path: [...path(choices), 'tabs'] },
		searchHere: true,
		entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
	}));

/** The tabs of the channel that is chosen in the node, by name. Source: "List tabs in channel". */
export const searchTabs = tabsAt(({ chosen }) => [
	...['teams', chosen('teamId', 'team')],
	...['channels', chosen('channelId', 'channel')],
]);

/** The tabs of the chat that is chosen in the node, by name. Source: "List tabs in chat". */
export const searchChatTabs = tabsAt(({ chosen }) => ['chats', chosen('chatId', 'chat')]);
