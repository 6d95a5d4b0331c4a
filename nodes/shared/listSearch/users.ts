import { directoryQuery } from '../fields/odata';
import { listSearch } from './listSearch';

/** Users by name or address, a page at a time. Source: "List users". */
export const searchUsers = listSearch(['User.ReadBasic.All'], ({ words }) => {
	const { query, ...more } = directoryQuery(
		{
			search: words,
			select: 'id,displayName,userPrincipalName',
			orderBy: 'displayName',
		},
		{ type: 'user', wordsOnly: true },
	);
	return {
		request: { method: 'GET', path: ['users'], query: { ...query, $top: 50 }, ...more },
		entry: ({ id, displayName, userPrincipalName }) => ({
			name: `${String(displayName)} (${String(userPrincipalName)})`,
			value: String(id),
		}),
	};
});
