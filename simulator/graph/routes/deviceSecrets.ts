import { guidOf } from '../../random';
import { badRequest } from '../errors';
import type { GraphCall } from '../call';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route, selected } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { devices } from './devices';

const service = 'directory';
const readDevices = devices.read;

const deviceIdOf = (name: string) => guidOf(`device ID ${name}`);

const base64 = (password: string, encoding: BufferEncoding) =>
	Buffer.from(password, encoding).toString('base64');

/** Local administrator passwords, by Entra's device ID; newer ones are UTF-16, others UTF-8. */
export const localCredentials = {
	path: '/directory/deviceLocalCredentials',
	service,
	seed: (): Entity[] => [
		{
			id: deviceIdOf('DESKTOP-ADELE'),
			deviceName: 'DESKTOP-ADELE',
			lastBackupDateTime: '2026-01-10T09:00:00Z',
			refreshDateTime: '2026-02-10T09:00:00Z',
			credentials: [
				{
					accountName: 'Administrator',
					accountSid: 'S-1-5-21-1-500',
					backupDateTime: '2026-01-10T09:00:00Z',
					passwordBase64: base64('Pässw0rd!', 'utf16le'),
				},
				{
					accountName: 'Administrator',
					accountSid: 'S-1-5-21-1-500',
					backupDateTime: '2025-12-10T09:00:00Z',
					passwordBase64: base64('Öld-1', 'utf8'),
				},
			],
		},
	],
} as const;

/** BitLocker recovery keys. */
export const recoveryKeys = {
	path: '/informationProtection/bitlocker/recoveryKeys',
	service,
	seed: (): Entity[] =>
		['1', '2'].map((volumeType) => ({
			id: guidOf(`recovery key ${volumeType}`),
			createdDateTime: `2025-0${volumeType}-01T09:00:00Z`,
			volumeType,
			deviceId: deviceIdOf('DESKTOP-ADELE'),
			key: `11111${volumeType}-222222-333333-444444-555555-666666-777777-888888`,
		})),
} as const;

/** @throws GraphError 400 without a User-Agent, which these need; a part of a batch has none */
function checkAgent({ headers, batch }: GraphCall): void {
	if (batch !== undefined || !headers['user-agent']) throw badRequest('The User-Agent header is required.');
}

const without = (name: string, entity: Entity): Entity =>
	Object.fromEntries(Object.entries(entity).filter(([key]) => key !== name)) as Entity;
const asks = ({ query }: GraphCall, name: string) =>
	(query.get('$select') ?? '').split(',').some((one) => one.trim() === name);

/** Who a device is registered to, in either way: as a list of users. */
const people = (kind: string, count: number) =>
	route(
		'GET',
		`${devices.path}/{id}/${kind}`,
		service,
		readDevices,
		(world: GraphWorld, { call, params }) => {
			entityAt(world, devices, [], params[0] ?? '');
			const users = [...world.state.users.values()].slice(0, count).map((user) => ({
				'@odata.type': '#microsoft.graph.user',
				id: user.id,
				displayName: user.displayName,
				userPrincipalName: user.userPrincipalName,
				mail: user.mail,
			}));
			return listEntities(call, 'directoryObjects', users, service, undefined);
		},
	);

/** Local administrator passwords, BitLocker keys, and the people of a device. */
export const deviceSecretRoutes: readonly Route[] = [
	people('registeredOwners', 1),
	people('registeredUsers', 2),
	route(
		'GET',
		`${localCredentials.path}/{id}`,
		service,
		['DeviceLocalCredential.Read.All'],
		(world, { call, params: [id = ''] }) => {
			checkAgent(call);
			const found = entityAt(world, localCredentials, [], id);
			return entityAnswer(
				call,
				'deviceLocalCredentials',
				asks(call, 'credentials') ? found : without('credentials', found),
			);
		},
	),
	route(
		'GET',
		recoveryKeys.path,
		service,
		['BitlockerKey.ReadBasic.All', 'BitlockerKey.Read.All'],
		(world, { call }) => {
			checkAgent(call);
			if (call.query.has('$top')) throw badRequest("The query option '$top' is not allowed.");
			const all = [...entitiesAt(world, recoveryKeys, []).values()];
			return listEntities(call, 'informationProtection/bitlocker/recoveryKeys', all, 'security', (key) =>
				without('key', key as Entity),
			);
		},
	),
	route(
		'GET',
		`${recoveryKeys.path}/{id}`,
		service,
		['BitlockerKey.Read.All'],
		(world, { call, params: [id = ''] }) => {
			checkAgent(call);
			const found = entityAt(world, recoveryKeys, [], id);
			const shown = asks(call, 'key') ? found : without('key', found);
			return entityAnswer(call, 'recoveryKeys', selected(shown, call.query.get('$select')));
		},
	),
];
