import { directoryQuery } from '../fields/odata';
import { listSearch } from './listSearch';

/** Devices by name, a page at a time. Source: "List devices". */
export const searchDevices = listSearch(['Device.Read.All'], ({ words }) => {
	const { query, ...more } = directoryQuery(
		{
			search: words,
			select: 'id,displayName,operatingSystem',
			orderBy: 'displayName',
		},
		{ type: 'device', wordsOnly: true },
	);
	return {
		request: { method: 'GET', path: ['devices'], query: { ...query, $top: 50 }, ...more },
		entry: ({ id, displayName, operatingSystem }) => ({
			name: `${String(displayName)} (${String(operatingSystem)})`,
			value: String(id),
		}),
	};
});
