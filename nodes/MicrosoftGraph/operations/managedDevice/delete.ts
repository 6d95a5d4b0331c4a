import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { confirmed } from './confirm';
import { intuneGuards, managedDeviceId, managedDevicePath } from './fields';

/** Source: "Delete managedDevice". */
export const deleteManagedDevice: Operation = confirmed(
	{
		name: 'Delete',
		value: 'delete',
		action: 'Delete managed device',
		description:
			"Delete a device from Intune, which retires or wipes it when it checks in next, as its enrollment says; can't be undone",
		permissions: ['DeviceManagementManagedDevices.ReadWrite.All'],
		fields: [managedDeviceId],
		guards: intuneGuards,
		request: (item) => ({ method: 'DELETE', path: managedDevicePath(item) }),
		output: deleted,
	},
	'deleted',
	[],
);
