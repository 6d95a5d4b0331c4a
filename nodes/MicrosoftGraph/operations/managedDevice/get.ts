import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { intuneGuards, managedDeviceId, managedDevicePath, simpleManagedDevice } from './fields';

/** Source: "Get managedDevice". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get managed device',
	description: 'Get a device that Intune manages',
	permissions: ['DeviceManagementManagedDevices.Read.All'],
	fields: [managedDeviceId],
	options: [selectLike('deviceName,complianceState')],
	simple: simpleManagedDevice,
	guards: intuneGuards,
	request: (item) => ({
		method: 'GET',
		path: managedDevicePath(item),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
