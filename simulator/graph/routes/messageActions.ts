import type { Message } from '@microsoft/microsoft-graph-types';
import { preferences } from '../call';
import { badRequest, GraphError } from '../errors';
import { readMessage, readObject, requireRecipients } from '../messageBody';
import { messageAnswer, messageRoute } from '../messageRoute';
import type { MessageContext } from '../messageRoute';
import { folderOf } from '../outlook';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { checkZone } from '../state/events';
import type { StoredMessage } from '../state/messages';
import { accepted } from './sendMail';

type Kind = 'reply' | 'replyAll' | 'forward';

function destination({ mailbox, call }: MessageContext): string {
	const { destinationId } = readObject(call.body ?? {}, 'body');
	if (typeof destinationId !== 'string' || destinationId === '') {
		throw new GraphError(400, 'ErrorInvalidParameter', "Required parameter 'DestinationId' is missing.");
	}
	return folderOf(mailbox, destinationId).id;
}

const escapeHtml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function recipientsOf(kind: Kind, { mailbox, message }: MessageContext): Message {
	if (kind === 'forward') return {};
	const { from, replyTo, toRecipients, ccRecipients } = message.properties;
	const sender = replyTo && replyTo.length > 0 ? replyTo : from ? [from] : [];
	if (kind === 'reply') return { toRecipients: sender };
	const own = (mailbox.user.mail ?? '').toLowerCase();
	const others = (list: Message['toRecipients']) =>
		(list ?? []).filter(({ emailAddress }) => emailAddress?.address?.toLowerCase() !== own);
	return { toRecipients: [...sender, ...others(toRecipients)], ccRecipients: others(ccRecipients) };
}

/** When a quoted message was sent: in UTC, unless another time zone is preferred. */
function clockIn({ headers }: MessageContext['call'], iso: string): string {
	const timeZone = preferences(headers).get('outlook.timezone') ?? 'UTC';
	checkZone(timeZone);
	return iso === '' ? '' : new Date(iso).toLocaleString('en-US', { timeZone });
}

/** The answer to a message, as a draft (Graph reference: "message: reply", "replyAll", "forward"). */
function answerTo(
	kind: Kind,
	context: MessageContext,
	{ withComment }: { withComment: boolean },
): StoredMessage {
	const { mailbox, message, call } = context;
	const {
		message: changes,
		comment,
		toRecipients,
		...rest
	} = readObject(call.body ?? {}, 'body') as Record<string, unknown>;
	const unknown = Object.keys(rest).find((name) => name !== 'Comment');
	if (unknown)
		throw badRequest(
			`The parameter '${unknown}' in the request payload is not a valid parameter for the operation '${kind}'.`,
		);
	const { properties, attachments, extended } = readMessage(changes ?? {});
	if (typeof comment === 'string' && properties.body) {
		throw new GraphError(
			400,
			'ErrorInvalidRequest',
			'Give either a comment or the body of the message, not both.',
		);
	}
	const to = toRecipients === undefined ? {} : readMessage({ toRecipients }).properties;
	const original = message.properties;
	const quoted =
		original.body?.contentType === 'html' ? original.body.content : escapeHtml(original.body?.content ?? '');
	const head = `<hr><b>From:</b> ${escapeHtml(original.from?.emailAddress?.address ?? '')}<br><b>Sent:</b> ${clockIn(call, original.sentDateTime ?? '')}<br><b>Subject:</b> ${escapeHtml(original.subject ?? '')}<br>`;
	// A comment is HTML.
	const above = withComment && typeof comment === 'string' ? comment : '';
	const prefix = kind === 'forward' ? 'Fw: ' : 'Re: ';
	const subject = original.subject ?? '';
	return mailbox.create(folderOf(mailbox, 'drafts').id, {
		properties: {
			subject: subject.startsWith(prefix) ? subject : prefix + subject,
			conversationId: original.conversationId,
			body: {
				contentType: 'html',
				content: `<html><head><style>p { margin: 0 }</style></head><body>${above}${head}${quoted}</body></html>`,
			},
			...recipientsOf(kind, context),
			...properties,
			...to,
		},
		attachments: [
			...(kind === 'forward' ? structuredClone(message.attachments) : []),
			...(attachments ?? []),
		],
		extended,
	});
}

const answering = (kind: Kind, createAction: string): Route[] => [
	...messageRoute({
		method: 'POST',
		action: `/${kind}`,
		permissions: permissions.sendMail,
		handle: (world, context) => {
			const draft = answerTo(kind, context, { withComment: true });
			try {
				requireRecipients(draft.properties);
			} catch (error) {
				context.mailbox.remove(draft);
				throw error;
			}
			context.mailbox.submit(draft, kind, true);
			return accepted(world);
		},
	}),
	...messageRoute({
		method: 'POST',
		action: `/${createAction}`,
		permissions: permissions.writeMail,
		handle: (world, context) => {
			// "The comment parameter does not become part of the body" of a draft ("Known issues"); reports differ.
			const withComment = world.settings.outlook.draftComment === 'taken';
			return messageAnswer(context, answerTo(kind, context, { withComment }), 201);
		},
	}),
];

export const messageActionRoutes: readonly Route[] = [
	...messageRoute({
		method: 'POST',
		action: '/move',
		permissions: permissions.writeMail,
		handle: (_world, context) => {
			context.mailbox.move(context.message, destination(context));
			return messageAnswer(context, context.message, 201);
		},
	}),
	...messageRoute({
		method: 'POST',
		action: '/copy',
		permissions: permissions.writeMail,
		handle: (_world, context) =>
			messageAnswer(context, context.mailbox.copy(context.message, destination(context)), 201),
	}),
	...answering('reply', 'createReply'),
	...answering('replyAll', 'createReplyAll'),
	...answering('forward', 'createForward'),
];
