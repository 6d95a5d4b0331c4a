import { listFields } from '../../../shared/fields/lists';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { tabsQuery, withTabApp } from '../channel/tabs';

/** Source: "List tabs in chat". */
export const getTabs: Operation = {
	name: 'Get Tabs',
	value: 'getTabs',
	action: 'Get tabs of chat',
	description: 'List the tabs of a chat',
	permissions: ['TeamsTab.Read.All'],
	fields: [chatOwnerId, chatId, ...listFields],
	options: [withTabApp],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['chats', item.id('chatId'), 'tabs'],
		query: tabsQuery(item),
	}),
};
