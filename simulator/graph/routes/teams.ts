import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import type { CallContext, GraphAnswer, GraphCall } from '../call';
import { deltaAnswer, readRound } from '../delta';
import { defaultTenantId } from '../../entra';
import { badRequest, GraphError } from '../errors';
import { readObject } from '../messageBody';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import { type Entity } from '../entity';
import { entityAnswer } from '../paging';
import type { Route } from '../router';
import { outlookTime } from '../state/events';
import type { GraphWorld } from '../world';

const service = 'teams';
const readTeams = ['Team.ReadBasic.All', 'TeamSettings.Read.All', 'TeamSettings.ReadWrite.All'];

export const sampleTeam = guidOf('team Project Alpha');
export const sampleChannel = `19:${guidOf('channel General').replace(/-/g, '')}@thread.tacv2`;
export const sampleMessage = '1735725600000';

/** Default settings of a team. Source: recorded answers. */
const defaultTeam = () => ({
	createdDateTime: '2025-01-01T09:00:00.123Z',
	internalId: `19:${guidOf('internal').replace(/-/g, '')}@thread.tacv2`,
	classification: null,
	specialization: 'none',
	isMembershipLimitedToOwners: false,
	tagSettings: null,
	discoverySettings: { showInTeamsSearchAndSuggestions: true },
	funSettings: {
		allowCustomMemes: true,
		allowGiphy: true,
		allowStickersAndMemes: true,
		giphyContentRating: 'moderate',
	},
	guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false },
	memberSettings: {
		allowAddRemoveApps: true,
		allowCreatePrivateChannels: true,
		allowCreateUpdateChannels: true,
		allowCreateUpdateRemoveConnectors: true,
		allowCreateUpdateRemoveTabs: true,
		allowDeleteChannels: true,
	},
	messagingSettings: {
		allowChannelMentions: true,
		allowOwnerDeleteMessages: true,
		allowTeamMentions: true,
		allowUserDeleteMessages: true,
		allowUserEditMessages: true,
	},
	summary: { guestsCount: 0, membersCount: 1, ownersCount: 1 },
});

const teamView = (team: Entity): Entity => ({
	...defaultTeam(),
	webUrl: `https://teams.example/l/team/${team.id}`,
	...team,
});

/** A list of teams has only the properties of their groups. */
const listedTeam = (team: Entity): Entity => {
	const nothing = Object.keys(teamView(team)).map((name) => [name, null]);
	const { id, displayName, description, visibility } = team;
	return {
		...(Object.fromEntries(nothing) as object),
		isArchived: null,
		id,
		displayName,
		description,
		visibility,
	};
};

/** A list of joined teams has others. Source: recorded answers. */
const joinedTeam = (team: Entity): Entity => ({
	...listedTeam(team),
	isArchived: team.isArchived === true,
	tenantId: defaultTenantId,
	visibility: null,
});

/** The teams of the tenant. */
export const teams: Collection = {
	path: '/teams',
	service,
	read: readTeams,
	view: teamView,
	without: ['GET'],
	seed: () => [
		{
			id: sampleTeam,
			displayName: 'Project Alpha',
			description: 'All about the project',
			visibility: 'private',
			isArchived: false,
			webUrl: `https://teams.example/l/team/${sampleTeam}`,
		},
		{
			id: guidOf('team Sales'),
			displayName: 'Sales',
			description: 'Sales',
			visibility: 'public',
			isArchived: false,
		},
	],
};

const channelOf = (displayName: string, more: Record<string, unknown> = {}): Entity => ({
	id: `19:${randomUUID().replace(/-/g, '')}@thread.tacv2`,
	createdDateTime: '2025-01-01T09:00:00.123Z',
	displayName,
	description: null,
	isFavoriteByDefault: null,
	layoutType: 'post',
	email: '',
	membershipType: 'standard',
	tenantId: defaultTenantId,
	webUrl: `https://teams.example/l/channel/${encodeURIComponent(displayName)}`,
	isArchived: false,
	...more,
});

