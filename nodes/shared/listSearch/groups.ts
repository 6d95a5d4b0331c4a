import { directoryQuery } from '../fields/odata';
import { listSearch } from './listSearch';

/** Groups by name or address, a page at a time. Source: "List groups". */
export const searchGroups = listSearch(['GroupMember.Read.All'], ({ words }) => {
	const { query, ...more } = directoryQuery(
		{
			search: words,
			select: 'id,displayName,mail',
			orderBy: 'displayName',
		},
		{ type: 'group', wordsOnly: true },
	);
	return {
		request: { method: 'GET', path: ['groups'], query: { ...query, $top: 50 }, ...more },
		entry: ({ id, displayName, mail }) => ({
			name: typeof mail === 'string' ? `${String(displayName)} (${mail})` : String(displayName),
			value: String(id),
		}),
	};
});
