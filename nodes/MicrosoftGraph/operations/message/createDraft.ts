import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import { choiceField } from '../../../shared/fields/build';
import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { asItem } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { draftActions, quotingGuard, quotingHeaders } from './delivery/answers';
import { attachAll } from './delivery/attachAll';
import { inOneRequest } from './attachments';
import { answerBody, newAnswer, newMessage, type Answer } from './delivery/compose';
import { writeAbove } from './delivery/draftText';
import {
	attachments,
	bodyContent,
	bodyContentType,
	comment,
	commentType,
	composeMore,
	subject,
	toRecipients,
} from './fields';
import { removeDraft } from './delivery/verifiedSend';

/** A field for some drafts: drafts of replies have the subject and text of the original message. */
const shownFor = (draftType: string[], field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { draftType } },
});

/** Source: "Create message", "message: createReply", "message: createReplyAll", "message: createForward". */
export const createDraft: Operation = {
	name: 'Create Draft',
	value: 'createDraft',
	action: 'Create draft',
	description: 'Create a draft of a new message, a reply, or a forward',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		choiceField('draftType', 'Draft Of', {
			new: 'New Message',
			reply: 'Reply',
			replyAll: 'Reply to All',
			forward: 'Forward',
		}),
		shownFor(Object.keys(draftActions), messageId),
		toRecipients,
		shownFor(['new'], subject),
		shownFor(['new'], bodyContentType),
		shownFor(['new'], bodyContent),
		shownFor(Object.keys(draftActions), comment),
		shownFor(Object.keys(draftActions), commentType),
		attachments,
		composeMore,
	],
	guards: [quotingGuard],
	steps: async (run) => {
		const { item } = run;
		const messages = ['users', item.id('mailbox'), 'messages'];
		const action = draftActions[item.text('draftType') as keyof typeof draftActions];
		const outgoing: Answer =
			action === undefined
				? await newMessage(item, item.collection('additionalFields'))
				: await newAnswer(item, item.recipients('toRecipients'));
		const whole = await inOneRequest(outgoing);
		const message = whole ?? outgoing.message;
		const draft = await run.send({
			method: 'POST',
			path: action === undefined ? messages : [...messages, item.text('messageId'), action],
			headers: action === undefined ? mailHeaders() : quotingHeaders(item.timeZone),
			body: action === undefined ? (message as IDataObject) : answerBody(message),
		});
		const path = [...messages, String((draft.body as IDataObject).id)];
		const { comment: above } = outgoing;
		const written =
			above === undefined
				? (draft.body as IDataObject)
				: await orRemove(
						path,
						run,
						async () => await writeAbove(path, above, draft.body as Message, run.send),
					);
		if (whole !== undefined) return [asItem(written)];
		const state = action === undefined ? 'new' : 'answer';
		await orRemove(path, run, async () => await attachAll(path, outgoing.attachments, run, state));
		const filled = await run.send({ method: 'GET', path, headers: mailHeaders() });
		return [asItem(filled.body as IDataObject)];
	},
};

/** An incomplete draft is removed. */
async function orRemove<T>(draft: readonly string[], run: ItemRun, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		await removeDraft(draft, run);
		throw caught(error);
	}
}
