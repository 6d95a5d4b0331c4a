import type { Message } from '@microsoft/microsoft-graph-types';
import type { CallContext, GraphAnswer } from '../call';
import { badRequest, GraphError } from '../errors';
import { readMessage, readObject, requireRecipients } from '../messageBody';
import { mailboxOf } from '../outlook';
import { permissions } from '../permissions';
import type { Route } from '../router';
import type { NewMessage } from '../state/mailbox';
import { retryAfter } from '../throttle';
import type { GraphWorld } from '../world';

/** "Accepted": delivery comes after. */
export function accepted({ settings }: GraphWorld): GraphAnswer {
	const { acceptedRetryAfter } = settings.send;
	return {
		status: 202,
		headers: acceptedRetryAfter === null ? {} : retryAfter(acceptedRetryAfter, settings.retryAfterAs),
	};
}

/** Mail in MIME form: base64 of RFC 5322 text; its headers decide. */
function readMime(raw: Buffer): NewMessage {
	const text = raw.toString('latin1').trim();
	if (text === '' || /[^A-Za-z0-9+/=\r\n]/.test(text))
		throw new GraphError(
			400,
			'ErrorMimeContentInvalidBase64String',
			'Invalid base64 string for MIME content.',
		);
	const [head, ...rest] = Buffer.from(text, 'base64')
		.toString('utf8')
		.split(/\r?\n\r?\n/);
	const header = (name: string) =>
		new RegExp(`^${name}: *(.*)$`, 'im').exec(head.replace(/\r?\n[ \t]+/g, ' '))?.[1];
	const people = (name: string): Message['toRecipients'] =>
		(header(name)?.match(/[^\s<>,;"]+/g) ?? [])
			.filter((word) => /.@./.test(word))
			.map((address) => ({ emailAddress: { name: address, address } }));
	return {
		properties: {
			subject: header('subject') ?? '',
			toRecipients: people('to'),
			ccRecipients: people('cc'),
			bccRecipients: people('bcc'),
			body: { contentType: 'text', content: rest.join('\r\n\r\n') },
		},
	};
}

function readRequest({ call }: CallContext): { content: NewMessage; save: boolean } {
	if (call.raw && call.headers['content-type']?.startsWith('text/plain'))
		return { content: readMime(call.raw), save: true };
	const body: Record<string, unknown> = {};
	// Parameters of actions are matched without case.
	for (const [name, value] of Object.entries(readObject(call.body ?? {}, 'body')))
		body[name.toLowerCase()] = value;
	const unknown = Object.keys(body).find((name) => name !== 'message' && name !== 'savetosentitems');
	if (unknown) {
		throw badRequest(
			`The parameter '${unknown}' in the request payload is not a valid parameter for the operation 'sendMail'.`,
		);
	}
	if (body.message === undefined || body.message === null) {
		throw new GraphError(400, 'ErrorInvalidParameter', "Required parameter 'Message' is missing.");
	}
	const save = body.savetosentitems ?? true;
	// Examples in the reference write it as a text.
	return { content: readMessage(body.message), save: String(save).toLowerCase() !== 'false' };
}

export const sendMailRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/users/{id}/sendMail',
		service: 'mail',
		permissions: permissions.sendMail,
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const { content, save } = readRequest(context);
			requireRecipients(content.properties);
			const drafts = mailbox.folder('drafts');
			const message = mailbox.create(drafts?.id ?? '', content);
			mailbox.submit(message, 'sendMail', save);
			return accepted(world);
		},
	},
];
