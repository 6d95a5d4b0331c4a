import { badRequest } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import type { Entity } from '../entity';
import { tabCollection } from './channelContents';
import { chatMessages, chats } from './chats';
import { counted } from './teams';

const service = 'teams';
const changeTabs = ['TeamsTab.ReadWriteForChat.All', 'TeamsTab.ReadWrite.All'];

/** The tabs of a chat. */
export const chatTabs: Collection = {
	...tabCollection('/chats/{id}/tabs'),
	read: ['TeamsTab.Read.All', ...changeTabs],
	write: ['TeamsTab.Create', ...changeTabs],
	remove: changeTabs,
};

/** The messages that are pinned in a chat: each has the ID of its message. */
export const pinnedMessages = {
	path: '/chats/{id}/pinnedMessages',
	service,
	seed: (): Entity[] => [],
} as const;

const writePins = ['Chat.ReadWrite.All'];
const readPins = ['ChatMessage.Read.All', 'Chat.Read.All', ...writePins];

/** The message that a body names by its URL. @throws GraphError 400 for another chat's, 404 for none */
function namedMessage(world: GraphWorld, chat: string, body: unknown): Entity {
	const { 'message@odata.bind': url } = readObject(body, 'pinned message');
	const [, named = '', id = ''] = /\/chats\/([^/]+)\/messages\/([^/]+)$/.exec(String(url)) ?? [];
	if (decodeURIComponent(named) !== chat) throw badRequest('Bind requests expected for the message.');
	return entityAt(world, chatMessages, [chat], decodeURIComponent(id));
}

const routes: readonly Route[] = [
	...collectionRoutes(chatTabs).map((one): Route => ({
		...one,
		handle: (world, context) => {
			entityAt(world, chats, [], context.params[0] ?? '');
			return one.handle(world, context);
		},
	})),
	route('GET', pinnedMessages.path, service, readPins, (world, { call, params: [chat = ''] }) => {
		entityAt(world, chats, [], chat);
		const expands = call.query.get('$expand') === 'message';
		const all = [...entitiesAt(world, pinnedMessages, [chat]).values()].map(({ id }) => ({
			id,
			...(expands && { message: entityAt(world, chatMessages, [chat], id) }),
		}));
		return listEntities(call, `chats('${chat}')/pinnedMessages`, all, service);
	}),
	route('POST', pinnedMessages.path, service, writePins, (world, { call, params: [chat = ''] }) => {
		entityAt(world, chats, [], chat);
		const { id } = namedMessage(world, chat, call.body);
		entitiesAt(world, pinnedMessages, [chat]).set(id, { id });
		return entityAnswer(call, `chats('${chat}')/pinnedMessages`, { id }, 201);
	}),
	route(
		'DELETE',
		`${pinnedMessages.path}/{id}`,
		service,
		writePins,
		(world, { params: [chat = '', id = ''] }) => {
			entityAt(world, pinnedMessages, [chat], id);
			entitiesAt(world, pinnedMessages, [chat]).delete(id);
			return { status: 204 };
		},
	),
];

/** The tabs and pinned messages of a chat. */
export const chatContentRoutes: readonly Route[] = routes.map((one) => ({
	...one,
	handle: async (world, context) => counted(context, await one.handle(world, context)),
}));
