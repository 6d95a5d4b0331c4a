import { guidOf } from '../../random';
import { defaultTenantId } from '../../entra';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, listEntities, route } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { checkPage, counted, members, message } from './teams';

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

const chatMembers = {
	path: '/chats/{id}/members',
	service,
	seed: (world: GraphWorld): Entity[] =>
		members.seed(world).map((one) => ({
			...one,
			roles: ['owner'],
			visibleHistoryStartDateTime: '2025-01-01T09:00:00.123Z',
		})),
} as const;

const routes: readonly Route[] = [
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
