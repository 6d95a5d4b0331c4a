import type { Message, Recipient } from '@microsoft/microsoft-graph-types';
import { exchangeId, immutableId, shortKey } from './ids';

export interface ExtendedProperty {
	id: string;
	value: string;
}

export interface StoredAttachment {
	id: string;
	type:
		| '#microsoft.graph.fileAttachment'
		| '#microsoft.graph.itemAttachment'
		| '#microsoft.graph.referenceAttachment';
	name: string;
	contentType: string | null;
	/** Bytes of the content. */
	size: number;
	isInline: boolean;
	contentId: string | null;
	content: Buffer;
	lastModifiedDateTime: string;
}

/** What happens to an item between its submission and Sent Items, in epoch ms. */
export interface Submission {
	leavesDraftsAt: number;
	appearsAt: number;
	save: boolean;
	moved: boolean;
}

/** A message as a mailbox holds it. */
export interface StoredMessage {
	/** Changes when the item moves to another folder. */
	id: string;
	immutableId: string;
	folderId: string;
	/** Counts changes: the change key and the etag come from it. */
	version: number;
	/** Everything else that Graph shows, without id, folder and attachments. */
	properties: Message;
	attachments: StoredAttachment[];
	extended: ExtendedProperty[];
	submission?: Submission;
}

/** What Graph returns without `$select` (Graph reference: "message resource type"). */
export const defaultMessageProperties: readonly string[] =
	`id createdDateTime lastModifiedDateTime changeKey categories
	receivedDateTime sentDateTime hasAttachments internetMessageId subject bodyPreview importance parentFolderId
	conversationId conversationIndex isDeliveryReceiptRequested isReadReceiptRequested isRead isDraft webLink
	inferenceClassification body sender from toRecipients ccRecipients bccRecipients replyTo flag`.split(/\s+/);

/** Every property that `$select` and `$filter` take. */
export const messageProperties: readonly string[] = [
	...defaultMessageProperties,
	'internetMessageHeaders',
	'uniqueBody',
	'attachments',
	'extensions',
	'singleValueExtendedProperties',
	'multiValueExtendedProperties',
];

/** What the Mail.ReadBasic permissions do not show (Graph permissions reference). */
export const hiddenFromBasic: readonly string[] = [
	'body',
	'bodyPreview',
	'uniqueBody',
	'attachments',
	'extensions',
	'singleValueExtendedProperties',
	'multiValueExtendedProperties',
];

/** HTML without its styles and scripts. */
function withoutBlocks(html: string): string {
	let block = '';
	return html
		.split(/(<\/?(?:style|script)\b[^<>]*>)/i)
		.filter((part) => {
			const [, slash, name = ''] = /^<(\/?)(style|script)/i.exec(part) ?? [];
			const tag = name.toLowerCase();
			const shown = block === '' && tag === '';
			if (slash === '' && block === '') block = tag;
			else if (slash === '/' && block === tag) block = '';
			return shown;
		})
		.join('');
}

/** Text of an HTML body, good enough for previews and `outlook.body-content-type`. */
export function textOf(html: string): string {
	return withoutBlocks(html)
		.replace(/<br\s*\/?>|<\/(p|div|tr|li|h\d)>/gi, '\r\n')
		.replace(/<[^<>]+>/g, '')
		.replace(/&nbsp;/g, ' ')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&')
		.trim();
}

export function previewOf(body: Message['body']): string {
	const content = body?.content ?? '';
	return (body?.contentType === 'html' ? textOf(content) : content).slice(0, 255);
}

