import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { defaultTenantId } from '../../entra';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route } from '../rest';
import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import type { CallContext } from '../call';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { checkPage, counted, memberOf, members, message } from './teams';

const service = 'teams';
const readBasic = ['Chat.ReadBasic.All', 'Chat.Read.All', 'Chat.ReadWrite.All'];
const readMessages = ['Chat.Read.All', 'Chat.ReadWrite.All'];

export const sampleChat = `19:${guidOf('chat').replace(/-/g, '')}@thread.v2`;
export const sampleChatMessage = '1735725600500';

const chat = (id: string, more: Record<string, unknown> = {}): Entity => ({
	id,
	topic: null,
	createdDateTime: '2025-01-01T09:00:00Z',
	lastUpdatedDateTime: '2025-01-01T10:00:00.123Z',
	chatType: 'group',
	webUrl: `https://teams.example/l/chat/${encodeURIComponent(id)}/0`,
	tenantId: defaultTenantId,
	isHiddenForAllMembers: false,
	onlineMeetingInfo: null,
	// Known for a user only.
	viewpoint: null,
	...more,
});

/** The chats of the tenant: all of them of the sample user, here. */
export const chats = {
	path: '/chats',
	service,
	seed: (): Entity[] => [
		chat(sampleChat, { topic: 'Launch' }),
		chat('19:one_on_one@unq.gbl.spaces', { chatType: 'oneOnOne' }),
	],
} as const;

const seen = { isHidden: false, lastMessageReadDateTime: '2025-01-01T10:00:00.12Z' };

/** The messages of a chat. */
export const chatMessages = {
	path: '/chats/{id}/messages',
	service,
	seed: (_: GraphWorld, [chatId]: readonly string[]): Entity[] => [
		message(sampleChatMessage, 'Shall we launch?', { chatId, webUrl: null, channelIdentity: null }),
	],
} as const;

/** The members of a chat. */
export const chatMembers = {
	path: '/chats/{id}/members',
	service,
	seed: (world: GraphWorld): Entity[] =>
		members.seed(world).map((one) => ({
			...one,
			roles: ['owner'],
			visibleHistoryStartDateTime: '2025-01-01T09:00:00.123Z',
		})),
} as const;

/** Chats that were deleted, and can be restored. */
export const deletedChats = { path: '/teamwork/deletedChats', service, seed: (): Entity[] => [] } as const;

const manageDeletion = ['Chat.ManageDeletion.All'];
const writeMembers = ['ChatMember.ReadWrite.All', 'Chat.ReadWrite.All'];

/** @throws GraphError 400 for a member without a role: in chats, each has one */
function memberOfChat(world: GraphWorld, given: unknown): Entity {
	const { visibleHistoryStartDateTime } = readObject(given, 'member');
	const member = memberOf(world, given);
	const [role] = member.roles as string[];
	if (role !== 'owner' && role !== 'guest') throw badRequest('Invalid role specified for member.');
	// Recorded: with milliseconds; without history, it starts now.
	const since = new Date(String(visibleHistoryStartDateTime ?? new Date().toISOString()));
	if (Number.isNaN(since.getTime())) throw badRequest('Invalid visibleHistoryStartDateTime.');
	return { ...member, visibleHistoryStartDateTime: since.toISOString() };
}

/** @throws GraphError 400 for a topic with a colon, one that is too long, or one of a one-on-one chat */
function checkTopic({ topic, chatType }: Record<string, unknown>): void {
	if (topic === undefined || topic === null) return;
	if (chatType === 'oneOnOne') throw badRequest('Topic cannot be set for a oneOnOne chat.');
	if (typeof topic !== 'string' || topic.includes(':') || topic.length > 250)
		throw badRequest('Invalid chat topic.');
}

/** @throws GraphError 404; 400 for a one-on-one chat, whose members don't change */
function groupChat(world: GraphWorld, id: string): Entity {
	const found = entityAt(world, chats, [], id);
	if (found.chatType !== 'oneOnOne') return found;
	throw badRequest('Members cannot be changed in a oneOnOne chat.');
}

/** Source: "Create chat"; recorded: the answer. */
function createChat(world: GraphWorld, { call }: CallContext) {
	const { chatType, topic = null, members: given } = readObject(call.body, 'chat');
	if (chatType !== 'group' && chatType !== 'oneOnOne') throw badRequest('Invalid chatType.');
	checkTopic({ topic, chatType });
	const all = Array.isArray(given) ? given.map((one) => memberOfChat(world, one)) : [];
	if (chatType === 'oneOnOne' ? all.length !== 2 : all.length === 0)
		throw badRequest('Invalid number of members for the chat type.');
	const key = all.map(({ userId }) => String(userId)).sort();
	const id =
		chatType === 'oneOnOne'
			? `19:${key.join('_')}@unq.gbl.spaces`
			: `19:${randomUUID().replace(/-/g, '')}@thread.v2`;
	const known = entitiesAt(world, chats, []);
	const now = new Date().toISOString();
	const existing = known.get(id);
	if (existing) return entityAnswer(call, 'chats', existing, 201);
	const made = chat(id, { chatType, topic, createdDateTime: now, lastUpdatedDateTime: now });
	const inIt = entitiesAt(world, chatMembers, [id]);
	inIt.clear();
	for (const one of all) inIt.set(one.id, one);
	const answer = entityAnswer(call, 'chats', made, 201);
	// Recorded: only the first answer has milliseconds here.
	known.set(id, { ...made, createdDateTime: now.replace(/\.\d+/, '') });
	return { ...answer, headers: { ...answer.headers, location: `/chats('${id}')` } };
}

