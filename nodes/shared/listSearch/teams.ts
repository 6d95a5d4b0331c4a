import { quoted } from '../fields/filters';
import { listSearch } from './listSearch';

/** Teams by name, a page at a time. Source: "List teams". */
export const searchTeams = listSearch(['Team.ReadBasic.All'], ({ words }) => ({
	request: {
		method: 'GET',
		path: ['teams'],
		query: {
			$filter: words === '' ? '' : `startswith(displayName, ${quoted(words)})`,
			$select: 'id,displayName',
			$top: 50,
		},
	},
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));

/** The channels of the team that is chosen in the node, by name. Source: "List channels". */
export const searchChannels = listSearch(['Channel.ReadBasic.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['teams', chosen('teamId', 'team'), 'channels'],
		query: { $select: 'id,displayName' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
