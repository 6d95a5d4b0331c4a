import { placeId } from '../../../shared/fields/locators/place';
import type { Operation } from '../../operation';
import { simplePlace } from './fields';

/** Source: "Get place". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get place',
	description: 'Get a room, room list, or other place with its address, capacity, and equipment',
	permissions: ['Place.Read.All'],
	fields: [placeId],
	simpleInNode: simplePlace,
	request: (item) => ({ method: 'GET', path: ['places', item.id('placeId')] }),
};
