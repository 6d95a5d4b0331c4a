import { timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { chatGuards, chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { simpleTeamsMessage } from '../../../shared/resources/channel';

const filters: readonly Filter[] = [
	{
		field: timeField('modifiedSince', 'Modified Since', {
			description: 'Only messages that were written or changed after this time',
		}),
		condition: (time) => `lastModifiedDateTime gt ${time}`,
	},
	{
		field: timeField('modifiedUntil', 'Modified Until', {
			description: 'Only messages that were written or changed before this time',
		}),
		condition: (time) => `lastModifiedDateTime lt ${time}`,
	},
];

/** Source: "List messages in a chat". Graph returns up to 50 in a page; a filter needs the same order. */
export const getMessages: Operation = {
	name: 'Get Messages',
	value: 'getMessages',
	action: 'Get messages of chat',
	description: 'List the messages of a chat, the newest first',
	permissions: ['Chat.Read.All'],
	fields: [chatOwnerId, chatId, ...listFields, filtersField(filters)],
	simpleInNode: simpleTeamsMessage,
	guards: chatGuards,
	list: { pageSize: () => 50 },
	request: (item) => {
		const $filter = filterOf(item, filters);
		return {
			method: 'GET',
			path: ['chats', item.id('chatId'), 'messages'],
			query: { $filter, $orderby: $filter === '' ? '' : 'lastModifiedDateTime desc' },
		};
	},
};
