import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { required } from '../../../shared/parameters/values/reading';
import type { Operation } from '../../operation';
import { applicationFields, applicationGuards } from './fields';
import { withRedirectUris } from './redirectUris';

/** Source: "Create application". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create application',
	description:
		'Create an app registration; it can sign in to the tenant once it has a service principal ("Service Principal: Create")',
	permissions: ['Application.ReadWrite.OwnedBy'],
	fields: [
		textField('displayName', 'Name', { required: true, placeholder: 'e.g. Payroll sync' }),
		additionalFields([...applicationFields.map(required), moreProperties]),
	],
	guards: applicationGuards,
	request: (item) => ({
		method: 'POST',
		path: ['applications'],
		body: newObject(
			{ displayName: item.text('displayName') },
			withRedirectUris(item.collection('additionalFields')),
		),
	}),
};
