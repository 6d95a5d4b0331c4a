import { locatorField } from '../build';

/** The room or other place of an operation. */
export const placeId = locatorField(
	'placeId',
	'Place',
	{
		list: { method: 'searchRooms', placeholder: 'Select a room…' },
		example: 'e.g. room1@contoso.com',
	},
	{
		description:
			'ID or email address of a room, room list, workspace, or other place; the list has the rooms',
	},
);

/** Which room list to read; all places if none is chosen. */
export const roomListId = locatorField(
	'roomListId',
	'Room List',
	{
		list: { method: 'searchRoomLists', placeholder: 'All room lists' },
		example: 'e.g. building1@contoso.com',
	},
	{
		required: false,
		description:
			'Email address of a room list, to get only the rooms or workspaces in it; leave empty for all',
		displayOptions: { show: { placeType: ['room', 'workspace'] } },
	},
);
