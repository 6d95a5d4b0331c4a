import { directoryQuery } from '../fields/odata';
import { listSearch } from './listSearch';

/** App registrations by name, a page at a time. Source: "List applications". */
export const searchApplications = listSearch(['Application.Read.All'], ({ words }) =>
	appsByName('applications', 'application', words),
);

/** Enterprise applications (service principals) by name, a page at a time. Source: "List servicePrincipals". */
export const searchServicePrincipals = listSearch(['Application.Read.All'], ({ words }) =>
	appsByName('servicePrincipals', 'servicePrincipal', words),
);

function appsByName(
	collection: string,
	type: 'application' | 'servicePrincipal',
	words: string,
): ReturnType<Parameters<typeof listSearch>[1]> {
	const { query, ...more } = directoryQuery(
		{
			search: words,
			select: 'id,appId,displayName',
			orderBy: 'displayName',
		},
		{ type, wordsOnly: true },
	);
	return {
		request: { method: 'GET', path: [collection], query: { ...query, $top: 50 }, ...more },
		entry: ({ id, appId, displayName }) => ({
			name: `${String(displayName)} (${String(appId)})`,
			value: String(id),
		}),
	};
}
