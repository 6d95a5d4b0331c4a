import { locatorField } from '../../../shared/fields/build';

/** The most useful properties of a device, for "Simplify". */
export const simpleDevice: readonly string[] = [
	'id',
	'deviceId',
	'displayName',
	'operatingSystem',
	'operatingSystemVersion',
	'accountEnabled',
	'isCompliant',
	'isManaged',
	'trustType',
	'approximateLastSignInDateTime',
];

/** The device of an operation. */
export const deviceObjectId = locatorField(
	'deviceObjectId',
	'Device',
	{
		list: { method: 'searchDevices', placeholder: 'Select a device…' },
		example: 'e.g. 6a59ea83-02bd-468f-a40b-f2c3d1821983',
	},
	{ description: 'Object ID of the device (its "id", not its "deviceId")' },
);
