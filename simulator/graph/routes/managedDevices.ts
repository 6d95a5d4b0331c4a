import { guidOf } from '../../random';
import { collectionRoutes, entityAt, route, type Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';

const service = 'directory';
const write = ['DeviceManagementManagedDevices.ReadWrite.All'];

const device = (deviceName: string, operatingSystem: string, complianceState: string): Entity => ({
	id: guidOf(`managed ${deviceName}`),
	deviceName,
	azureADDeviceId: guidOf(`device ID ${deviceName}`),
	complianceState,
	emailAddress: 'adelev@contoso.example',
	enrolledDateTime: '2024-03-01T08:00:00Z',
	isEncrypted: true,
	lastSyncDateTime: '2026-01-20T08:00:00Z',
	managedDeviceOwnerType: 'company',
	managementState: 'managed',
	manufacturer: 'Contoso',
	model: 'Book 7',
	operatingSystem,
	osVersion: '10.0.22631.3007',
	serialNumber: `SN-${deviceName}`,
	userDisplayName: 'Adele Vance',
	userPrincipalName: 'adelev@contoso.example',
});

/** The devices that Intune manages. */
export const managedDevices: Collection = {
	path: '/deviceManagement/managedDevices',
	service,
	read: ['DeviceManagementManagedDevices.Read.All', ...write],
	write,
	without: ['POST', 'PATCH'],
	seed: () => [
		device('DESKTOP-ADELE', 'Windows', 'compliant'),
		device('IPHONE-MEGAN', 'iOS', 'noncompliant'),
	],
};

/** Remote actions, and the state that each leaves. */
const actions: Readonly<Record<string, Partial<Entity>>> = {
	rebootNow: {},
	remoteLock: {},
	retire: { managementState: 'retirePending' },
	syncDevice: {},
	wipe: { managementState: 'wipePending' },
};

/** Devices that Intune manages, and its remote actions. */
export const managedDeviceRoutes: readonly Route[] = [
	...collectionRoutes(managedDevices),
	...Object.entries(actions).map(([name, state]) =>
		route(
			'POST',
			`${managedDevices.path}/{id}/${name}`,
			service,
			['DeviceManagementManagedDevices.PrivilegedOperations.All'],
			(world, { call, params: [id = ''] }) => {
				const done = { lastAction: name, lastActionBody: call.body };
				Object.assign(entityAt(world, managedDevices, [], id), state, done);
				return { status: 204 };
			},
		),
	),
];
