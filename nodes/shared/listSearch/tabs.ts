import { listSearch } from './listSearch';

/** The tabs of the channel that is chosen in the node, by name. Source: "List tabs in channel". */
export const searchTabs = listSearch(['TeamsTab.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['teams', chosen('teamId', 'team'), 'channels', chosen('channelId', 'channel'), 'tabs'],
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
