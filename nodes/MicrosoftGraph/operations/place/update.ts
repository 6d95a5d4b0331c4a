import type { IDataObject } from 'n8n-workflow';

import { moreProperties, updateBody } from '../../../shared/fields/body';
import {
	choiceField,
	flagField,
	numberField,
	textField,
	textsField,
	updateFields,
} from '../../../shared/fields/build';
import { placeId } from '../../../shared/fields/locators/place';
import type { Operation } from '../../operation';

/** Source: "Update place". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update place',
	description: 'Update the capacity, location, or equipment of a room, workspace, or room list',
	permissions: ['Place.ReadWrite.All'],
	permissionNote: 'It can take a day until a change is shown everywhere.',
	fields: [
		placeId,
		choiceField('placeKind', 'Type', { room: 'Room', roomList: 'Room List', workspace: 'Workspace' }),
		updateFields([
			textField('audioDeviceName', 'Audio Device'),
			textField('building', 'Building', { placeholder: 'e.g. Building 1' }),
			numberField('capacity', 'Capacity', { typeOptions: { minValue: 0 } }),
			textField('displayDeviceName', 'Display Device'),
			textField('floorLabel', 'Floor Label', { placeholder: 'e.g. 1P' }),
			numberField('floorNumber', 'Floor Number'),
			flagField('isWheelChairAccessible', 'Is Wheelchair Accessible', {
				description: 'Whether the place is wheelchair accessible',
			}),
			textField('label', 'Label', { placeholder: 'e.g. 100' }),
			moreProperties,
			textField('nickname', 'Nickname', { placeholder: 'e.g. Aquarium' }),
			textField('phone', 'Phone', { placeholder: 'e.g. +1 425 555 0100' }),
			textsField('tags', 'Tags', {
				placeholder: 'e.g. whiteboard, window',
				description:
					'Features, separated by commas, which replace the current ones; leave empty to remove all',
			}),
			textField('videoDeviceName', 'Video Device'),
		]),
	],
	request: (item) => {
		const body: IDataObject = updateBody(item.collection('updateFields'));
		return {
			method: 'PATCH',
			path: ['places', item.id('placeId')],
			body: { '@odata.type': `microsoft.graph.${item.text('placeKind')}`, ...body },
			idempotent: true,
		};
	},
};
