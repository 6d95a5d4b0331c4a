import { switchDevice } from './fields';

/** Source: "Update device", on accountEnabled. */
export const enable = switchDevice(true, {
	name: 'Enable',
	value: 'enable',
	action: 'Enable device',
	description: 'Allow a device to sign in again',
});
