import type { IDataObject } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import { locatorField } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';

/** The most useful properties of a managed device, for "Simplify". */
export const simpleManagedDevice: readonly string[] = [
	'deviceName',
	'userPrincipalName',
	'operatingSystem',
	'osVersion',
	'complianceState',
	'lastSyncDateTime',
	'managementState',
	'serialNumber',
	'azureADDeviceId',
	'id',
];

/** The device of an operation. */
export const managedDeviceId = locatorField(
	'managedDeviceId',
	'Device',
	{
		list: { method: 'searchManagedDevices', placeholder: 'Select a device…' },
		example: 'e.g. 705c034c-034c-705c-4c03-5c704c035c70',
	},
	{ description: 'ID of the device in Intune, not in Entra' },
);

/** The path of the device that the item names. */
export const managedDevicePath = (item: ItemParameters, ...rest: string[]): string[] => [
	...['deviceManagement', 'managedDevices', item.id('managedDeviceId')],
	...rest,
];

/** What Intune refuses. */
export const intuneGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Enter the ID that the device has in Intune, as "Managed Device: Get Many" returns it.',
	},
	{
		when: { status: 400, message: /not supported|not applicable/i },
		fix: "Intune doesn't support this action for the device's platform or state: see \"Remote actions\" in Intune's documentation.",
	},
];

/** What a remote action sends. */
interface RemoteAction {
	/** Its name in Graph. */
	segment: string;
	body?: (item: ItemParameters) => IDataObject;
	/** Whether sending it twice does no more than once; true by default. */
	idempotent?: boolean;
}

/** A remote action of Intune, which the device carries out when it checks in. */
export const remoteAction = (
	own: Pick<Operation, 'name' | 'value' | 'action' | 'description'>,
	{ segment, body, idempotent = true }: RemoteAction,
): Operation => ({
	...own,
	permissions: ['DeviceManagementManagedDevices.PrivilegedOperations.All'],
	fields: [managedDeviceId],
	guards: intuneGuards,
	request: (item) => ({
		method: 'POST',
		expectedResponse: 'nothing',
		path: managedDevicePath(item, segment),
		body: body?.(item),
		idempotent,
	}),
	output: succeeded,
});
