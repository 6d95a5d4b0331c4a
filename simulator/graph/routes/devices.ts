import { guidOf } from '../../random';
import { listAnswer } from '../paging';
import { collectionRoutes, route } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';

const device = (
	displayName: string,
	operatingSystem: string,
	operatingSystemVersion: string,
	more: { trustType: string; isCompliant: boolean; accountEnabled: boolean; lastSignIn: string },
): Entity => ({
	id: guidOf(`device ${displayName}`),
	deletedDateTime: null,
	accountEnabled: more.accountEnabled,
	alternativeSecurityIds: [],
	approximateLastSignInDateTime: more.lastSignIn,
	deviceId: guidOf(`device ID ${displayName}`),
	deviceVersion: 2,
	displayName,
	isCompliant: more.isCompliant,
	isManaged: true,
	operatingSystem,
	operatingSystemVersion,
	physicalIds: [],
	profileType: 'RegisteredDevice',
	registrationDateTime: '2024-03-01T08:00:00Z',
	systemLabels: [],
	trustType: more.trustType,
});

/** The devices of the tenant. */
export const devices: Collection = {
	path: '/devices',
	service: 'directory',
	directoryType: 'device',
	read: ['Device.Read.All', 'Device.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	write: ['Device.ReadWrite.All', 'Directory.ReadWrite.All'],
	remove: ['Device.ReadWrite.All'],
	patchStatus: 204,
	without: ['POST'],
	seed: () => [
		device('DESKTOP-ADELE', 'Windows', '10.0.22631.3007', {
			trustType: 'AzureAd',
			isCompliant: true,
			accountEnabled: true,
			lastSignIn: '2026-01-20T08:00:00Z',
		}),
		device('LAPTOP-ALEX', 'Windows', '10.0.19045.3930', {
			trustType: 'ServerAd',
			isCompliant: false,
			accountEnabled: true,
			lastSignIn: '2025-06-01T08:00:00Z',
		}),
		device('IPHONE-MEGAN', 'IPhone', '17.2', {
			trustType: 'Workplace',
			isCompliant: true,
			accountEnabled: false,
			lastSignIn: '2025-12-24T08:00:00Z',
		}),
	],
};

/** The devices of the tenant, and its domains. */
export const deviceRoutes: readonly Route[] = [
	...collectionRoutes(devices),
	route(
		'GET',
		'/domains',
		'directory',
		['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
		({ state }, { call }) =>
			listAnswer(call, 'domains', {
				items: state.organization.verifiedDomains.map((id, index) => ({
					id,
					authenticationType: 'Managed',
					availabilityStatus: null,
					isAdminManaged: true,
					isDefault: index === 0,
					isInitial: index === 0,
					isRoot: true,
					isVerified: true,
					manufacturer: null,
					model: null,
					passwordNotificationWindowInDays: 14,
					passwordValidityPeriodInDays: 2147483647,
					state: null,
					supportedServices: ['Email', 'OfficeCommunicationsOnline'],
				})),
			}),
	),
];
