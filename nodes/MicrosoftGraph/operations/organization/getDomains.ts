import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "List domains". */
export const getDomains: Operation = {
	name: 'Get Domains',
	value: 'getDomains',
	action: 'Get organization domains',
	description: 'List the domains of the tenant, verified or not',
	permissions: ['Domain.Read.All'],
	fields: [],
	simpleInNode: [
		'id',
		'isDefault',
		'isVerified',
		'isInitial',
		'authenticationType',
		'supportedServices',
		'state',
	],
	request: () => ({ method: 'GET', expectedResponse: 'list', path: ['domains'] }),
	output: entries,
};
