import type { IDataObject } from 'n8n-workflow';

import { userId } from '../../../shared/fields/locators';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Get a user", on customSecurityAttributes. */
export const getCustomSecurityAttributes: Operation = {
	name: 'Get Custom Security Attributes',
	value: 'getCustomSecurityAttributes',
	action: 'Get custom security attributes of user',
	description: 'Get the custom security attributes of a user, by attribute set',
	permissions: ['CustomSecAttributeAssignment.Read.All', 'User.Read.All'],
	fields: [userId],
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId')],
		query: { $select: 'id,displayName,userPrincipalName,customSecurityAttributes' },
	}),
	output: (response) => {
		const { customSecurityAttributes, ...user } = objectOf(response);
		return [{ ...user, customSecurityAttributes: valuesBySet(customSecurityAttributes) }];
	},
};

/** The values alone, without the types that Graph puts next to them. */
function valuesBySet(attributes: unknown): IDataObject {
	const sets = Object.entries((attributes ?? {}) as Record<string, IDataObject>);
	return Object.fromEntries(
		sets.map(([set, values]) => [
			set,
			Object.fromEntries(Object.entries(values).filter(([name]) => !name.includes('@odata.'))),
		]),
	);
}
