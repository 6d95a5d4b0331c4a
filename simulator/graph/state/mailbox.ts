import { randomUUID } from 'node:crypto';
import type { Event, Message } from '@microsoft/microsoft-graph-types';
import type { Settings } from '../../settings';
import { seedFolders } from './folders';
import type { Folder } from './folders';
import { exchangeId, immutableId, shortKey } from './ids';
import { graphTime, previewOf, seedMessage } from './messages';
import type { ExtendedProperty, StoredAttachment, StoredMessage } from './messages';
import type { DirectoryUser } from './users';

export interface StoredEvent {
	id: string;
	/** The calendar that it is in; the default one when it is not set. */
	calendarId?: string;
	transactionId?: string;
	properties: Event;
	attachments?: StoredAttachment[];
}

/** What a message is created from, as a request names it. */
export interface NewMessage {
	properties: Message;
	attachments?: StoredAttachment[];
	extended?: ExtendedProperty[];
}

/** How the mailbox affects the world outside. */
export interface MailboxPort {
	settings: Settings;
	/** Called once for each item that transport accepts. */
	submitted(mailbox: Mailbox, message: StoredMessage, via: string): void;
	/** Called when an item leaves for its recipients. */
	deliver(mailbox: Mailbox, message: StoredMessage): void;
}

export interface Mailbox {
	user: DirectoryUser;
	folders: Folder[];
	/** All of them, including hidden ones, in no guaranteed order. */
	all: StoredMessage[];
	events: StoredEvent[];
	folder(idOrName: string): Folder | undefined;
	/** Messages that can be seen now. */
	visible(): StoredMessage[];
	/** @param folder well-known name, or id */
	messagesIn(folder: string): StoredMessage[];
	/** @param id ordinary or immutable */
	find(id: string): StoredMessage | undefined;
	create(folderId: string, content: NewMessage): StoredMessage;
	change(message: StoredMessage, properties: Message): void;
	move(message: StoredMessage, folderId: string): void;
	copy(message: StoredMessage, folderId: string): StoredMessage;
	remove(message: StoredMessage): void;
	/**
	 * Hands a draft to transport.
	 * @param save false: nothing stays in Sent Items
	 */
	submit(message: StoredMessage, via: string, save: boolean): void;
	createFolder(displayName: string, parentFolderId: string): Folder;
}

function seedContents(
	user: DirectoryUser,
	folders: Folder[],
	count: number,
	senders: DirectoryUser[],
): StoredMessage[] {
	const inbox = folders.find(({ wellKnownName }) => wellKnownName === 'inbox');
	if (!inbox) return [];
	const people = senders
		.filter(({ id, mail }) => id !== user.id && mail)
		.map(({ displayName, mail }) => ({ name: displayName, address: mail ?? '' }));
	const to = { name: user.displayName, address: user.mail ?? user.userPrincipalName };
	return Array.from({ length: count }, (_, index) => seedMessage(user.id, inbox.id, index, to, people));
}

/** When a deferred message is sent, PidTagDeferredSendTime, and delivered, PidTagDeferredDeliveryTime. */
const deferred = { send: 'systemtime 0x3fef', delivery: 'systemtime 0x000f' };

/**
 * Until when a message waits in Drafts, in ms since the epoch; 0 for one that does not.
 * @param via the action that sends it
 */
function heldUntil({ extended }: StoredMessage, via: string, { outlook }: Settings): number {
	const valueOf = (name: string) =>
		extended.find(({ id }) => id.toLowerCase().replace(/0x0*f$/, '0x000f') === name)?.value;
	const until = Date.parse(valueOf(deferred.send) ?? '');
	if (Number.isNaN(until)) return 0;
	const safely = via === 'send' && valueOf(deferred.delivery) !== undefined;
	return safely || outlook.deferredAlone === 'held' ? until : 0;
}

/**
 * The mailbox of a user as it is at the start: its folders, some custom ones under the Inbox, and messages.
 * @param count messages in the Inbox
 * @param senders who wrote them
 */
