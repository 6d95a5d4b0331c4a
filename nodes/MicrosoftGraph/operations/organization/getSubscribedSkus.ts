import type { SubscribedSku } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "List subscribedSkus". */
export const getSubscribedSkus: Operation = {
	name: 'Get Subscribed SKUs',
	value: 'getSubscribedSkus',
	action: 'Get subscribed SKUs',
	description:
		'List the licenses of the tenant, with how many are in use and ("availableUnits") how many are left',
	permissions: ['LicenseAssignment.Read.All'],
	fields: [],
	simpleInNode: [
		'skuPartNumber',
		'consumedUnits',
		'availableUnits',
		'prepaidUnits',
		'capabilityStatus',
		'appliesTo',
		'skuId',
		'id',
	],
	request: () => ({ method: 'GET', expectedResponse: 'list', path: ['subscribedSkus'] }),
	output: (response) => entries(response).map(withAvailable),
};

function withAvailable(object: IDataObject): IDataObject {
	const { prepaidUnits, consumedUnits } = object as SubscribedSku;
	return { ...object, availableUnits: (prepaidUnits?.enabled ?? 0) - (consumedUnits ?? 0) };
}
