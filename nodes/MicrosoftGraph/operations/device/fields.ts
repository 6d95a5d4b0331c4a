import type { IDataObject } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import type { GraphRequest } from '../../../graph/graphRequest';
import { locatorField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { succeeded } from '../../../shared/fields/outputs';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';

/** The most useful properties of a device, for "Simplify". */
export const simpleDevice: readonly string[] = [
	'displayName',
	'operatingSystem',
	'operatingSystemVersion',
	'accountEnabled',
	'isCompliant',
	'isManaged',
	'trustType',
	'approximateLastSignInDateTime',
	'deviceId',
	'id',
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

/** The device of an operation whose object ID isn't what Graph finds it by. */
export const entraDeviceId = locatorField(
	'entraDeviceId',
	'Device',
	{
		list: { method: 'searchDeviceIds', placeholder: 'Select a device…' },
		example: 'e.g. 2ef04ef1-23b0-2e00-a3a5-ab345e567ab6',
	},
	{ description: 'Device ID of the device (its "deviceId", not its "id")' },
);

/** What to do if a device isn't found, or is another's to change. */
export const deviceGuards: readonly Guard[] = [
	{
		when: { status: 404 },
		fix: 'Enter the object ID ("id"). To find a device by its "deviceId", use "Get Many" with the filter deviceId eq \'…\'.',
	},
];

/** The change of the device that the item names; repeating it is harmless. */
export const deviceUpdate = (item: ItemParameters, body: IDataObject): GraphRequest => ({
	method: 'PATCH',
	path: ['devices', item.id('deviceObjectId')],
	expectedResponse: 'nothing',
	body,
	idempotent: true,
});

/** How an operation is called. */
type Named = Pick<Operation, 'name' | 'value' | 'action' | 'description'>;

/** Allows a device to sign in, or blocks it. */
export const switchDevice = (accountEnabled: boolean, named: Named): Operation => ({
	...named,
	permissions: ['Device.ReadWrite.All'],
	fields: [deviceObjectId],
	guards: deviceGuards,
	request: (item) => deviceUpdate(item, { accountEnabled }),
	output: succeeded,
});

/** Lists the users of a device. */
export const devicePeople = (relation: string, named: Named): Operation => ({
	...named,
	permissions: ['Device.Read.All'],
	fields: [deviceObjectId, ...listFields],
	guards: deviceGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: ['devices', item.id('deviceObjectId'), relation] }),
});
