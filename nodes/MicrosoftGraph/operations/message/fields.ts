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
import { inputFieldsField } from '../../../shared/fields/outputs';
import { readAs, required } from '../../../shared/parameters/values/reading';

const addresses =
	'Addresses separated by commas, semicolons, or line breaks; an address can follow a name, as in Adele Vance &lt;adele@contoso.com&gt;';

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
	description: 'Text above the quoted message',
});
export const commentType = choiceField(
	'commentType',
	'Comment Type',
	{ text: 'Text', html: 'HTML' },
	{
		description: "Whether the comment is plain text or HTML; it's shown above the quoted message",
	},
);

export const categories = textsField('categories', 'Categories', {
	placeholder: 'e.g. Blue category, Customers',
	description: 'Names separated by commas',
});

export const attachments = inputFieldsField('attachments', 'Attachments', 'attach nothing', {
	description:
		"Files of up to 150 MB each, if the mailbox's limit allows it. More than about 3 MB in total needs Mail.ReadWrite too.",
});

export const inlineImages = inputFieldsField('inlineImages', 'Inline Images', 'show none', {
	placeholder: 'e.g. logo=data',
	description:
		'Images that the HTML body shows. It refers to each by its binary field, as in &lt;img src="cid:data"&gt;, or by another name set before the field, as in logo=data.',
});

export const attachedItems = jsonField('attachedItems', 'Attached Items (JSON)', {
	default: '[]',
	placeholder: 'e.g. [{"@odata.type": "#microsoft.graph.message", "subject": "Hello"}]',
	description:
		'Messages, events, or contacts to attach, as a JSON list in Graph\'s format, each with its "@odata.type"',
});

const from = recipientField('from', 'From', {
	placeholder: 'e.g. info@contoso.com',
	description: 'Address to send from, if the mailbox can send as or on behalf of another one',
});

const sender = recipientField('sender', 'Sender', {
	placeholder: 'e.g. adele@contoso.com',
	description: 'Address that sends on behalf of "From"',
});

const sendAt = readAs(
	clockTimeField('sendAt', 'Send At', {
		placeholder: 'e.g. 2030-03-04T09:00:00Z',
		description:
			'Exchange holds the message until then in Drafts, where you can delete it. It\'s sent through a draft, which needs Mail.ReadWrite too. A time without an offset is in the workflow\'s time zone, unless "Send At: Time Zone" is added.',
	}),
	{ whenEmpty: 'refused' },
);

const sendAtTimeZone = readAs(
	textField('sendAtTimeZone', 'Send At: Time Zone', {
		default: '={{ $now.zoneName }}',
		placeholder: 'e.g. Europe/Berlin',
		description: 'IANA name of the time zone of "Send At"; leave empty for the workflow\'s time zone',
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
	description: 'Custom headers, up to five, whose names start with "x-"',
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
	description: 'MAPI properties with a single value, which Outlook and other apps can read',
	options: [
		{
			displayName: 'Property',
			name: 'property',
			values: [
				required(
					textField('id', 'ID', {
						placeholder: 'e.g. String {66f5a359-4659-4830-9070-00047ec6ac6e} Name OrderId',
						description: 'Type, namespace, and name (or "Id 0x…"), or type and tag, in Graph\'s format',
					}),
				),
				required(textField('value', 'Value', { placeholder: 'e.g. 4711' })),
			],
		},
	],
};

/** What sending more than one request can hold needs. */
export const largeMailNeeds: Needs = {
	permissions: ['Mail.ReadWrite', 'Mail.Send'],
	because: 'Attachments of more than about 3 MB in total are sent through a draft.',
};
export const largeMailNote =
	'Attachments of more than about 3 MB in total, and "Send At", need Mail.ReadWrite too.';

/** What sending a message later needs. */
export const deferredMailNeeds: Needs = {
	permissions: largeMailNeeds.permissions,
	because: 'A message with "Send At" is sent through a draft, so that Exchange holds it until then.',
};

/** What can be added to every message that is written. */
export const composeFields: readonly INodeProperties[] = [
	attachedItems,
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
