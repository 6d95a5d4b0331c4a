import { badRequest, GraphError } from '../errors';
import type { Entity } from '../entity';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { entitiesAt, listEntities, route, type Collection } from '../rest';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const service = 'directory';
const read = ['Place.Read.All', 'Place.ReadWrite.All'];

const place = (type: string, name: string, more: Record<string, unknown> = {}): Entity => ({
	'@odata.type': `#microsoft.graph.${type}`,
	id: `3162f1e1-c4c0-604b-51d8-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`,
	displayName: name,
	emailAddress: `${name.toLowerCase().replace(/ /g, '')}@contoso.example`,
	phone: '',
	address: null,
	geoCoordinates: null,
	...more,
});

const room = (name: string, roomList: string, capacity: number): Entity =>
	place('room', name, {
		nickname: name,
		label: null,
		capacity,
		building: 'Building 1',
		floorNumber: 1,
		floorLabel: '1P',
		isWheelChairAccessible: false,
		bookingType: 'standard',
		tags: [],
		audioDeviceName: null,
		videoDeviceName: null,
		displayDeviceName: null,
		roomList,
	});

/** The rooms and room lists of the organization. */
export const places: Pick<Collection, 'path' | 'seed'> = {
	path: '/places',
	seed: () => [
		room('Aquarium', 'building1@contoso.example', 12),
		room('Library', 'building1@contoso.example', 6),
		room('Attic', 'building2@contoso.example', 4),
		place('roomList', 'Building 1'),
		place('roomList', 'Building 2'),
	],
};

const types = ['room', 'roomList', 'workspace', 'building', 'floor', 'section', 'desk'];
const typeOf = (one: Entity) => String(one['@odata.type']).replace('#microsoft.graph.', '');
const all = (world: GraphWorld) => [...entitiesAt(world, places, []).values()];
/** Rooms don't have their list as a property; a list of one type doesn't repeat the type. */
const without = (one: Entity, ...names: readonly string[]) =>
	Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)));
const view = (one: Entity) => without(one, 'roomList');
const listed = (one: Entity) => without(one, 'roomList', '@odata.type');

/** By ID or email address. @throws GraphError 404 */
function placeOf(world: GraphWorld, name = ''): Entity {
	const wanted = name.toLowerCase();
	const found = all(world).find(
		({ id, emailAddress }) => id === wanted || String(emailAddress).toLowerCase() === wanted,
	);
	if (found) return found;
	throw new GraphError(404, 'ErrorItemNotFound', 'The specified place was not found.');
}

/** What can't be updated. Source: "Update place". */
const fixed = ['id', 'emailAddress', 'displayName', 'bookingType', 'placeId'];

/** Source: "List places", "Get place", "Update place". */
export const placeRoutes: readonly Route[] = [
	...types.map((type) =>
		route('GET', `/places/${type}`, service, read, (world, { call }) =>
			listEntities(
				call,
				`places/microsoft.graph.${type}`,
				all(world).filter((one) => typeOf(one) === type),
				service,
				listed,
			),
		),
	),
	...['room', 'workspace'].map((type) =>
		route('GET', `/places/{id}/roomList/${type}s`, service, read, (world, { call, params }) => {
			const list = placeOf(world, params[0]);
			const held = all(world).filter((one) => typeOf(one) === type && one.roomList === list.emailAddress);
			return listEntities(
				call,
				`places('${params[0]}')/microsoft.graph.roomList/${type}s`,
				held,
				service,
				listed,
			);
		}),
	),
	route('GET', '/places/{id}', service, read, (world, { call, params }) =>
		entityAnswer(call, 'places', view(placeOf(world, params[0]))),
	),
	route('PATCH', '/places/{id}', service, ['Place.ReadWrite.All'], (world, { call, params }) => {
		const held = placeOf(world, params[0]);
		const { '@odata.type': type, ...change } = readObject(call.body, 'place');
		if (String(type).replace(/^#/, '') !== `microsoft.graph.${typeOf(held)}`)
			throw badRequest('The type of the place must be given, and be its own.');
		const wrong = Object.keys(change).find((name) => fixed.includes(name));
		if (wrong !== undefined) throw badRequest(`The property '${wrong}' can't be updated.`);
		Object.assign(held, change);
		return entityAnswer(call, 'places', view(held));
	}),
];
