import type { Message } from '@microsoft/microsoft-graph-types';
import { GraphError } from './graph/errors';
import { folderOf, mailboxOwner, messageOf } from './graph/outlook';
import type { Entity } from './graph/entity';
import { changeAlert, raiseAlert } from './graph/routes/security';
import { changeInChannel, sampleChannel, sampleTeam, writeInChannel } from './graph/routes/teams';
import { makeAttachment } from './graph/state/attachments';
import type { Mailbox } from './graph/state/mailbox';
import type { StoredMessage } from './graph/state/messages';
import type { GraphWorld } from './graph/world';

/** A message from outside: every property of Graph's message may be given. */
export interface IncomingMessage extends Omit<Message, 'from' | 'body' | 'attachments'> {
	/** Well-known name or ID; the Inbox by default. */
	folder?: string;
	/** Address of who wrote it. */
	from?: string;
	/** Its text. */
	body?: string;
	/** Attached files: their names and text. */
	attachments?: Array<{ name: string; content: string; contentType?: string }>;
}

/** Which channel; the sample one by default. */
export interface ChannelPlace {
	team?: string;
	channel?: string;
}

/**
 * What happens in a tenant without a request of the app. Notifications of it go out at once, as for what the API
 * changes. Errors are Graph's, such as for a mailbox that doesn't exist.
 */
export interface TenantEvents {
	deliverMessage(user: string, message?: IncomingMessage): StoredMessage;
	/** @param id ordinary or immutable */
	changeMessage(user: string, id: string, properties: Message): StoredMessage;
	moveMessage(user: string, id: string, folder: string): StoredMessage;
	/** Moves it to Deleted Items; from there, or with `permanently`, it is gone. */
	deleteMessage(user: string, id: string, permanently?: boolean): void;
	/** @param own `content`, `replyToId` for a reply, and other properties */
	writeInChannel(own?: Record<string, unknown>, place?: ChannelPlace): Entity;
	changeInChannel(id: string, own: Record<string, unknown>, place?: ChannelPlace): Entity;
	/** As in Teams: the message stays, without its text. */
	deleteInChannel(id: string, place?: ChannelPlace): Entity;
	raiseAlert(own?: Partial<Entity>): Entity;
	changeAlert(id: string, own: Partial<Entity>): Entity;
}

/** @param world of the tenant */
export function createTenantEvents(world: GraphWorld): TenantEvents {
	const mailboxOf = (user: string) => world.state.mailbox(mailboxOwner(world, user).id);
	/** Checks before, too: changes without a request are separate changes. */
	const noticed = <T>(effect: () => T): T => {
		world.notifier.look();
		const result = effect();
		world.notifier.look();
		return result;
	};
	const withMessage = (
		user: string,
		id: string,
		effect: (mailbox: Mailbox, message: StoredMessage) => void,
	) =>
		noticed(() => {
			const mailbox = mailboxOf(user);
			const message = messageOf(mailbox, id);
			effect(mailbox, message);
			return message;
		});
	return {
		deliverMessage: (user, message = {}) => noticed(() => deliver(mailboxOf(user), message)),
		changeMessage: (user, id, properties) =>
			withMessage(user, id, (mailbox, message) => mailbox.change(message, properties)),
		moveMessage: (user, id, folder) =>
			withMessage(user, id, (mailbox, message) => mailbox.move(message, folderOf(mailbox, folder).id)),
		deleteMessage: (user, id, permanently = false) =>
			void withMessage(user, id, (mailbox, message) => {
				const deleted = folderOf(mailbox, 'deleteditems').id;
				if (permanently || message.folderId === deleted) mailbox.remove(message);
				else mailbox.move(message, deleted);
			}),
		writeInChannel: (own = {}, { team = sampleTeam, channel = sampleChannel } = {}) =>
			noticed(() => writeInChannel(world, team, channel, own)),
		changeInChannel: (id, own, { team = sampleTeam, channel = sampleChannel } = {}) =>
			noticed(() => changeInChannel(world, team, channel, id, own)),
		deleteInChannel: (id, { team = sampleTeam, channel = sampleChannel } = {}) =>
			noticed(() =>
				changeInChannel(world, team, channel, id, {
					content: '',
					deletedDateTime: new Date().toISOString(),
				}),
			),
		raiseAlert: (own) => noticed(() => raiseAlert(world, own)),
		changeAlert: (id, own) => noticed(() => changeAlert(world, id, own)),
	};
}

function deliver(mailbox: Mailbox, given: IncomingMessage): StoredMessage {
	const { folder = 'inbox', from = 'pat@fabrikam.example', body = '', attachments = [], ...own } = given;
	const sender = { emailAddress: { name: from, address: from } };
	const { displayName, mail } = mailbox.user;
	return mailbox.create(folderOf(mailbox, folder).id, {
		properties: {
			isDraft: false,
			isRead: false,
			from: sender,
			sender,
			toRecipients: [{ emailAddress: { name: displayName, address: mail ?? '' } }],
			body: { contentType: 'text', content: body },
			...own,
		},
		attachments: attachments.map(({ name, content, contentType = 'text/plain' }) =>
			makeAttachment({
				type: '#microsoft.graph.fileAttachment',
				name,
				contentType,
				isInline: false,
				contentId: null,
				content: Buffer.from(content),
			}),
		),
	});
}

/** The HTTP status of such an error. */
export const statusOf = (error: unknown): number => (error instanceof GraphError ? error.status : 400);
