import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { deviceGuards, deviceObjectId, simpleDevice } from './fields';

/** Source: "Get device". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get device',
	description: 'Get a device that is registered with or joined to the tenant',
	permissions: ['Device.Read.All'],
	fields: [deviceObjectId],
	options: [selectLike('displayName,operatingSystem')],
	simple: simpleDevice,
	guards: deviceGuards,
	request: (item) => ({
		method: 'GET',
		path: ['devices', item.id('deviceObjectId')],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