/** Moves a chat to those that were deleted, or back. */
function moveChat(world: GraphWorld, id: string, to: 'deleted' | 'restored') {
	const [from, into] = to === 'deleted' ? [chats, deletedChats] : [deletedChats, chats];
	const found = entityAt(world, from, [], id);
	entitiesAt(world, from, []).delete(id);
	entitiesAt(world, into, []).set(id, found);
	return { status: 204 };
}

const routes: readonly Route[] = [
	route('POST', chats.path, service, ['Chat.Create'], createChat),
	route('PATCH', '/chats/{id}', service, ['Chat.ReadWrite.All'], (world, { call, params: [id = ''] }) => {
		const found = entityAt(world, chats, [], id);
		const { topic, ...others } = readObject(call.body, 'chat');
		if (Object.keys(others).length > 0) throw badRequest('Only the topic can be changed.');
		checkTopic({ topic, chatType: found.chatType });
		Object.assign(found, { topic, lastUpdatedDateTime: new Date().toISOString() });
		return entityAnswer(call, 'chats', found);
	}),
	route('DELETE', '/chats/{id}', service, manageDeletion, (world, { params: [id = ''] }) =>
		moveChat(world, id, 'deleted'),
	),
	route(
		'POST',
		`${deletedChats.path}/{id}/undoDelete`,
		service,
		manageDeletion,
		(world, { params: [id = ''] }) => moveChat(world, id, 'restored'),
	),
	// The page has no body in the answer, only where the member is.
	route('POST', chatMembers.path, service, writeMembers, (world, { call, params: [id = ''] }) => {
		groupChat(world, id);
		const member = memberOfChat(world, call.body);
		const all = entitiesAt(world, chatMembers, [id]);
		if ([...all.values()].some(({ userId }) => userId === member.userId))
			throw badRequest('The user is already a member of the chat.');
		all.set(member.id, member);
		return { status: 201, headers: { location: `/chats/${id}/members/${member.id}` } };
	}),
	route(
		'DELETE',
		`${chatMembers.path}/{id}`,
		service,
		['ChatMember.ReadWrite.All'],
		(world, { params: [id = '', member = ''] }) => {
			groupChat(world, id);
			entityAt(world, chatMembers, [id], member);
			entitiesAt(world, chatMembers, [id]).delete(member);
			return { status: 204 };
		},
	),
	route('GET', '/users/{id}/chats', service, readBasic, (world, context) => {
		checkPage(context);
		const { call, params } = context;
		const all = [...entitiesAt(world, chats, []).values()].map((one) => ({
			...one,
			viewpoint: seen,
			...(call.query.get('$expand') === 'members' && {
				members: [...entitiesAt(world, chatMembers, [one.id]).values()],
			}),
		}));
		return listEntities(call, `users('${params[0]}')/chats`, all, service);
	}),
	route('GET', '/chats/{id}', service, readBasic, (world, { call, params: [id = ''] }) =>
		entityAnswer(call, 'chats', entityAt(world, chats, [], id)),
	),
	route(
		'GET',
		chatMembers.path,
		service,
		['ChatMember.Read.All', 'ChatMember.ReadWrite.All', ...readBasic],
		(world, { call, params: [id = ''] }) => {
			entityAt(world, chats, [], id);
			if (call.query.size > 0) throw badRequest('Query options are not supported for members of a chat.');
			const all = [...entitiesAt(world, chatMembers, [id]).values()];
			return listEntities(call, `chats('${id}')/members`, all, service);
		},
	),
	route('GET', chatMessages.path, service, readMessages, (world, context) => {
		checkPage(context);
		const [id = ''] = context.params;
		entityAt(world, chats, [], id);
		const all = [...entitiesAt(world, chatMessages, [id]).values()];
		return listEntities(context.call, `chats('${id}')/messages`, all, service);
	}),
	route('GET', `${chatMessages.path}/{id}`, service, readMessages, (world, { call, params }) => {
		const [id = '', messageId = ''] = params;
		entityAt(world, chats, [], id);
		return entityAnswer(call, `chats('${id}')/messages`, entityAt(world, chatMessages, [id], messageId));
	}),
];

/** Chats, which an app can read. */
export const chatRoutes: readonly Route[] = routes.map((one) => ({
	...one,
	handle: async (world, context) => counted(context, await one.handle(world, context)),
}));
