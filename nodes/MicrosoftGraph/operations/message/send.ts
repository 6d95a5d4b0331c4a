import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/requestError';
import { mailbox } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { text } from '../../fields/odata';
import type { ItemParameters } from '../../itemParameters';
import type { Operation } from '../../operation';
import { readAttachments } from './attachments';
import { readRecipients } from './recipients';

const addresses =
	'Addresses separated by commas or semicolons; a name may go before an address, as in Adele Vance &lt;adele@contoso.com&gt;';

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Attachments',
			name: 'attachments',
			type: 'string',
			default: '',
			placeholder: 'e.g. data',
			description: "Names of the item's binary fields to attach, separated by commas, up to 3 MB in all",
		},
		{ displayName: 'BCC', name: 'bccRecipients', type: 'string', default: '', description: addresses },
		{ displayName: 'CC', name: 'ccRecipients', type: 'string', default: '', description: addresses },
		{
			displayName: 'Importance',
			name: 'importance',
			type: 'options',
			options: [
				{ name: 'High', value: 'high' },
				{ name: 'Low', value: 'low' },
				{ name: 'Normal', value: 'normal' },
			],
			default: 'normal',
		},
		{ displayName: 'Reply To', name: 'replyTo', type: 'string', default: '', description: addresses },
		{
			displayName: 'Save to Sent Items',
			name: 'saveToSentItems',
			type: 'boolean',
			default: true,
			description: 'Whether the mailbox keeps a copy in Sent Items',
		},
	],
};

/** Source: "user: sendMail". */
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a message from a mailbox',
	permissions: ['Mail.Send'],
	fields: [
		mailbox,
		{
			displayName: 'To',
			name: 'toRecipients',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. adele@contoso.com, Alex Wilber <alex@contoso.com>',
			description: addresses,
		},
		{
			displayName: 'Subject',
			name: 'subject',
			type: 'string',
			default: '',
			placeholder: 'e.g. Weekly report',
		},
		{
			displayName: 'Body Type',
			name: 'bodyContentType',
			type: 'options',
			options: [
				{ name: 'HTML', value: 'html' },
				{ name: 'Text', value: 'text' },
			],
			default: 'html',
		},
		{
			displayName: 'Body',
			name: 'bodyContent',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder: 'e.g. <p>The report is ready.</p>',
		},
		additionalFields,
	],
	request: async (item) => {
		const more = item.collection('additionalFields');
		return {
			method: 'POST',
			path: ['users', item.id('mailbox'), 'sendMail'],
			headers: mailHeaders(),
			body: {
				message: (await readMessage(item, more)) as IDataObject,
				saveToSentItems: more.saveToSentItems !== false,
			},
		};
	},
	// Graph answers 202 without a body.
	output: (_response, item) => [
		{
			sent: true,
			mailbox: item.id('mailbox'),
			subject: item.text('subject'),
			toRecipients: addressesOf(readRecipients(item.text('toRecipients'), 'To')),
		},
	],
};

async function readMessage(item: ItemParameters, more: IDataObject): Promise<Message> {
	const toRecipients = readRecipients(item.text('toRecipients'), 'To');
	const ccRecipients = readRecipients(text(more.ccRecipients), 'CC');
	const bccRecipients = readRecipients(text(more.bccRecipients), 'BCC');
	if (toRecipients.length + ccRecipients.length + bccRecipients.length === 0) {
		throw requestError({
			what: 'The message has no recipient.',
			fix: 'Fill in "To", or add CC or BCC; with an expression, check that it gives an address for this item.',
		});
	}
	const replyTo = readRecipients(text(more.replyTo), 'Reply To');
	const attachments = await readAttachments(text(more.attachments), item);
	return {
		subject: item.text('subject'),
		body: { contentType: item.text('bodyContentType') as 'html' | 'text', content: item.text('bodyContent') },
		toRecipients,
		...(ccRecipients.length > 0 && { ccRecipients }),
		...(bccRecipients.length > 0 && { bccRecipients }),
		...(replyTo.length > 0 && { replyTo }),
		...(more.importance !== undefined && { importance: more.importance as Message['importance'] }),
		...(attachments.length > 0 && { attachments }),
	};
}

function addressesOf(recipients: Array<{ emailAddress?: { address?: string | null } | null }>): string[] {
	return recipients.map(({ emailAddress }) => emailAddress?.address ?? '');
}
