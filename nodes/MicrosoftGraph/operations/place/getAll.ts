import { choiceField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { roomListId } from '../../../shared/fields/locators/place';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import { optionalText } from '../../../shared/parameters/values/text';
import type { Operation } from '../../operation';
import { simplePlace } from './fields';

/** Source: "List places". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many places',
	description: 'List the rooms, room lists, or other places of the organization, or the rooms of a room list',
	permissions: ['Place.Read.All'],
	fields: [
		choiceField('placeType', 'Type', {
			room: 'Rooms',
			building: 'Buildings',
			desk: 'Desks',
			floor: 'Floors',
			roomList: 'Room Lists',
			section: 'Sections',
			workspace: 'Workspaces',
		}),
		roomListId,
		...listFields,
	],
	options: [filterLike('capacity ge 10'), selectLike('displayName,capacity')],
	simple: simplePlace,
	list: {
		pageSize: () => 100,
		// The types have different properties, and Graph refuses to select those that one doesn't have.
		picked: (item) => optionalText(item.collection('options').select) === '',
	},
	request: (item) => {
		const type = item.text('placeType');
		const list = ['room', 'workspace'].includes(type) ? item.id('roomListId') : '';
		return {
			method: 'GET',
			path:
				list === ''
					? ['places', `microsoft.graph.${type}`]
					: ['places', list, 'microsoft.graph.roomList', `${type}s`],
			query: odataQuery(item.collection('options')),
		};
	},
};
