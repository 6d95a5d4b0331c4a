import { userId } from '../../../shared/fields/locators';
import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "List licenseDetails". */
export const getLicenses: Operation = {
	name: 'Get Licenses',
	value: 'getLicenses',
	action: 'Get licenses of user',
	description: 'List the licenses of a user with their service plans',
	permissions: ['LicenseAssignment.Read.All'],
	fields: [userId],
	request: (item) => ({
		method: 'GET',
		expectedResponse: 'list',
		path: ['users', item.id('userId'), 'licenseDetails'],
	}),
	output: entries,
};
