import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { textField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';
import { mailbox } from '../../../shared/fields/locators';
import {
	bodyAsText,
	largestOutlookPage,
	mailHeaders,
	messagePageSize,
	messageSelect,
	simpleMessage,
} from '../../../shared/fields/mail';
import { selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List messages", filtered by conversation. Graph can't order messages with this filter. */
export const getThread: Operation = {
	name: 'Get Thread',
	value: 'getThread',
	action: 'Get all messages of thread',
	description: 'Get the messages of a conversation from all folders of a mailbox, the oldest first',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies and attachments need Mail.Read.',
	fields: [
		mailbox,
		textField('conversationId', 'Conversation ID', {
			required: true,
			placeholder: 'e.g. AAQkAGI1AAAoZCfHAAA=',
			description: 'The "conversationId" of any message of the conversation',
		}),
	],
	options: [bodyAsText, selectLike('subject,from,receivedDateTime')],
	simple: simpleMessage,
	steps: async ({ item, send }) => {
		const messages = await readList(
			{
				method: 'GET',
				path: ['users', item.id('mailbox'), 'messages'],
				query: {
					$filter: `conversationId eq ${quoted(item.text('conversationId'))}`,
					$select: withTime(messageSelect(item)),
				},
				headers: mailHeaders(item.collection('options')),
			},
			{ limit: Infinity, pageSize: messagePageSize(item), largestPage: largestOutlookPage },
			send,
		);
		return messages.sort((a, b) => timeOf(a) - timeOf(b));
	},
};

/** The time is always selected, because the order needs it. */
function withTime(selected: string): string {
	const has = selected === '' || selected.toLowerCase().split(',').includes('receiveddatetime');
	return has ? selected : `${selected},receivedDateTime`;
}

const timeOf = ({ receivedDateTime }: IDataObject): number => Date.parse(String(receivedDateTime)) || 0;
