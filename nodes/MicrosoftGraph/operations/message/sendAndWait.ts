import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { messageToSend } from './delivery/compose';
import { attachments, largeMailNote, subject, toRecipients } from './fields';
import { approvalOptions, formFields, message, responseOptions, responseType } from './response/fields';
import { mailBody } from './response/mail';
import { responseRequest, waitLimit } from './response/request';
import { deliver, deliveryOptions, sendMore } from './send';

/** Source: "user: sendMail". The response comes to the node's webhook (`responseWebhook.ts`). */
export const sendAndWait: Operation = {
	name: 'Send and Wait for Response',
	// n8n knows such operations by this value: it then checks the signature of the URL that resumes the execution.
	value: SEND_AND_WAIT_OPERATION,
	action: 'Send message and wait for response',
	description:
		'Send a message with buttons, and wait until someone approves, declines, or fills in a form; the first response counts',
	permissions: ['Mail.Send'],
	permissionNote: `${largeMailNote} So does Verified delivery.`,
	fields: [
		mailbox,
		toRecipients,
		subject,
		message,
		responseType,
		approvalOptions,
		formFields,
		attachments,
		sendMore,
	],
	options: [...deliveryOptions, ...responseOptions],
	singleItem: {
		why: 'An execution can wait for one response at a time.',
		fix: 'Put a "Loop Over Items" node before this one, or turn on "Execute Once" in the settings of this node.',
	},
	steps: async (run) => {
		const { item, waiting } = run;
		const asked = responseRequest(item);
		// Before the message is sent: a limit that has passed is refused.
		waitLimit(item.collection('options'), Date.now());
		const content = mailBody(item.text('message'), asked, (query) => waiting.resumeUrl(query));
		const body = { contentType: 'html', content } as const;
		const sent = await deliver(run, await messageToSend(item, item.collection('additionalFields'), body));
		await waiting.wait(waitLimit(item.collection('options'), Date.now()));
		return sent;
	},
};
