import { listSearch } from './listSearch';

/** The devices that Intune manages, by name. Source: "List managedDevices". */
export const searchManagedDevices = listSearch(['DeviceManagementManagedDevices.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['deviceManagement', 'managedDevices'],
		query: { $select: 'id,deviceName,operatingSystem,userPrincipalName' },
	},
	searchHere: true,
	entry: ({ id, deviceName, operatingSystem, userPrincipalName }) => ({
		name: [deviceName, operatingSystem, userPrincipalName].filter(Boolean).map(String).join(', '),
		value: String(id),
	}),
}));
