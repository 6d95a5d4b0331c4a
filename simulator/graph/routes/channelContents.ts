import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { badRequest } from '../errors';
import type { CallContext } from '../call';
import { entityAnswer } from '../paging';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { channels, counted, memberOf, members, withoutCasts } from './teams';

const service = 'teams';
const channel = `${channels.path}/{id}`;

const newTab = (properties: Record<string, unknown>): Entity => ({
	id: randomUUID(),
	displayName: '',
	webUrl: `https://teams.example/l/entity/${randomUUID()}`,
	...properties,
	configuration: {
		entityId: null,
		contentUrl: null,
		removeUrl: null,
		websiteUrl: null,
		...(properties.configuration as object),
	},
});

/** Tabs, wherever they are, without the permissions. */
export const tabCollection = (path: string): Omit<Collection, 'read'> => ({
	path,
	service,
	without: ['PATCH'],
	create: ({ displayName, configuration, ...body }) => {
		const app = String(body['teamsApp@odata.bind'] ?? '');
		if (!/\/appCatalogs\/teamsApps\/[^/]+$/.test(app))
			throw badRequest('Bind requests expected for the Teams app.');
		if (typeof displayName !== 'string' || displayName === '') throw badRequest('displayName is required.');
		return newTab({ displayName, configuration });
	},
});

const changeTabs = ['TeamsTab.ReadWriteForTeam.All', 'TeamsTab.ReadWrite.All', 'Group.ReadWrite.All'];

/** The tabs of a channel. */
export const tabs: Collection = {
	...tabCollection(`${channel}/tabs`),
	read: ['TeamsTab.Read.All', ...changeTabs],
	write: ['TeamsTab.Create', ...changeTabs],
	remove: changeTabs,
	seed: () => [
		newTab({
			displayName: 'Notes',
			configuration: { entityId: 'notes', contentUrl: 'https://contoso.example/notes' },
		}),
	],
};

/** The members of a private or shared channel. */
export const channelMembers = {
	path: `${channel}/members`,
	service,
	seed: (world: GraphWorld): Entity[] => members.seed(world),
} as const;

const readMembers = ['ChannelMember.Read.All', 'ChannelMember.ReadWrite.All'];
const writeMembers = ['ChannelMember.ReadWrite.All'];

/** @throws GraphError 404 for no such channel; 400 for a standard channel, whose members are the team's */
function checkPrivate(world: GraphWorld, { params: [team = '', id = ''] }: CallContext): void {
	const { membershipType } = entityAt(world, channels, [team], id);
	if (membershipType !== 'standard') return;
	throw badRequest("Operation is only supported for channels with membershipType 'private' or 'shared'.");
}

const routes: readonly Route[] = [
	...collectionRoutes(tabs).map((one): Route => ({
		...one,
		handle: (world, context) => {
			const [team = '', id = ''] = context.params;
			entityAt(world, channels, [team], id);
			return one.handle(world, context);
		},
	})),
	route('GET', channelMembers.path, service, readMembers, (world, { call, params }) => {
		const [team = '', id = ''] = params;
		entityAt(world, channels, [team], id);
		const all = [...entitiesAt(world, channelMembers, params).values()];
		return listEntities(withoutCasts(call), 'members', all, service);
	}),
	route('POST', channelMembers.path, service, writeMembers, (world, context) => {
		checkPrivate(world, context);
		const { call, params } = context;
		const member = memberOf(world, call.body);
		entitiesAt(world, channelMembers, params).set(member.id, member);
		return entityAnswer(call, `teams('${params[0]}')/channels('${params[1]}')/members`, member, 201);
	}),
	route('DELETE', `${channelMembers.path}/{id}`, service, writeMembers, (world, context) => {
		checkPrivate(world, context);
		const [team = '', id = '', member = ''] = context.params;
		entityAt(world, channelMembers, [team, id], member);
		entitiesAt(world, channelMembers, [team, id]).delete(member);
		return { status: 204 };
	}),
	route(
		'GET',
		`${channel}/filesFolder`,
		service,
		[
			'Files.Read.All',
			'Files.ReadWrite.All',
			'Group.Read.All',
			'Group.ReadWrite.All',
			'Sites.Read.All',
			'Sites.ReadWrite.All',
		],
		(world, { call, params: [team = '', id = ''] }) => {
			const { displayName } = entityAt(world, channels, [team], id);
			const name = String(displayName);
			return entityAnswer(call, `teams('${team}')/channels('${id}')/filesFolder`, {
				id: `01${guidOf(`folder of ${id}`).replace(/-/g, '').toUpperCase()}`,
				createdDateTime: '0001-01-01T00:00:00Z',
				lastModifiedDateTime: '2025-01-01T09:00:00Z',
				name,
				webUrl: `https://contoso.sharepoint.com/sites/alpha/Shared%20Documents/${encodeURIComponent(name)}`,
				size: 0,
				parentReference: { driveId: `b!${guidOf(`drive of ${team}`)}`, driveType: 'documentLibrary' },
				folder: { childCount: 0 },
			});
		},
	),
];

/** The tabs, members, and files folder of a channel. */
export const channelContentRoutes: readonly Route[] = routes.map((one) => ({
	...one,
	handle: async (world, context) => counted(context, await one.handle(world, context)),
}));
