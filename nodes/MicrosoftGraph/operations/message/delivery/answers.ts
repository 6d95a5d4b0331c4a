import { randomUUID } from 'node:crypto';

import type { Guard } from '../../../../graph/errors/explain';
import { mailbox, messageId } from '../../../../shared/fields/locators';
import { succeeded } from '../../../../shared/fields/outputs';
import { calendarHeaders } from '../../../../shared/fields/times';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import type { Operation } from '../../../operation';
import type { Result, ItemRun } from '../../../../shared/itemRun';
import { inOneRequest } from '../attachments';
import { answerBody, isDeferred, newAnswer } from './compose';
import {
	attachments,
	comment,
	commentType,
	composeMore,
	deferredMailNeeds,
	largeMailNeeds,
	largeMailNote,
	toRecipients,
} from '../fields';
import { sendByDraft } from './verifiedSend';

/** The actions that create a draft of a reply or forward. */
export const draftActions = {
	reply: 'createReply',
	replyAll: 'createReplyAll',
	forward: 'createForward',
} as const;

/** The headers of a request that quotes a message: its times are given in the zone, otherwise in UTC. */
export const quotingHeaders = (timeZone: string): Record<string, string> => calendarHeaders(timeZone);

/** Exchange's error for an unknown time zone of the workflow. */
export const quotingGuard: Guard = {
	when: { status: 400, message: /time ?zone/i },
	fix: 'Choose another time zone in the workflow settings: the times of the quoted message are shown in it.',
};

/**
 * An operation that replies to a message or forwards it immediately. Graph responds with 202 before delivery.
 * @param check throws for invalid fields of the item
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
		attachments,
		composeMore,
	],
	guards: [quotingGuard],
	steps: async (run) => {
		check(run.item);
		return await answer(action, run);
	},
});

async function answer(action: keyof typeof draftActions, run: ItemRun): Promise<Result[]> {
	const { item } = run;
	const from = { mailbox: item.id('mailbox'), messageId: item.text('messageId') };
	const outgoing = await newAnswer(item, action === 'forward' ? item.recipients('toRecipients') : []);
	const whole = await inOneRequest(outgoing);
	const deferred = isDeferred(item.collection('additionalFields'));
	if (whole === undefined || deferred) {
		const { message, attachments } = whole === undefined ? outgoing : { message: whole, attachments: [] };
		const { timeZone } = item;
		const answers = {
			messageId: from.messageId,
			action: draftActions[action],
			comment: outgoing.comment,
			timeZone,
		};
		const draft = { mailbox: from.mailbox, key: randomUUID(), message, attachments, answers };
		const needs = whole === undefined ? largeMailNeeds : deferredMailNeeds;
		const draftsLeft = await sendByDraft({ ...draft, needs }, run);
		if (draftsLeft.length > 0) return succeeded().map((result) => ({ ...result, draftsLeft }));
	} else {
		await run.send({
			method: 'POST',
			path: ['users', from.mailbox, 'messages', from.messageId, action],
			headers: quotingHeaders(item.timeZone),
			body: answerBody(whole, outgoing.comment),
		});
	}
	return succeeded();
}
