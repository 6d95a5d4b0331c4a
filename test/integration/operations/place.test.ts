import type { INodeParameters } from 'n8n-workflow';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'place', operation, ...parameters });
const names = async (parameters: INodeParameters) =>
	jsonOf((await run('getAll', { returnAll: true, ...parameters })).items).map(
		({ displayName }) => displayName,
	);

test('rooms are listed, all of them or those of a room list', async () => {
	expect(await names({})).toEqual(['Aquarium', 'Library', 'Attic']);
	expect(await names({ roomListId: byId('building2@contoso.example') })).toEqual(['Attic']);
	expect(await names({ placeType: 'roomList' })).toEqual(['Building 1', 'Building 2']);
	expect(product.graphPaths()).toEqual([
		'GET /v1.0/places/microsoft.graph.room',
		'GET /v1.0/places/building2@contoso.example/microsoft.graph.roomList/rooms',
		'GET /v1.0/places/microsoft.graph.roomList',
	]);
});

test('the simple list has the properties that its type has', async () => {
	const { items } = await run('getAll', { limit: 1, returnAll: false });
	expect(Object.keys(items[0]?.json ?? {}).sort()).toEqual([
		'bookingType',
		'building',
		'capacity',
		'displayName',
		'emailAddress',
		'floorLabel',
		'floorNumber',
		'id',
		'phone',
		'tags',
	]);
	const lists = await run('getAll', { placeType: 'roomList', limit: 1, returnAll: false });
	expect(lists.items[0]?.json).not.toHaveProperty('capacity');
});

test('a room is read and updated by its address', async () => {
	const placeId = byId('aquarium@contoso.example');
	const updated = await run('update', {
		placeId,
		updateFields: { capacity: 14, tags: 'whiteboard, window' },
	});
	expect(updated.error).toBeUndefined();
	const { items } = await run('get', { placeId });
	expect(items[0]?.json).toMatchObject({ capacity: 14, tags: ['whiteboard', 'window'] });
	expect(product.graphCalls()[0]?.body).toEqual({
		'@odata.type': 'microsoft.graph.room',
		capacity: 14,
		tags: ['whiteboard', 'window'],
	});
});

test('rooms and room lists are picked from a list', async () => {
	const parameters = { resource: 'place', operation: 'get' };
	const rooms = await product.list('searchRooms', { parameters, filter: 'a' });
	expect(rooms.results).toEqual([
		{ name: 'Aquarium (aquarium@contoso.example)', value: 'aquarium@contoso.example' },
		{ name: 'Library (library@contoso.example)', value: 'library@contoso.example' },
		{ name: 'Attic (attic@contoso.example)', value: 'attic@contoso.example' },
	]);
	const lists = await product.list('searchRoomLists', { parameters, filter: '2' });
	expect(lists.results.map(({ value }) => value)).toEqual(['building2@contoso.example']);
});
