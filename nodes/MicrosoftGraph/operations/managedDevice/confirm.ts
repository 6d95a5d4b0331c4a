import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { textField } from '../../../shared/fields/build';
import type { Send } from '../../../graph/client';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';
import { managedDeviceId, managedDevicePath } from './fields';

/** To read a device's name. */
export const readDevices = ['DeviceManagementManagedDevices.Read.All'];

/** The device's name, entered as a confirmation. */
const confirmName = textField('confirmName', 'Confirm Device Name', {
	required: true,
	placeholder: 'e.g. DESKTOP-ADELE',
	description:
		"Name of the device in Intune, exactly: if it's another device's, nothing is sent. Take it from another source than the ID.",
});

/**
 * Checks that the item names the device that it means, before something that can't be undone.
 * @param what wasn't done otherwise, such as "retired"
 * @throws RequestError if the device has another name
 */
async function checkConfirmed(item: ItemParameters, send: Send, what: string): Promise<void> {
	const { body } = await send({
		method: 'GET',
		path: managedDevicePath(item),
		query: { $select: 'id,deviceName' },
	});
	const name = String((body as IDataObject).deviceName ?? '');
	const given = item.text('confirmName');
	// Without a name, nothing can confirm which device it is.
	if (name !== '' && given === name) return;
	throw requestError({
		what: `The device wasn't ${what}: its name is "${name}", and "${confirmName.displayName}" is "${given}".`,
		fix: 'Check the device and its ID. If it is the right one, enter its name exactly, including case.',
	});
}

/**
 * A remote action that is sent only if the device's name is confirmed.
 * @param what is done to the device, such as "retired"
 * @param toRead the permissions that reading the name needs in addition
 */
export const confirmed = (action: Operation, what: string, toRead: readonly string[]): Operation => ({
	...action,
	permissions: [...action.permissions, ...toRead],
	fields: [
		managedDeviceId,
		confirmName,
		...action.fields.filter(({ name }) => name !== managedDeviceId.name),
	],
	steps: undefined,
	request: async (item, send, run) => {
		await checkConfirmed(item, send, what);
		if (action.request === undefined) throw new Error('A confirmed action makes one request.');
		return await action.request(item, send, run);
	},
});
