import type { CallContext, GraphAnswer } from '../call';
import { GraphError } from '../errors';
import { readMessage, requireRecipients } from '../messageBody';
import { messageAnswer, messageRoute } from '../messageRoute';
import { folderOf, mailboxOf } from '../outlook';
import { permissions } from '../permissions';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { leaveOpen } from '../state/mailbox';
import { accepted } from './sendMail';

const write = permissions.writeMail;

/** Properties that can be changed in drafts only (Graph reference: "Update message"). */
const draftOnly = [
	'bccRecipients',
	'body',
	'ccRecipients',
	'internetMessageHeaders',
	'internetMessageId',
	'replyTo',
	'sender',
	'subject',
	'toRecipients',
];

function createIn(world: GraphWorld, context: CallContext, folder: string): GraphAnswer {
	const mailbox = mailboxOf(world, context);
	const { id } = folderOf(mailbox, folder);
	const message = mailbox.create(id, readMessage(context.call.body));
	const { from, sender } = (context.call.body ?? {}) as { from?: unknown; sender?: unknown };
	if (from === undefined && sender === undefined) leaveOpen(message);
	return messageAnswer(context, message, 201);
}

export const draftRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/users/{id}/messages',
		service: 'mail',
		permissions: write,
		handle: (world, context) => createIn(world, context, 'drafts'),
	},
	{
		method: 'POST',
		path: '/users/{id}/mailFolders/{id}/messages',
		service: 'mail',
		permissions: write,
		handle: (world, context) => createIn(world, context, context.params[1]),
	},
	...messageRoute({
		method: 'PATCH',
		action: '',
		permissions: write,
		handle: (_world, context) => {
			const { mailbox, message, call } = context;
			const { properties, extended = [] } = readMessage(call.body);
			const locked = draftOnly.find((name) => name in properties);
			if (locked && !message.properties.isDraft) {
				throw new GraphError(
					400,
					'ErrorInvalidPropertySet',
					`The property '${locked}' can be changed in a draft only.`,
				);
			}
			for (const property of extended) {
				const held = message.extended.find(({ id }) => id.toLowerCase() === property.id.toLowerCase());
				if (held) held.value = property.value;
				else message.extended.push(property);
			}
			mailbox.change(message, properties);
			return messageAnswer(context, message);
		},
	}),
	...messageRoute({
		method: 'DELETE',
		action: '',
		permissions: write,
		handle: (_world, { mailbox, message }) => {
			const deleted = folderOf(mailbox, 'deleteditems');
			// A deleted message goes to Deleted Items; from there it goes where Graph doesn't show it.
			if (message.folderId === deleted.id) mailbox.remove(message);
			else mailbox.move(message, deleted.id);
			return { status: 204 };
		},
	}),
	...messageRoute({
		method: 'POST',
		action: '/permanentDelete',
		permissions: write,
		handle: (_world, { mailbox, message }) => {
			mailbox.remove(message);
			return { status: 204 };
		},
	}),
	...messageRoute({
		method: 'POST',
		action: '/send',
		permissions: permissions.sendMail,
		handle: (world, { mailbox, message }) => {
			if (!message.properties.isDraft) {
				throw new GraphError(400, 'ErrorInvalidRequest', 'The message is no draft: it cannot be sent.');
			}
			if (message.submission && world.settings.send.resubmit === 'refused') {
				throw new GraphError(400, 'ErrorSubmissionInProgress', 'The message was submitted already.');
			}
			requireRecipients(message.properties);
			mailbox.submit(message, 'send', true);
			return accepted(world);
		},
	}),
];
