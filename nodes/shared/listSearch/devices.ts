import { directoryQuery } from '../fields/odata';
import { listSearch } from './listSearch';

/** Devices by name, a page at a time, each with one of its two IDs. Source: "List devices". */
const devicesBy = (key: 'id' | 'deviceId') =>
	listSearch(['Device.Read.All'], ({ words }) => {
		const { query, ...more } = directoryQuery(
			{
				search: words,
				select: `${key === 'id' ? 'id' : 'id,deviceId'},displayName,operatingSystem`,
				orderBy: 'displayName',
			},
			{ type: 'device', wordsOnly: true },
		);
		return {
			request: { method: 'GET', path: ['devices'], query: { ...query, $top: 50 }, ...more },
			entry: (device) => ({
				name: `${String(device.displayName)} (${String(device.operatingSystem)})`,
				value: String(device[key]),
			}),
		};
	});

/** Devices by their object IDs. */
export const searchDevices = devicesBy('id');

/** Devices by the IDs that they got when they were registered. */
export const searchDeviceIds = devicesBy('deviceId');
