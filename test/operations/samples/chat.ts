import type { INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/simulator';
import { chatTabs, pinnedMessages } from '../../../simulator/graph/routes/chatContents';
import {
	chatMembers,
	chatMessages,
	chats,
	deletedChats,
	sampleChat,
	sampleChatMessage,
} from '../../../simulator/graph/routes/chats';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;

/** A group chat of its own. */
export const ownChat = (simulator: Simulator): string =>
	newEntity(simulator, chats, [], {
		id: `19:sample${(made += 1)}@thread.v2`,
		chatType: 'group',
		topic: `Sample ${made}`,
	});

const inOwn = (simulator: Simulator): INodeParameters => ({ chatId: ownChat(simulator) });

/** A group chat of its own without members, to which someone can be added. */
function emptyChat(simulator: Simulator): INodeParameters {
	const chatId = ownChat(simulator);
	entitiesAt({ state: simulator.graph } as GraphWorld, chatMembers, [chatId]).clear();
	return { chatId };
}

const deletedChat = (simulator: Simulator): INodeParameters => ({
	deletedChatId: newEntity(simulator, deletedChats, [], {
		id: `19:deleted${(made += 1)}@thread.v2`,
		chatType: 'group',
	}),
});

const withMember = (simulator: Simulator): INodeParameters => {
	const chatId = ownChat(simulator);
	const memberId = newEntity(simulator, chatMembers, [chatId], { displayName: 'Sample', roles: ['owner'] });
	return { chatId, memberId };
};

/** A pinned message of its own. */
function pinned(simulator: Simulator): string {
	const id = `17357256${String((made += 1)).padStart(5, '0')}`;
	newEntity(simulator, chatMessages, [sampleChat], { id, body: { contentType: 'text', content: 'Hi' } });
	return newEntity(simulator, pinnedMessages, [sampleChat], { id });
}

const newTab = (simulator: Simulator): string =>
	newEntity(simulator, chatTabs, [sampleChat], { displayName: 'Sample' });

/** The sample chat, in which something was made. */
const having =
	(make: (simulator: Simulator) => string) =>
	(simulator: Simulator): INodeParameters => {
		make(simulator);
		return { chatId: sampleChat };
	};

export const samples: Samples = {
	fields: {
		chatId: () => sampleChat,
		chatOwnerId: () => '',
		chatMessageId: () => sampleChatMessage,
		displayName: () => `Tab ${(made += 1)}`,
		tabId: newTab,
		pinnedMessageId: pinned,
		memberIds: () => `${sampleUser}, alexw@contoso.example`,
	},
	operations: {
		addMember: emptyChat,
		delete: inOwn,
		getPinnedMessages: having(pinned),
		getTabs: having(newTab),
		removeMember: withMember,
		restore: deletedChat,
		update: inOwn,
	},
};
