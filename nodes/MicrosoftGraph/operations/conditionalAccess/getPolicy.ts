import { locatorField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';

const policyId = locatorField(
	'policyId',
	'Policy',
	{
		list: { method: 'searchConditionalAccessPolicies', placeholder: 'Select a policy…' },
		example: 'e.g. 10ef4fe6-5e51-4f5e-b5a2-8fed19d0be67',
	},
	{ description: 'ID of the Conditional Access policy' },
);

/** Source: "Get conditionalAccessPolicy". */
export const getPolicy: Operation = {
	name: 'Get Policy',
	value: 'getPolicy',
	action: 'Get conditional access policy',
	description: 'Get a Conditional Access policy with its conditions and controls',
	permissions: ['Policy.Read.All'],
	fields: [policyId],
	request: (item) => ({
		method: 'GET',
		path: ['identity', 'conditionalAccess', 'policies', item.id('policyId')],
	}),
};
