import { moreProperties, updateBody } from '../../../shared/fields/body';
import { flagField, textField, updateFields } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { deviceGuards, deviceObjectId, deviceUpdate } from './fields';

/** Source: "Update device". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update device',
	description: 'Update properties of a device in Entra; Intune overwrites those that it manages',
	permissions: ['Device.ReadWrite.All'],
	fields: [
		deviceObjectId,
		updateFields([
			flagField('accountEnabled', 'Account Enabled', {
				default: true,
				description: 'Whether the device may sign in',
			}),
			textField('displayName', 'Name', { placeholder: 'e.g. DESKTOP-ADELE' }),
			moreProperties,
		]),
	],
	guards: deviceGuards,
	request: (item) => deviceUpdate(item, updateBody(item.collection('updateFields'))),
	output: succeeded,
};
