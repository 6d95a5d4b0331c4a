import { guidOf } from '../../random';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';

const service = 'security';
const write = ['IdentityRiskyUser.ReadWrite.All'];
const read = ['IdentityRiskyUser.Read.All', ...write];

/** The users at risk. */
export const riskyUsers: Collection = {
	path: '/identityProtection/riskyUsers',
	service,
	read,
	seed: ({ state }) =>
		[...state.users.values()].slice(0, 2).map(({ id, displayName, userPrincipalName }, index) => ({
			id,
			isDeleted: false,
			isProcessing: false,
			riskLevel: index === 0 ? 'high' : 'low',
			riskState: 'atRisk',
			riskDetail: 'none',
			riskLastUpdatedDateTime: `2026-01-1${index}T09:00:00Z`,
			userDisplayName: displayName,
			userPrincipalName,
		})),
};

const detections: Collection = {
	path: '/identityProtection/riskDetections',
	service,
	read: ['IdentityRiskEvent.Read.All', 'IdentityRiskEvent.ReadWrite.All'],
	seed: ({ state }) =>
		[...state.users.values()].slice(0, 2).map(({ id, displayName, userPrincipalName }, index) => ({
			id: guidOf(`detection ${index}`).replace(/-/g, ''),
			requestId: guidOf(`request ${index}`),
			correlationId: guidOf(`correlation ${index}`),
			riskEventType: index === 0 ? 'leakedCredentials' : 'unfamiliarFeatures',
			riskState: 'atRisk',
			riskLevel: index === 0 ? 'high' : 'low',
			riskDetail: 'none',
			source: 'IdentityProtection',
			detectionTimingType: 'offline',
			activity: 'signin',
			tokenIssuerType: 'AzureAD',
			ipAddress: '203.0.113.7',
			activityDateTime: `2026-01-1${index}T08:00:00Z`,
			detectedDateTime: `2026-01-1${index}T09:00:00Z`,
			lastUpdatedDateTime: `2026-01-1${index}T09:00:00Z`,
			userId: id,
			userDisplayName: displayName,
			userPrincipalName,
			additionalInfo: '[]',
			location: null,
		})),
};

const history = {
	path: `${riskyUsers.path}/{id}/history`,
	service,
	seed: (world: GraphWorld, [id = '']: readonly string[]): Entity[] => {
		const user = entityAt(world, riskyUsers, [], id);
		return [
			{
				...user,
				id: `${id}1`,
				userId: id,
				initiatedBy: null,
				activity: { eventTypes: [], detail: 'none', riskEventTypes: [] },
			},
		];
	},
} as const;

/** An assessment by an administrator. */
const judged = (name: string, to: { riskState: string; riskDetail: string; riskLevel?: string }) =>
	route('POST', `${riskyUsers.path}/${name}`, service, write, (world, { call }) => {
		const { userIds } = readObject(call.body, 'users');
		if (!Array.isArray(userIds) || userIds.length === 0 || userIds.length > 60)
			throw badRequest('userIds must have between 1 and 60 IDs.');
		const all = entitiesAt(world, riskyUsers, []);
		for (const id of userIds as string[]) {
			const user = world.state.findUser(id);
			if (!user) throw badRequest(`Invalid user ID '${id}'.`);
			const { displayName, userPrincipalName } = user;
			const known = all.get(id) ?? { id, userDisplayName: displayName, userPrincipalName, isDeleted: false };
			all.set(id, { ...known, ...to, riskLastUpdatedDateTime: new Date().toISOString() });
		}
		return { status: 204 };
	});

/** Users at risk, their history, and the detections. */
export const riskyUserRoutes: readonly Route[] = [
	...collectionRoutes(riskyUsers),
	...collectionRoutes(detections),
	route('GET', history.path, service, read, (world, { call, params }) =>
		listEntities(call, 'history', [...entitiesAt(world, history, params).values()], service),
	),
	judged('confirmCompromised', {
		riskState: 'confirmedCompromised',
		riskDetail: 'adminConfirmedUserCompromised',
		riskLevel: 'high',
	}),
	judged('dismiss', {
		riskState: 'dismissed',
		riskDetail: 'adminDismissedAllRiskForUser',
		riskLevel: 'none',
	}),
];
