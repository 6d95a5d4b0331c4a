import type { CallContext, GraphAnswer } from './call';
import { GraphError } from './errors';
import { messageShape } from './messageQuery';
import { folderOf, mailboxOf, messageOf } from './outlook';
import { entityAnswer } from './paging';
import type { Route } from './router';
import { etagOf } from './state/messages';
import type { StoredMessage } from './state/messages';
import type { Mailbox } from './state/mailbox';
import type { GraphWorld } from './world';

/** What an action on one message works with. */
export interface MessageContext extends CallContext {
	mailbox: Mailbox;
	message: StoredMessage;
	/** Placeholders after the message's. */
	rest: string[];
}

export interface MessageAction {
	method: string;
	/** After the message's id: '' or `/send`. */
	action: string;
	permissions: readonly string[];
	handle(world: GraphWorld, context: MessageContext): GraphAnswer;
}

/** Outlook compares `If-Match` with the change key. */
function checkMatch({ headers }: CallContext['call'], message: StoredMessage): void {
	const wanted = headers['if-match'];
	if (wanted === undefined || wanted === '*' || wanted === etagOf(message)) return;
	throw new GraphError(
		412,
		'ErrorIrresolvableConflict',
		'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
	);
}

/**
 * An action on a message is reached through the mailbox and through the message's folder.
 * @returns both routes
 */
export function messageRoute({ method, action, permissions, handle }: MessageAction): Route[] {
	const route = (prefix: string, inFolder: boolean): Route => ({
		method,
		path: `${prefix}/messages/{id}${action}`,
		service: 'mail',
		permissions,
		handle: (world, context) => {
			const [, ...ids] = context.params;
			const mailbox = mailboxOf(world, context);
			const folder = inFolder ? folderOf(mailbox, ids.shift() ?? '') : undefined;
			const [messageId, ...rest] = ids;
			const message = messageOf(mailbox, messageId, folder);
			if (method !== 'GET') checkMatch(context.call, message);
			return handle(world, { ...context, mailbox, message, rest });
		},
	});
	return [route('/users/{id}', false), route('/users/{id}/mailFolders/{id}', true)];
}

/**
 * The answer that shows one message.
 * @param status 200 or 201
 */
export function messageAnswer(context: CallContext, message: StoredMessage, status = 200): GraphAnswer {
	const { show, header, selected } = messageShape(context);
	const name = `users('${context.params[0]}')/messages${selected}`;
	const answer = entityAnswer(context.call, name, show(message), status);
	return { ...answer, headers: { ...answer.headers, ...header } };
}
