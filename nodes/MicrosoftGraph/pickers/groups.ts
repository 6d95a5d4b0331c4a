import { directoryQuery } from '../fields/odata';
import { picker } from './picker';

/** Groups by name or address, a page at a time. Source: "List groups". */
export const searchGroups = picker(['GroupMember.Read.All'], ({ words }) => {
	const { query, headers } = directoryQuery({
		search: words,
		select: 'id,displayName,mail',
		orderBy: 'displayName',
	});
	return {
		request: { method: 'GET', path: ['groups'], query: { ...query, $top: 50 }, headers },
		entry: ({ id, displayName, mail }) => ({
			name: typeof mail === 'string' ? `${String(displayName)} (${mail})` : String(displayName),
			value: String(id),
		}),
	};
});
