import { randomUUID } from 'node:crypto';
import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Needs } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { additionalFields, flagField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { maxSeconds } from '../../../shared/fields/request';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { inOneRequest, type OutgoingMessage } from './attachments';
import { isDeferred, messageToSend } from './delivery/compose';
import {
	attachments,
	bodyContent,
	bodyContentType,
	composeFields,
	deferredMailNeeds,
	largeMailNeeds,
	largeMailNote,
	subject,
	toRecipients,
} from './fields';
import { sendByDraft, sendVerified } from './delivery/verifiedSend';

const saveToSentItems = flagField('saveToSentItems', 'Save to Sent Items', {
	default: true,
	description: 'Whether the mailbox keeps a copy in Sent Items',
});

/** What can be added to a message that is sent immediately. */
export const sendMore = additionalFields([...composeFields, saveToSentItems]);

/** How long a message must stay a draft before it counts as not sent, by default, in s. */
const defaultSettleTime = 120;

const verifiedNeeds: Needs = {
	permissions: largeMailNeeds.permissions,
	because: 'Verified delivery sends through a draft.',
};

const verifiedOnly: IDisplayOptions = { show: { delivery: ['verified'] } };

/** How sure a message is to be sent once. */
export const deliveryOptions: INodeProperties[] = [
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'options',
		options: [
			{
				name: 'At Most Once',
				value: 'atMostOnce',
				description:
					"Retried only if Microsoft says that it wasn't carried out (429, 401); if the outcome is unknown, the item fails and says so",
			},
			{
				name: 'Verified',
				value: 'verified',
				description:
					'Sent exactly once, however Graph responds: if the outcome is unknown, the node checks the mailbox. Needs Mail.ReadWrite and Mail.Send.',
			},
		],
		default: 'atMostOnce',
		description: 'What to guarantee if something fails between n8n and the mailbox',
	},
	{
		displayName: 'Idempotency Key',
		name: 'idempotencyKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711-confirmation',
		description:
			"Identifies this message for Verified delivery: a message with the same key isn't sent from the mailbox again, even in later executions. Leave empty to derive it from the execution and the item.",
		displayOptions: verifiedOnly,
	},
	{
		displayName: 'Settle Time (Seconds)',
		name: 'settleTime',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: maxSeconds },
		default: defaultSettleTime,
		description:
			"For Verified delivery: how long a message must stay a draft, after a submission without a response, before it's submitted again",
		displayOptions: verifiedOnly,
	},
];

/** Source: "user: sendMail". */
export const send: Operation = {
	name: 'Send',
	value: 'send',
	action: 'Send message',
	description: 'Send a message from a mailbox',
	permissions: ['Mail.Send'],
	permissionNote: `${largeMailNote} So does Verified delivery.`,
	fields: [mailbox, toRecipients, subject, bodyContentType, bodyContent, attachments, sendMore],
	options: deliveryOptions,
	steps: async (run) =>
		await deliver(run, await messageToSend(run.item, run.item.collection('additionalFields'))),
};

/**
 * Sends a message as the fields of the item say: its mailbox, "Save to Sent Items", and "Delivery".
 * @returns what was sent, as an item
 * @throws RequestError for fields that exclude each other; what `send` throws
 */
export async function deliver(run: ItemRun, outgoing: OutgoingMessage): Promise<IDataObject[]> {
	const isVerified = run.item.collection('options').delivery === 'verified';
	return isVerified ? await sendOnce(run, outgoing) : await sendAtMostOnce(run, outgoing);
}

async function sendAtMostOnce(run: ItemRun, outgoing: OutgoingMessage): Promise<IDataObject[]> {
	const { item } = run;
	const more = item.collection('additionalFields');
	const mailboxId = item.id('mailbox');
	const whole = await inOneRequest(outgoing);
	const deferred = isDeferred(more);
	if (whole !== undefined && !deferred) {
		await run.send({
			method: 'POST',
			path: ['users', mailboxId, 'sendMail'],
			headers: mailHeaders(),
			body: { message: whole as IDataObject, saveToSentItems: more.saveToSentItems !== false },
		});
	} else if (more.saveToSentItems === false) {
		throw requestError({
			what:
				whole === undefined
					? "Attachments of more than about 3 MB in total can't be sent without a copy in Sent Items."
					: 'A message with "Send At" can\'t be sent without a copy in Sent Items.',
			why: "It's sent through a draft, and Graph keeps a copy of each sent draft.",
			fix: `Turn "Save to Sent Items" on, or ${whole === undefined ? 'send smaller attachments' : 'remove "Send At"'}.`,
		});
	} else {
		const content = whole === undefined ? outgoing : { message: whole, attachments: [] };
		const needs = whole === undefined ? largeMailNeeds : deferredMailNeeds;
		const draftsLeft = await sendByDraft({ mailbox: mailboxId, key: randomUUID(), ...content, needs }, run);
		if (draftsLeft.length > 0) return [{ ...summaryOf(item), delivery: 'atMostOnce', draftsLeft }];
	}
	// Graph responds with 202 and no body.
	return [{ ...summaryOf(item), delivery: 'atMostOnce' }];
}

async function sendOnce(run: ItemRun, outgoing: OutgoingMessage): Promise<IDataObject[]> {
	const { item } = run;
	const more = item.collection('additionalFields');
	const options = item.collection('options');
	if (more.saveToSentItems === false) {
		throw requestError({
			what: "A message without a copy in Sent Items can't be verified.",
			fix: 'Turn "Save to Sent Items" on, or set "Delivery" to "At Most Once".',
		});
	}
	if (optionalText(more.sendAt) !== '') {
		throw requestError({
			what: 'A message with "Send At" can\'t be verified, because it stays a draft until then.',
			fix: 'Remove "Send At", or set "Delivery" to "At Most Once".',
		});
	}
	const settleTime = ((options.settleTime ?? defaultSettleTime) as number) * 1000;
	const ownKey = optionalText(options.idempotencyKey);
	const key = ownKey === '' ? run.itemKey() : ownKey;
	const whole = await inOneRequest(outgoing);
	const sent = await sendVerified(
		{
			mailbox: item.id('mailbox'),
			key,
			...(whole === undefined ? outgoing : { message: whole, attachments: [] }),
			needs: whole === undefined ? largeMailNeeds : verifiedNeeds,
			mayExist: ownKey !== '' || run.triedBefore,
			settleTime,
		},
		run,
	);
	const { id, internetMessageId, draftsLeft } = sent;
	return [
		{
			...summaryOf(item),
			delivery: 'verified',
			idempotencyKey: key,
			id,
			internetMessageId,
			...(draftsLeft && { draftsLeft }),
		},
	];
}

function summaryOf(item: ItemParameters): IDataObject {
	return {
		sent: true,
		mailbox: item.id('mailbox'),
		subject: item.text('subject'),
		toRecipients: addressesOf(item.recipients('toRecipients')),
	};
}

function addressesOf(recipients: Array<{ emailAddress?: { address?: string | null } | null }>): string[] {
	return recipients.map(({ emailAddress }) => emailAddress?.address ?? '');
}
