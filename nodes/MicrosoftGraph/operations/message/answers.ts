import { randomUUID } from 'node:crypto';

import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { succeeded } from '../../fields/outputs';
import type { ItemParameters } from '../../itemParameters';
import type { ItemRun, Operation, Result } from '../../operation';
import { inOneRequest } from './attachments';
import { answerBody, newAnswer } from './compose';
import { comment, commentType, composeMore, largeMailNeeds, largeMailNote, toRecipients } from './fields';
import { sendByDraft } from './verifiedSend';

/** The actions that make a draft of an answer. */
export const draftActions = {
	reply: 'createReply',
	replyAll: 'createReplyAll',
	forward: 'createForward',
} as const;

/**
 * An operation that answers a message, or passes it on, at once. Graph says 202: delivery comes after.
 * @param check throws when the item's fields do not do
 */
export const answering = (
	action: keyof typeof draftActions,
	words: Pick<Operation, 'name' | 'action' | 'description'>,
	check: (item: ItemParameters) => void = () => undefined,
): Operation => ({
	...words,
	value: action,
	permissions: ['Mail.Send'],
	permissionNote: largeMailNote,
	fields: [
		mailbox,
		messageId,
		...(action === 'forward' ? [toRecipients] : []),
		comment,
		commentType,
		composeMore,
	],
	steps: async (run) => {
		check(run.item);
		return await answer(action, run);
	},
});

async function answer(action: keyof typeof draftActions, run: ItemRun): Promise<Result[]> {
	const { item } = run;
	const from = { mailbox: item.id('mailbox'), messageId: item.text('messageId') };
	const letter = await newAnswer(item, action === 'forward' ? item.text('toRecipients') : '');
	const whole = await inOneRequest(letter);
	if (whole === undefined) {
		const { message, attachments, comment: text } = letter;
		const answers = { messageId: from.messageId, action: draftActions[action], comment: text };
		const draft = { mailbox: from.mailbox, key: randomUUID(), message, attachments, answers };
		const draftsLeft = await sendByDraft({ ...draft, needs: largeMailNeeds }, run);
		if (draftsLeft.length > 0) return succeeded().map((result) => ({ ...result, draftsLeft }));
	} else {
		await run.send({
			method: 'POST',
			path: ['users', from.mailbox, 'messages', from.messageId, action],
			headers: mailHeaders(),
			body: answerBody(whole, letter.comment),
		});
	}
	return succeeded();
}