/** The channels of a team. */
export const channels: Collection = {
	path: '/teams/{id}/channels',
	service,
	read: ['Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'ChannelSettings.ReadWrite.All'],
	write: ['ChannelSettings.ReadWrite.All'],
	without: ['GET', 'POST', 'DELETE'],
	patchStatus: 204,
	seed: () => [channelOf('General', { id: sampleChannel })],
};

const operations = { path: '/teams/{id}/operations', service, seed: (): Entity[] => [] } as const;
/** The members of a team. */
export const members = {
	path: '/teams/{id}/members',
	service,
	seed: ({ state }: GraphWorld): Entity[] =>
		[...state.users.values()].slice(0, 2).map(({ id, displayName, mail }, index) => ({
			'@odata.type': '#microsoft.graph.aadUserConversationMember',
			id: Buffer.from(`member ${id}`).toString('base64url'),
			roles: index === 0 ? ['owner'] : [],
			displayName,
			userId: id,
			email: mail,
			tenantId: defaultTenantId,
			visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
		})),
} as const;

/** The user that a member refers to. @throws GraphError 400 or 404 */
export function memberOf(world: GraphWorld, value: unknown): Entity {
	const { roles = [], 'user@odata.bind': link, '@odata.type': type } = readObject(value, 'member');
	const who = /\/users\('(.+)'\)$/.exec(decodeURIComponent(String(link)))?.[1]?.replace(/''/g, "'");
	if (who === undefined || type !== '#microsoft.graph.aadUserConversationMember')
		throw badRequest('Bind requests not supported for this member.');
	const user = world.state.findUser(who);
	if (!user) throw new GraphError(404, 'NotFound', `User with id '${who}' does not exist.`);
	return {
		'@odata.type': type,
		id: Buffer.from(`member ${randomUUID()}`).toString('base64url'),
		roles,
		displayName: user.displayName,
		userId: user.id,
		email: user.mail ?? user.userPrincipalName,
		tenantId: defaultTenantId,
		visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
	};
}

/** Owners among the members of a request. @throws GraphError 400 when there is none */
function owned(world: GraphWorld, given: unknown): Entity[] {
	const found = Array.isArray(given) ? given.map((one) => memberOf(world, one)) : [];
	if (found.some(({ roles }) => (roles as string[]).includes('owner'))) return found;
	throw badRequest('Request must include an owner in members when it is made by an application.');
}

/** Starts what Teams carries out after its response; the settings say how it ends. */
export function begin(
	world: GraphWorld,
	teamId: string,
	operationType: string,
	target: string,
	path: string,
) {
	const id = randomUUID();
	const operation: Entity = {
		id,
		operationType,
		createdDateTime: new Date().toISOString(),
		status: 'inProgress',
		lastActionDateTime: new Date().toISOString(),
		attemptsCount: 1,
		targetResourceId: target,
		targetResourceLocation: path,
		error: null,
	};
	entitiesAt(world, operations, [teamId]).set(id, operation);
	const location = `/teams('${teamId}')/operations('${id}')`;
	// There's no body, and the content type says so (recorded).
	const headers = { location, 'content-location': path, 'content-type': 'application/octet-stream' };
	return { status: 202, headers };
}

const channelPath = '/teams/{id}/channels/{id}';
const readMessages = ['ChannelMessage.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'];

/** A message in a channel or chat. */
export const message = (id: string, content: string, more: Record<string, unknown> = {}): Entity => ({
	id,
	replyToId: null,
	etag: id,
	messageType: 'message',
	createdDateTime: '2025-01-01T10:00:00.123Z',
	lastModifiedDateTime: '2025-01-01T10:00:00.123Z',
	lastEditedDateTime: null,
	deletedDateTime: null,
	subject: null,
	summary: null,
	chatId: null,
	policyViolation: null,
	eventDetail: null,
	importance: 'normal',
	locale: 'en-us',
	webUrl: `https://teams.example/l/message/${id}`,
	from: {
		application: null,
		device: null,
		user: {
			'@odata.type': '#microsoft.graph.teamworkUserIdentity',
			id: guidOf('user'),
			displayName: 'Adele Vance',
			userIdentityType: 'aadUser',
			tenantId: defaultTenantId,
		},
	},
	body: { contentType: 'text', content },
	attachments: [],
	mentions: [],
	reactions: [],
	...more,
});
const reply = message('1735725660000', 'Well done', { replyToId: sampleMessage });
const thread = message(sampleMessage, 'It is ready');

const inChannel = (one: Entity, [teamId, channelId]: readonly string[]): Entity => ({
	...one,
	channelIdentity: { teamId, channelId },
});

/** The messages that start a thread in a channel. */
export const channelMessages = {
	path: `${channelPath}/messages`,
	service,
	seed: (_: GraphWorld, params: readonly string[]) => [inChannel(thread, params)],
} as const;
/** The replies to one of them. */
export const channelReplies = {
	path: `${channelPath}/messages/{id}/replies`,
	service,
	seed: (_: GraphWorld, params: readonly string[]) =>
		params[2] === sampleMessage ? [inChannel(reply, params)] : [],
} as const;

const repliesTo = (world: GraphWorld, params: readonly string[], id: string) => [
	...entitiesAt(world, channelReplies, [params[0] ?? '', params[1] ?? '', id]).values(),
];

/** The messages in a channel: those that start a thread, and replies. */
export function messagesOfChannel(world: GraphWorld, team: string, channel: string): Entity[] {
	entityAt(world, channels, [team], channel);
	const threads = [...entitiesAt(world, channelMessages, [team, channel]).values()];
	return threads.flatMap((one) => [one, ...repliesTo(world, [team, channel], one.id)]);
}

let written = 0;

/**
 * Someone writes in a channel.
 * @param own `content`, and other properties; with `replyToId` it's a reply
 */
export function writeInChannel(
	world: GraphWorld,
	team: string,
	channel: string,
	{ content = 'Hello', ...own }: Record<string, unknown>,
): Entity {
	entityAt(world, channels, [team], channel);
	const now = Date.now();
	// The ID of a Teams message is its creation time, in milliseconds.
	written = Math.max(now, written + 1);
	const at = new Date(now).toISOString();
	const times = { createdDateTime: at, lastModifiedDateTime: at, etag: String(written) };
	const where = { channelIdentity: { teamId: team, channelId: channel } };
	const made = message(String(written), String(content), { ...times, ...where, ...own });
	const { replyToId } = made;
	if (typeof replyToId === 'string') entityAt(world, channelMessages, [team, channel], replyToId);
	const there = typeof replyToId === 'string' ? channelReplies : channelMessages;
	const params = typeof replyToId === 'string' ? [team, channel, replyToId] : [team, channel];
	entitiesAt(world, there, params).set(made.id, made);
	return made;
}

/** Someone edits a message. @throws GraphError 404 */
export function changeInChannel(
	world: GraphWorld,
	team: string,
	channel: string,
	id: string,
	{ content, ...own }: Record<string, unknown>,
): Entity {
	const found = messagesOfChannel(world, team, channel).find((one) => one.id === id);
	if (!found) throw new GraphError(404, 'NotFound', 'The message was not found.');
	const now = Date.now();
	const body = content === undefined ? {} : { body: { contentType: 'text', content } };
	return Object.assign(
		found,
		{ lastModifiedDateTime: new Date(now).toISOString(), etag: String(now) },
		body,
		own,
	);
}

/** @throws GraphError 400 for more than 50 in a page */
export function checkPage({ call }: CallContext): void {
	if (Number(call.query.get('$top') ?? 0) > 50)
		throw badRequest('The limit of 50 for Top query has been exceeded.');
}

/** Source: "chatMessage: delta": messages that start a thread; deleted ones are included, without their text. */
const messagesDelta: Route['handle'] = (world, context) => {
	const round = readRound(world, context.call, 'directory', { code: 'SyncStateNotFound', latest: false });
	checkPage({ ...context, call: round.call });
	const { query } = round.call;
	const filter = query.get('$filter');
	const since = Date.parse(/^\s*lastModifiedDateTime\s+gt\s+(\S+)\s*$/i.exec(filter ?? '')?.[1] ?? '');
	if (filter !== undefined && Number.isNaN(since))
		throw badRequest(`The query filter clause '${filter}' is not supported here.`);
	const [team = '', channel = ''] = context.params;
	entityAt(world, channels, [team], channel);
	const expands = query.get('$expand') === 'replies';
	const now = new Map(
		[...entitiesAt(world, channelMessages, context.params).values()]
			.filter((one) => filter === undefined || Date.parse(String(one.lastModifiedDateTime)) > since)
			.map((one) => [one.id, expands ? { ...one, replies: repliesTo(world, context.params, one.id) } : one]),
	);
	return deltaAnswer(world, round, 'directory', {
		context: 'Collection(chatMessage)',
		pageSize: 20,
		list: () => [...now].map(([key, one]) => ({ key, mark: JSON.stringify(one) })),
		show: ({ key }) => now.get(key) ?? { id: key, '@removed': { reason: 'deleted' } },
	});
};

/** Members are filtered by properties of their derived type, which the filter names before each. */
export const withoutCasts = (call: GraphCall): GraphCall => {
	const filter = call.query.get('$filter')?.replaceAll('microsoft.graph.aadUserConversationMember/', '');
	return filter === undefined ? call : { ...call, query: new Map([...call.query, ['$filter', filter]]) };
};

/** Recorded answers: Teams returns the count of each page of a list unasked. */
export function counted({ call }: CallContext, answer: GraphAnswer): GraphAnswer {
	const { '@odata.context': context, ...body } = (answer.body ?? {}) as Record<string, unknown>;
	if (call.method !== 'GET' || !Array.isArray(body.value) || call.segments.at(-1) === 'delta') return answer;
	return { ...answer, body: { '@odata.context': context, '@odata.count': body.value.length, ...body } };
}

const routes: readonly Route[] = [
	route('GET', teams.path, service, readTeams, (world, { call }) =>
		listEntities(call, 'teams', [...entitiesAt(world, teams, []).values()], service, listedTeam),
	),
	route(
		'GET',
		'/users/{id}/joinedTeams',
		service,
		[...readTeams, 'User.Read.All', 'User.ReadWrite.All'],
		(world, { call, params: [who = ''] }) => {
			if (call.query.size > 0) throw badRequest('Query options are not supported for joined teams.');
			const user = world.state.findUser(who);
			if (!user) throw new GraphError(404, 'NotFound', `User with id '${who}' does not exist.`);
			const joined = [...entitiesAt(world, teams, []).values()].filter(({ id }) =>
				[...entitiesAt(world, members, [id]).values()].some(({ userId }) => userId === user.id),
			);
			return listEntities(call, 'teams', joined, service, joinedTeam);
		},
	),
	route('GET', channels.path, service, channels.read, (world, { call, params }) => {
		const all = [...entitiesAt(world, channels, params).values()];
		const view = (channel: Entity) => ({ ...channel, layoutType: null });
		return listEntities(call, `teams('${params[0]}')/channels`, all, service, view);
	}),
	...collectionRoutes(teams),
	...collectionRoutes(channels),
	route('POST', '/teams', service, ['Team.Create'], (world, { call }) => {
		const body = readObject(call.body, 'team');
		if (!String(body['template@odata.bind']).includes("/teamsTemplates('")) throw badRequest('Bad template.');
		owned(world, body.members);
		const id = randomUUID();
		const { displayName, description, visibility = 'public' } = body;
		entitiesAt(world, teams, []).set(id, { id, displayName, description, visibility, isArchived: false });
		return begin(world, id, 'createTeam', id, `/teams('${id}')`);
	}),
	route(
		'GET',
		'/teams/{id}/operations/{id}',
		service,
		['Team.Create', 'Channel.Create', ...readTeams],
		(world, { call, params: [teamId, id] }) => {
			const operation = entityAt(world, operations, [teamId], id);
			const { looks, error } = world.settings.teams;
			if (Number(operation.attemptsCount) > looks) {
				operation.status = error ? 'failed' : 'succeeded';
				operation.error = error;
			} else {
				operation.attemptsCount = Number(operation.attemptsCount) + 1;
			}
			return entityAnswer(call, 'teams/operations', operation);
		},
	),
	route(
		'GET',
		'/teams/{id}/members',
		service,
		['TeamMember.Read.All', 'TeamMember.ReadWrite.All'],
		(world, { call, params: [id] }) =>
			listEntities(withoutCasts(call), 'members', [...entitiesAt(world, members, [id]).values()], service),
	),
	route(
		'POST',
		'/teams/{id}/members',
		service,
		['TeamMember.ReadWriteNonOwnerRole.All', 'TeamMember.ReadWrite.All'],
		(world, { call, token, params: [id] }) => {
			entityAt(world, teams, [], id);
			const member = memberOf(world, call.body);
			if ((member.roles as string[]).length > 0 && !token.roles.includes('TeamMember.ReadWrite.All'))
				throw new GraphError(403, 'Forbidden', 'Owners need TeamMember.ReadWrite.All.');
			entitiesAt(world, members, [id]).set(member.id, member);
			return entityAnswer(call, `teams('${id}')/members`, member, 201);
		},
	),
	route('POST', '/teams/{id}/archive', service, ['TeamSettings.ReadWrite.All'], (world, { params: [id] }) => {
		entityAt(world, teams, [], id).isArchived = true;
		return begin(world, id, 'archiveTeam', id, `/teams('${id}')`);
	}),
	route('POST', '/teams/{id}/channels', service, ['Channel.Create'], (world, { call, params: [teamId] }) => {
		const { members: given, ...body } = readObject(call.body, 'channel');
		if (body.membershipType !== 'standard') owned(world, given);
		const all = entitiesAt(world, channels, [teamId]);
		if ([...all.values()].some(({ displayName }) => displayName === body.displayName))
			throw new GraphError(400, 'BadRequest', 'Channel name already existed, please use other name.');
		const channel = channelOf(String(body.displayName), body);
		// The response to the creation has more digits of the time, and no tenant.
		const made: Entity = {
			...channel,
			createdDateTime: outlookTime(Date.now()),
			isFavoriteByDefault: channel.isFavoriteByDefault ?? false,
		};
		delete made.tenantId;
		all.set(channel.id, channel);
		const at = `/teams('${teamId}')/channels('${channel.id}')`;
		if (body.membershipType === 'shared') return begin(world, teamId, 'createChannel', channel.id, at);
		return entityAnswer(call, `teams('${teamId}')/channels`, made, 201);
	}),
	route('DELETE', channelPath, service, ['Channel.Delete.All'], (world, { params: [teamId, id] }) => {
		entityAt(world, channels, [teamId], id);
		entitiesAt(world, channels, [teamId]).delete(id);
		return { status: 204 };
	}),
	route('GET', `${channelMessages.path}/delta`, service, readMessages, messagesDelta),
	route('GET', `${channelMessages.path}/{id}`, service, readMessages, (world, { call, params }) => {
		const [team = '', channel = '', id = ''] = params;
		return entityAnswer(call, 'messages', entityAt(world, channelMessages, [team, channel], id));
	}),
	route('GET', channelMessages.path, service, readMessages, (world, context) => {
		checkPage(context);
		const { call, params } = context;
		const whole = call.query.get('$expand') === 'replies';
		const all = [...entitiesAt(world, channelMessages, params).values()].map((one) =>
			whole ? { ...one, replies: repliesTo(world, params, one.id) } : one,
		);
		return listEntities(call, 'messages', all, service);
	}),
	route('GET', `${channelReplies.path}/{id}`, service, readMessages, (world, { call, params }) => {
		const [team = '', channel = '', thread = '', id = ''] = params;
		return entityAnswer(call, 'replies', entityAt(world, channelReplies, [team, channel, thread], id));
	}),
	route('GET', channelReplies.path, service, readMessages, (world, context) => {
		checkPage(context);
		const [teamId = '', channelId = '', id = ''] = context.params;
		entityAt(world, channelMessages, [teamId, channelId], id);
		return listEntities(context.call, 'replies', repliesTo(world, context.params, id), service);
	}),
];

/** Teams, their members, channels, and messages. */
export const teamRoutes: readonly Route[] = routes.map((one) => ({
	...one,
	handle: async (world, context) => counted(context, await one.handle(world, context)),
}));
