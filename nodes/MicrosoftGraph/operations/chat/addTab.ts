import { objectOf } from '../../../shared/fields/outputs';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { newTab, newTabFields, newTabGuards } from '../channel/tabs';
import { newTeamsName } from '../team/fields';

/** Source: "Add tab to chat". */
export const addTab: Operation = {
	name: 'Add Tab',
	value: 'addTab',
	action: 'Add tab to chat',
	description: 'Add a tab to a chat: a website, or a Teams app that is installed in the chat',
	permissions: ['TeamsTab.Create'],
	fields: [chatOwnerId, chatId, newTeamsName, ...newTabFields],
	guards: newTabGuards('chat', 'chat'),
	request: (item, _, run) => ({
		method: 'POST',
		path: ['chats', item.id('chatId'), 'tabs'],
		body: newTab(run),
	}),
	output: (response) => [objectOf(response)],
};
