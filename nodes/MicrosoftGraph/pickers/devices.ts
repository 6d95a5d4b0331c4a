import { directoryQuery } from '../fields/odata';
import { picker } from './picker';

/** Devices by name, a page at a time. Source: "List devices". */
export const searchDevices = picker(['Device.Read.All'], ({ words }) => {
	const { query, headers } = directoryQuery({
		search: words === '' ? '' : `displayName:${words}`,
		select: 'id,displayName,operatingSystem',
		orderBy: 'displayName',
	});
	return {
		request: { method: 'GET', path: ['devices'], query: { ...query, $top: 50 }, headers },
		entry: ({ id, displayName, operatingSystem }) => ({
			name: `${String(displayName)} (${String(operatingSystem)})`,
			value: String(id),
		}),
	};
});
