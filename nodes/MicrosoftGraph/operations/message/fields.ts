import type { INodeProperties } from 'n8n-workflow';

import type { Needs } from '../../../graph/graphRequest';
import { moreProperties } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	jsonField,
	longTextField,
	clockTimeField,
	recipientField,
	recipientsField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { importance } from '../../../shared/fields/mail';
import { readAs, required } from '../../../shared/parameters/values/reading';

const addresses =
	'Addresses separated by commas, semicolons, or line breaks; a name may go before an address, as in Adele Vance &lt;adele@contoso.com&gt;';

export const toRecipients = recipientsField('toRecipients', 'To', {
	placeholder: 'e.g. adele@contoso.com',
	description: addresses,
});
export const ccRecipients = recipientsField('ccRecipients', 'CC', {
	placeholder: 'e.g. alex@contoso.com',
	description: addresses,
});
export const bccRecipients = recipientsField('bccRecipients', 'BCC', {
	placeholder: 'e.g. archive@contoso.com',
	description: addresses,
});
export const replyTo = recipientsField('replyTo', 'Reply To', {
	placeholder: 'e.g. support@contoso.com',
	description: addresses,
});
export const subject = textField('subject', 'Subject', {
	placeholder: 'e.g. Weekly report',
});
export const bodyContentType = choiceField('bodyContentType', 'Body Type', { html: 'HTML', text: 'Text' });
export const bodyContent = longTextField('bodyContent', 'Body', {
	typeOptions: { rows: 5 },
	placeholder: 'e.g. <p>The report is ready.</p>',
});

export const comment = longTextField('comment', 'Comment', {
	placeholder: 'e.g. Thank you, we will see to it.',
	description: 'Text above the message that is answered or forwarded',
});
export const commentType = choiceField(
	'commentType',
	'Comment Type',
	{ text: 'Text', html: 'HTML' },
	{
		description:
			'Whether the comment is text, which is shown as it is, or HTML; either stands above the message that is answered',
	},
);

export const categories = textsField('categories', 'Categories', {
	placeholder: 'e.g. Blue category, Customers',
	description: 'Names separated by commas',
});

export const attachments = textsField('attachments', 'Attachments', {
	placeholder: 'e.g. data',
	description:
		"Names of the item's binary fields to attach, separated by commas; up to 150 MB each, as far as the mailbox may send so much. More than about 3 MB in all needs Mail.ReadWrite too.",
});

export const inlineImages = textsField('inlineImages', 'Inline Images', {
	placeholder: 'e.g. logo=data',
	description:
		'Binary fields with images that the HTML body shows, separated by commas. The body names each by its field, as in &lt;img src="cid:data"&gt;, or by another name that is put before the field, as in logo=data.',
});

export const attachedItems = jsonField('attachedItems', 'Attached Items (JSON)', {
	default: '[]',
	placeholder: 'e.g. [{"@odata.type": "#microsoft.graph.message", "subject": "Hello"}]',
	description:
		'Messages, events or contacts to attach, as a list in JSON as Graph writes them, each with its "@odata.type"',
});

const from = recipientField('from', 'From', {
	placeholder: 'e.g. info@contoso.com',
	description: 'Address to send from, when the mailbox may send as or on behalf of another',
});

const sender = recipientField('sender', 'Sender', {
	placeholder: 'e.g. adele@contoso.com',
	description: 'Address that sends on behalf of "From"',
});

const sendAt = readAs(
	clockTimeField('sendAt', 'Send At', {
		placeholder: 'e.g. 2030-03-04T09:00:00Z',
		description:
			'Exchange holds the message until then; it waits in Drafts, where it can be deleted. It is sent by way of a draft, which needs Mail.ReadWrite too. A time without an offset is in the time zone of the workflow, unless "Send At: Time Zone" is added.',
	}),
	{ whenEmpty: 'refused' },
);

const sendAtTimeZone = readAs(
	textField('sendAtTimeZone', 'Send At: Time Zone', {
		default: '={{ $now.zoneName }}',
		placeholder: 'e.g. Europe/Berlin',
		description: 'IANA name of the time zone in which "Send At" is given; that of the workflow when empty',
	}),
	{ whenEmpty: 'mayBeBlank' },
);

const internetMessageHeaders: INodeProperties = {
	displayName: 'Headers',
	name: 'internetMessageHeaders',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Header',
	default: {},
	description: 'Headers of your own, up to five, whose names begin with "x-"',
	options: [
		{
			displayName: 'Header',
			name: 'header',
			values: [
				required(textField('name', 'Name', { placeholder: 'e.g. x-order-id' })),
				required(textField('value', 'Value', { placeholder: 'e.g. 4711' })),
			],
		},
	],
};

const extendedProperties: INodeProperties = {
	displayName: 'Extended Properties',
	name: 'extendedProperties',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Property',
	default: {},
	description: 'MAPI properties with one value, which Outlook and other apps can read',
	options: [
		{
			displayName: 'Property',
			name: 'property',
			values: [
				required(
					textField('id', 'ID', {
						placeholder: 'e.g. String {66f5a359-4659-4830-9070-00047ec6ac6e} Name OrderId',
						description: 'Type, namespace and name (or "Id 0x…"), or type and tag, as Graph writes them',
					}),
				),
				required(textField('value', 'Value', { placeholder: 'e.g. 4711' })),
			],
		},
	],
};

/** What it takes to send more than one request holds. */
export const largeMailNeeds: Needs = {
	permissions: ['Mail.ReadWrite', 'Mail.Send'],
	because: 'Attachments of more than about 3 MB in all are sent by way of a draft.',
};
export const largeMailNote =
	'Attachments of more than about 3 MB in all, and "Send At", need Mail.ReadWrite too.';

/** What it takes to send a message later. */
export const deferredMailNeeds: Needs = {
	permissions: largeMailNeeds.permissions,
	because: 'A message with "Send At" is sent by way of a draft, so that Exchange holds it until then.',
};

/** What can be added to every message that is written. */
export const composeFields: readonly INodeProperties[] = [
	attachedItems,
	attachments,
	bccRecipients,
	categories,
	ccRecipients,
	extendedProperties,
	from,
	importance,
	inlineImages,
	internetMessageHeaders,
	moreProperties,
	replyTo,
	sendAt,
	sendAtTimeZone,
	sender,
];

/** The same as the collection of the operations that add nothing else. */
export const composeMore = additionalFields(composeFields);
