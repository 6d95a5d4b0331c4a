import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/requestError';
import { additionalFields, flagField } from '../../fields/build';
import { mailbox } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { text } from '../../fields/odata';
import type { ItemParameters } from '../../itemParameters';
import type { ItemRun, Operation } from '../../operation';
import { messageToSend } from './compose';
import { bodyContent, bodyContentType, composeFields, subject, toRecipients } from './fields';
import { readRecipients } from './recipients';
import { sendVerified } from './verifiedSend';

const saveToSentItems = flagField('saveToSentItems', 'Save to Sent Items', {
	default: true,
	description: 'Whether the mailbox keeps a copy in Sent Items',
});

/** How long a message must stay a draft before it counts as not sent, when the person sets nothing, in s. */
const defaultSettleTime = 120;

const verifiedOnly: IDisplayOptions = { show: { delivery: ['verified'] } };

const deliveryOptions: INodeProperties[] = [
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'options',
		options: [
			{
				name: 'At Most Once',
				value: 'atMostOnce',
				description:
					'Never sent twice; when Graph does not say whether it was sent, the item fails and says so',
			},
			{
				name: 'Verified',
				value: 'verified',
				description:
					'Sent once: the mailbox is asked when Graph does not say whether it was sent. Needs Mail.ReadWrite and Mail.Send.',
			},
		],
		default: 'atMostOnce',
		description: 'What is promised when something fails between n8n and the mailbox',
	},
	{
		displayName: 'Idempotency Key',
		name: 'idempotencyKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711-confirmation',
		description:
			'Names this message for Verified delivery: a message with the same key is not sent from the mailbox again, in later executions either. Made from the execution and the item when empty.',
		displayOptions: verifiedOnly,
	},
	{
		displayName: 'Settle Time (Seconds)',
		name: 'settleTime',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: defaultSettleTime,
		description:
			'For Verified delivery: how long a message whose submission had no answer must stay a draft before it is submitted again',
		displayOptions: verifiedOnly,
	},
];

/** Source: "user: sendMail". */
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a message from a mailbox',
	permissions: ['Mail.Send'],
	permissionNote: 'Verified delivery needs Mail.ReadWrite too.',
	fields: [
		mailbox,
		toRecipients,
		subject,
		bodyContentType,
		bodyContent,
		additionalFields([...composeFields, saveToSentItems]),
	],
	options: deliveryOptions,
	steps: (run) => (run.item.collection('options').delivery === 'verified' ? sendOnce(run) : undefined),
	request: async (item) => {
		const more = item.collection('additionalFields');
		return {
			method: 'POST',
			path: ['users', item.id('mailbox'), 'sendMail'],
			headers: mailHeaders(),
			body: {
				message: (await messageToSend(item, more)) as IDataObject,
				saveToSentItems: more.saveToSentItems !== false,
			},
		};
	},
	// Graph answers 202 without a body.
	output: (_response, item) => [{ ...summaryOf(item), delivery: 'atMostOnce' }],
};

async function sendOnce({ item, ...run }: ItemRun): Promise<IDataObject[]> {
	const more = item.collection('additionalFields');
	const options = item.collection('options');
	if (more.saveToSentItems === false) {
		throw requestError({
			what: 'A message that leaves no copy in Sent Items cannot be verified.',
			fix: 'Turn "Save to Sent Items" on, or set "Delivery" to "At Most Once".',
		});
	}
	if (text(more.sendAt) !== '') {
		throw requestError({
			what: 'A message that is sent later cannot be verified: it stays a draft until then.',
			fix: 'Remove "Send At", or set "Delivery" to "At Most Once".',
		});
	}
	const ownKey = text(options.idempotencyKey);
	const key = ownKey === '' ? run.itemKey : ownKey;
	const sent = await sendVerified(
		{
			mailbox: item.id('mailbox'),
			key,
			message: await messageToSend(item, more),
			mayExist: ownKey !== '' || run.triedBefore,
			settleTime: Number(options.settleTime ?? defaultSettleTime) * 1000,
		},
		{ item, ...run },
	);
	const { id, internetMessageId } = sent;
	return [{ ...summaryOf(item), delivery: 'verified', idempotencyKey: key, id, internetMessageId }];
}

function summaryOf(item: ItemParameters): IDataObject {
	return {
		sent: true,
		mailbox: item.id('mailbox'),
		subject: item.text('subject'),
		toRecipients: addressesOf(readRecipients(item.text('toRecipients'), 'To')),
	};
}

function addressesOf(recipients: Array<{ emailAddress?: { address?: string | null } | null }>): string[] {
	return recipients.map(({ emailAddress }) => emailAddress?.address ?? '');
}
