import { deleted } from '../../../shared/fields/outputs';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { tabIdField } from '../channel/tabs';

/** Source: "Delete tab from chat". */
export const deleteTab: Operation = {
	name: 'Delete Tab',
	value: 'deleteTab',
	action: 'Delete tab of chat',
	description: 'Remove a tab from a chat; what it shows stays',
	permissions: ['TeamsTab.ReadWriteForChat.All'],
	fields: [chatOwnerId, chatId, tabIdField('chat', 'searchChatTabs')],
	request: (item) => ({ method: 'DELETE', path: ['chats', item.id('chatId'), 'tabs', item.id('tabId')] }),
	output: deleted,
};
