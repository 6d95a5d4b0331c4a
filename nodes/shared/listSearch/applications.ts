import { directoryQuery } from '../fields/odata';
import { picker } from './picker';

/** App registrations by name, a page at a time. Source: "List applications". */
export const searchApplications = picker(['Application.Read.All'], ({ words }) =>
	appsByName('applications', 'application', words),
);

/** Enterprise applications (service principals) by name, a page at a time. Source: "List servicePrincipals". */
export const searchServicePrincipals = picker(['Application.Read.All'], ({ words }) =>
	appsByName('servicePrincipals', 'servicePrincipal', words),
);

function appsByName(
	collection: string,
	type: 'application' | 'servicePrincipal',
	words: string,
): ReturnType<Parameters<typeof picker>[1]> {
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
