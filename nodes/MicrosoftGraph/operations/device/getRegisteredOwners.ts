import { devicePeople } from './fields';

/** Source: "List registeredOwners". */
export const getRegisteredOwners = devicePeople('registeredOwners', {
	name: 'Get Registered Owners',
	value: 'getRegisteredOwners',
	action: 'Get registered owners of device',
	description: 'List the users who registered or joined a device',
});
