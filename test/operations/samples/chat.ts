import { sampleChat, sampleChatMessage } from '../../../simulator/graph/routes/chats';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { chatId: () => sampleChat, chatOwnerId: () => '', chatMessageId: () => sampleChatMessage },
};
