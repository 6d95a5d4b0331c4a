import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { succeeded } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { answerBody } from './compose';
import { comment, commentType, composeMore, toRecipients } from './fields';

/** An operation that answers a message, or passes it on, at once. Graph says 202: delivery comes after. */
export const answering = (
	action: 'reply' | 'replyAll' | 'forward',
	words: Pick<Operation, 'name' | 'action' | 'description'>,
): Operation => ({
	...words,
	value: action,
	permissions: ['Mail.Send'],
	fields: [
		mailbox,
		messageId,
		...(action === 'forward' ? [toRecipients] : []),
		comment,
		commentType,
		composeMore,
	],
	request: async (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), action],
		headers: mailHeaders(),
		body: await answerBody(item, action === 'forward' ? item.text('toRecipients') : ''),
	}),
	output: succeeded,
});