export function createMailbox(
	user: DirectoryUser,
	count: number,
	senders: DirectoryUser[],
	port: MailboxPort,
): Mailbox {
	const folders = seedFolders(user.id);
	const inbox = folders.find(({ wellKnownName }) => wellKnownName === 'inbox');
	if (count > 0 && inbox) {
		for (const displayName of ['Projects', 'Invoices']) {
			folders.push({
				id: exchangeId(`${user.id} folder ${displayName}`),
				displayName,
				parentFolderId: inbox.id,
				isHidden: false,
			});
		}
	}
	const all = seedContents(user, folders, count, senders);
	const projects = folders.find(({ displayName }) => displayName === 'Projects');
	if (projects) {
		// The three oldest are in a subfolder.
		for (const message of all.slice(-3)) if (all.length > 10) message.folderId = projects.id;
	}
	let pending: StoredMessage[] = [];
	const byId = new Map<string, StoredMessage>();
	const index = (message: StoredMessage) => {
		byId.set(message.id, message);
		byId.set(message.immutableId, message);
	};
	const unindex = (message: StoredMessage) => {
		byId.delete(message.id);
		byId.delete(message.immutableId);
	};
	all.forEach(index);

	const known = (name: string): Folder => {
		const found = mailbox.folder(name);
		if (!found) throw new Error(`No folder ${name}`);
		return found;
	};
	const touch = (message: StoredMessage) => {
		message.version += 1;
		message.properties.lastModifiedDateTime = graphTime(Date.now());
	};
	const drop = (message: StoredMessage) => {
		unindex(message);
		const at = all.indexOf(message);
		if (at >= 0) all.splice(at, 1);
	};

	const own = { emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName } };
	const leaveDrafts = (message: StoredMessage, save: boolean) => {
		const { send } = port.settings;
		const now = graphTime(Date.now());
		unindex(message);
		if (send.changesId) message.id = exchangeId(randomUUID());
		if (send.changesImmutableId) message.immutableId = immutableId(randomUUID());
		message.folderId = known('sentitems').id;
		message.properties.sender ??= own;
		message.properties.from ??= own;
		Object.assign(message.properties, {
			isDraft: false,
			isRead: true,
			sentDateTime: now,
			receivedDateTime: now,
		});
		touch(message);
		index(message);
		port.deliver(mailbox, message);
		if (!save) drop(message);
	};

	/** Moves messages whose time has come: nothing runs by timers, so nothing is left over when a test ends. */
	const settle = () => {
		const now = Date.now();
		pending = pending.filter((message) => {
			const { submission } = message;
			if (!submission) return false;
			if (!submission.moved && now >= submission.leavesDraftsAt) {
				submission.moved = true;
				leaveDrafts(message, submission.save);
			}
			return now < submission.appearsAt;
		});
	};
	const hidden = (message: StoredMessage) =>
		message.submission !== undefined && message.submission.moved && Date.now() < message.submission.appearsAt;

	const mailbox: Mailbox = {
		user,
		folders,
		all,
		events: [],
		folder(idOrName) {
			const name = idOrName.toLowerCase();
			return folders.find(({ id, wellKnownName }) => id === idOrName || wellKnownName === name);
		},
		visible() {
			settle();
			return pending.length === 0 ? all : all.filter((message) => !hidden(message));
		},
		messagesIn(folder) {
			const { id } = known(folder);
			return mailbox.visible().filter(({ folderId }) => folderId === id);
		},
		find(id) {
			settle();
			const message = byId.get(id);
			return message && !hidden(message) ? message : undefined;
		},
		create(folderId, { properties, attachments = [], extended = [] }) {
			const name = randomUUID();
			const now = graphTime(Date.now());
			const body = properties.body ?? { contentType: 'text' as const, content: '' };
			const id = exchangeId(name);
			const message: StoredMessage = {
				id,
				immutableId: immutableId(name),
				folderId,
				version: 0,
				properties: {
					createdDateTime: now,
					lastModifiedDateTime: now,
					receivedDateTime: now,
					sentDateTime: now,
					categories: [],
					internetMessageId: `<${shortKey(name)}@contoso.example>`,
					subject: '',
					importance: 'normal',
					conversationId: exchangeId(`conversation ${name}`),
					conversationIndex: Buffer.from(`01${shortKey(name)}`).toString('base64'),
					isDeliveryReceiptRequested: false,
					isReadReceiptRequested: false,
					isRead: true,
					isDraft: true,
					webLink: `https://outlook.office365.example/owa/?ItemID=${encodeURIComponent(id)}`,
					inferenceClassification: 'focused',
					sender: own,
					from: own,
					toRecipients: [],
					ccRecipients: [],
					bccRecipients: [],
					replyTo: [],
					flag: { flagStatus: 'notFlagged' },
					...properties,
					body,
					bodyPreview: previewOf(body),
					hasAttachments: attachments.some(({ isInline }) => !isInline),
				},
				attachments,
				extended,
			};
			all.push(message);
			index(message);
			return message;
		},
		change(message, properties) {
			Object.assign(message.properties, properties);
			if (properties.body) message.properties.bodyPreview = previewOf(properties.body);
			touch(message);
		},
		move(message, folderId) {
			unindex(message);
			message.id = exchangeId(randomUUID());
			message.folderId = folderId;
			touch(message);
			index(message);
		},
		copy(message, folderId) {
			const copied = mailbox.create(folderId, {
				properties: structuredClone(message.properties),
				attachments: message.attachments.map((attachment) => ({
					...attachment,
					id: exchangeId(randomUUID()),
				})),
				extended: structuredClone(message.extended),
			});
			if (message.properties.from === undefined) leaveOpen(copied);
			return copied;
		},
		remove: drop,
		submit(message, via, save) {
			const { lingerMs, hiddenMs } = port.settings.send;
			const leavesDraftsAt = Math.max(Date.now() + lingerMs, heldUntil(message, via, port.settings));
			port.submitted(mailbox, message, via);
			message.submission = { leavesDraftsAt, appearsAt: leavesDraftsAt + hiddenMs, save, moved: false };
			if (!pending.includes(message)) pending.push(message);
			settle();
		},
		createFolder(displayName, parentFolderId) {
			const folder: Folder = { id: exchangeId(randomUUID()), displayName, parentFolderId, isHidden: false };
			folders.push(folder);
			return folder;
		},
	};
	return mailbox;
}

/** Recorded answers: a draft has no sender until it's sent or someone is set. */
export function leaveOpen({ properties }: StoredMessage): void {
	delete properties.from;
	delete properties.sender;
}