/** Graph writes times to the second, in UTC. */
export function graphTime(ms: number): string {
	return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

const addressOf = (name: string, address: string): Recipient => ({ emailAddress: { name, address } });

const subjects = [
	'Quarterly figures',
	'Team lunch on Friday',
	'Contract for review',
	"Let's meet about the rollout",
	'Your travel request',
	'Weekly report',
	'Invoice 2026-1042',
	'Welcome to Contoso',
	'Re: Budget for next year',
	'Printer on floor 3',
];

/** When the newest seeded message was received: fixed, so that responses are the same each run. */
export const seedTime = Date.UTC(2026, 0, 15, 8, 0, 0);

/**
 * A message of a fresh mailbox's Inbox: number 0 is the newest; each is an hour older than the one before.
 * @param owner id of the user
 * @param to name and address of the user
 * @param senders who writes, in turn
 */
export function seedMessage(
	owner: string,
	folderId: string,
	index: number,
	to: { name: string; address: string },
	senders: ReadonlyArray<{ name: string; address: string }>,
): StoredMessage {
	const name = `${owner} message ${index}`;
	const at = seedTime - index * 3600_000;
	const sender = senders[index % senders.length];
	const subject = `${subjects[index % subjects.length]} (${index + 1})`;
	const content = `<html><head></head><body><p>Hello ${to.name},</p><p>${subject}: please have a look &amp; tell me.</p></body></html>`;
	const id = exchangeId(name);
	const withAttachment = index % 5 === 2;
	const body = { contentType: 'html' as const, content };
	const attached = Buffer.from(`attachment of ${subject}`);
	return {
		id,
		immutableId: immutableId(name),
		folderId,
		version: 0,
		properties: {
			createdDateTime: graphTime(at),
			lastModifiedDateTime: graphTime(at + 1000),
			receivedDateTime: graphTime(at),
			sentDateTime: graphTime(at - 2000),
			categories: index % 7 === 0 ? ['Blue category'] : [],
			hasAttachments: withAttachment,
			internetMessageId: `<${shortKey(name)}@contoso.example>`,
			subject,
			bodyPreview: previewOf(body),
			importance: index % 6 === 1 ? 'high' : 'normal',
			conversationId: exchangeId(`${owner} conversation ${index}`),
			conversationIndex: Buffer.from(`01${shortKey(name)}`).toString('base64'),
			isDeliveryReceiptRequested: null,
			isReadReceiptRequested: false,
			isRead: index % 3 !== 0,
			isDraft: false,
			webLink: `https://outlook.office365.example/owa/?ItemID=${encodeURIComponent(id)}`,
			inferenceClassification: 'focused',
			body,
			sender: addressOf(sender.name, sender.address),
			from: addressOf(sender.name, sender.address),
			toRecipients: [addressOf(to.name, to.address)],
			ccRecipients: [],
			bccRecipients: [],
			replyTo: [],
			flag: { flagStatus: 'notFlagged' },
		},
		attachments: withAttachment
			? [
					{
						id: exchangeId(`${name} attachment`),
						type: '#microsoft.graph.fileAttachment',
						name: `notes-${index + 1}.txt`,
						contentType: 'text/plain',
						size: attached.length,
						isInline: false,
						contentId: null,
						content: attached,
						lastModifiedDateTime: graphTime(at),
					},
				]
			: [],
		extended: [],
	};
}

export interface MessageViewOptions {
	/** Names from `$select`, undefined for the default ones. */
	select?: readonly string[];
	immutable: boolean;
	textBody: boolean;
	/** Only what the Mail.ReadBasic permissions show. */
	basic: boolean;
}

/** The etag of a message. */
export function etagOf(message: StoredMessage): string {
	return `W/"${changeKeyOf(message)}"`;
}

export function changeKeyOf(message: StoredMessage): string {
	return `CQAAAB${message.immutableId.slice(6, 20)}${String(message.version).padStart(4, '0')}`;
}

/** The properties that a filter uses: nothing is copied, so that filtering thousands of messages is fast. */
export function filterable(message: StoredMessage): object {
	const { id, folderId: parentFolderId, extended: singleValueExtendedProperties } = message;
	const computed = { id, changeKey: changeKeyOf(message), parentFolderId, singleValueExtendedProperties };
	return Object.assign(Object.create(message.properties) as object, computed);
}

/** Every property with its value, for views; the body as stored. */
export function messageEntity(message: StoredMessage, immutable = false): Record<string, unknown> {
	return {
		...message.properties,
		id: immutable ? message.immutableId : message.id,
		changeKey: changeKeyOf(message),
		parentFolderId: message.folderId,
		singleValueExtendedProperties: message.extended,
	};
}

/**
 * What an answer shows of a message.
 * @returns properties in the order of Graph's own answers, `@odata.etag` first
 */
export function messageView(message: StoredMessage, options: MessageViewOptions): Record<string, unknown> {
	const entity = messageEntity(message, options.immutable);
	const view: Record<string, unknown> = { '@odata.etag': etagOf(message), id: entity.id };
	for (const name of options.select ?? defaultMessageProperties) {
		if (options.basic && hiddenFromBasic.includes(name)) continue;
		if (/^(attachments|extensions|.*ExtendedProperties)$/.test(name)) continue;
		if (name === 'internetMessageHeaders') {
			view[name] = message.properties.internetMessageHeaders ?? [];
		} else if (name === 'body' || name === 'uniqueBody') {
			const body = message.properties.body ?? { contentType: 'text', content: '' };
			view[name] =
				options.textBody && body.contentType === 'html'
					? { contentType: 'text', content: textOf(body.content ?? '') }
					: body;
		} else if (entity[name] !== undefined || !/^(from|sender)$/.test(name)) {
			view[name] = entity[name] ?? null;
		}
	}
	return view;
}
