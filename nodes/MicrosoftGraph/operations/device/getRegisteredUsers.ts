import { devicePeople } from './fields';

/** Source: "List registeredUsers". */
export const getRegisteredUsers = devicePeople('registeredUsers', {
	name: 'Get Registered Users',
	value: 'getRegisteredUsers',
	action: 'Get registered users of device',
	description: 'List the registered users of a device',
});
