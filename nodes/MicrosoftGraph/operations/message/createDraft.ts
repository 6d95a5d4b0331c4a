import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../fields/build';
import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import type { Operation } from '../../operation';
import { answerBody, newMessage } from './compose';
import {
	bodyContent,
	bodyContentType,
	comment,
	commentType,
	composeMore,
	subject,
	toRecipients,
} from './fields';

const actions: Readonly<Record<string, string>> = {
	reply: 'createReply',
	replyAll: 'createReplyAll',
	forward: 'createForward',
};

/** A field for some drafts: those of answers have the subject and text of what they answer. */
const shownFor = (draftType: string[], field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { draftType } },
});

/** Source: "Create message", "message: createReply", "message: createReplyAll", "message: createForward". */
export const createDraft: Operation = {
	name: 'Create Draft',
	value: 'createDraft',
	action: 'Create a draft',
	description: 'Create a draft of a new message, of a reply or of a forward',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		choiceField('draftType', 'Draft Of', {
			new: 'New Message',
			reply: 'Reply',
			replyAll: 'Reply to All',
			forward: 'Forward',
		}),
		shownFor(Object.keys(actions), messageId),
		toRecipients,
		shownFor(['new'], subject),
		shownFor(['new'], bodyContentType),
		shownFor(['new'], bodyContent),
		shownFor(Object.keys(actions), comment),
		shownFor(Object.keys(actions), commentType),
		composeMore,
	],
	request: async (item) => {
		const messages = ['users', item.id('mailbox'), 'messages'];
		const action = actions[item.text('draftType')];
		const body =
			action === undefined
				? ((await newMessage(item, item.collection('additionalFields'))) as IDataObject)
				: await answerBody(item, item.text('toRecipients'));
		return {
			method: 'POST',
			path: action === undefined ? messages : [...messages, item.text('messageId'), action],
			headers: mailHeaders(),
			body,
		};
	},
};
