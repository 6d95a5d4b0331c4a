import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { deviceGuards, deviceObjectId } from './fields';

/** Source: "Delete device". */
export const deleteDevice: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete device',
	description:
		"Delete a device from Entra with its BitLocker keys and local administrator password, which can't be undone",
	permissions: ['Device.ReadWrite.All'],
	fields: [deviceObjectId],
	guards: deviceGuards,
	request: (item) => ({ method: 'DELETE', path: ['devices', item.id('deviceObjectId')] }),
	output: deleted,
};
