import { switchDevice } from './fields';

/** Source: "Update device", on accountEnabled. */
export const disable = switchDevice(false, {
	name: 'Disable',
	value: 'disable',
	action: 'Disable device',
	description: 'Block a device from signing in; its Entra tokens are revoked',
});
