import { quoted } from '../fields/filters';
import { directoryQuery } from '../fields/odata';
import { picker } from './picker';

/** App registrations by name, a page at a time. Source: "List applications". */
export const searchApplications = picker(['Application.Read.All'], ({ words }) =>
	appsByName('applications', words),
);

/** Enterprise applications (service principals) by name, a page at a time. Source: "List servicePrincipals". */
export const searchServicePrincipals = picker(['Application.Read.All'], ({ words }) =>
	appsByName('servicePrincipals', words),
);

function appsByName(collection: string, words: string): ReturnType<Parameters<typeof picker>[1]> {
	// Apps have no address, which a search for plain words would look into as well.
	const { query, headers } = directoryQuery({
		filter: words === '' ? '' : `startsWith(displayName,${quoted(words)})`,
		select: 'id,appId,displayName',
		orderBy: 'displayName',
	});
	return {
		request: { method: 'GET', path: [collection], query: { ...query, $top: 50 }, headers },
		entry: ({ id, appId, displayName }) => ({
			name: `${String(displayName)} (${String(appId)})`,
			value: String(id),
		}),
	};
}
