import type { GraphAnswer, GraphCall } from '../call';
import { GraphError, itemNotFound } from '../errors';
import { readObject } from '../messageBody';
import { messageRoute } from '../messageRoute';
import { parseSelect } from '../odata/options';
import { mailboxOf } from '../outlook';
import { entityAnswer, listAnswer } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { attachmentView, readAttachment } from '../state/attachments';
import type { StoredAttachment } from '../state/messages';
import { uploadStatus, type UploadSession } from '../state/uploads';
import type { GraphWorld } from '../world';

const properties = [
	'id',
	'lastModifiedDateTime',
	'name',
	'contentType',
	'size',
	'isInline',
	'contentId',
	'contentLocation',
	'contentBytes',
];

/** "Attach large files to Outlook messages" says 3 MB; callers measured 2 MiB. */
const smallestUpload = 2 * 1024 * 1024;
const largestUpload = 150 * 1024 * 1024;

/** What attachments are attached to: a message or an event. */
interface Holder {
	/** Its path in the metadata, such as `users('…')/messages('…')`. */
	name: string;
	attachments: StoredAttachment[];
	/** Keeps whether it has attachments that aren't inline. */
	changed(): void;
	/** Where an upload session attaches its file. */
	target: Pick<UploadSession, 'userId' | 'messageId' | 'eventId'>;
}

/** An action on attachments. */
interface AttachmentAction {
	method: string;
	/** After the holder's ID. */
	action: string;
	kind: 'read' | 'write';
	handle(world: GraphWorld, call: GraphCall, holder: Holder, rest: readonly string[]): GraphAnswer;
}

const nameOf = ({ name }: Holder) => `${name}/attachments`;

function attachmentOf({ attachments }: Holder, [wanted]: readonly string[]): StoredAttachment {
	const found = attachments.find(({ id }) => id === wanted);
	if (!found) throw itemNotFound();
	return found;
}

function show(call: GraphCall, attachment: StoredAttachment): Record<string, unknown> {
	const view = attachmentView(attachment);
	const select = parseSelect(call.query.get('$select'), properties, 'microsoft.graph.attachment');
	if (!select) return view;
	const shown = ['@odata.type', '@odata.mediaContentType', 'id', ...select].filter((name) => name in view);
	return Object.fromEntries(shown.map((name) => [name, view[name]]));
}

const actions: readonly AttachmentAction[] = [
	{
		method: 'GET',
		action: '/attachments',
		kind: 'read',
		handle: (_world, call, holder) =>
			listAnswer(call, nameOf(holder), {
				items: holder.attachments.map((attachment) => show(call, attachment)),
			}),
	},
	{
		method: 'POST',
		action: '/attachments',
		kind: 'write',
		handle: (_world, call, holder) => {
			const attachment = readAttachment(call.body);
			holder.attachments.push(attachment);
			holder.changed();
			return entityAnswer(call, nameOf(holder), attachmentView(attachment), 201);
		},
	},
	{
		method: 'POST',
		action: '/attachments/createUploadSession',
		kind: 'write',
		handle: (world, call, holder) => {
			const body = readObject(call.body ?? {}, 'body');
			const item = readObject(body.AttachmentItem ?? body.attachmentItem ?? {}, 'AttachmentItem');
			const { attachmentType, name, size, contentType, isInline, contentId } = item;
			if (
				String(attachmentType).toLowerCase() !== 'file' ||
				typeof name !== 'string' ||
				name === '' ||
				!Number.isInteger(size)
			) {
				throw new GraphError(
					400,
					'ErrorInvalidRequest',
					'AttachmentItem needs attachmentType, name and size.',
				);
			}
			const bytes = Number(size);
			if (bytes < smallestUpload) {
				throw new GraphError(
					400,
					'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
					`The attachment size should not be less than ${smallestUpload} bytes.`,
				);
			}
			if (bytes > largestUpload) {
				throw new GraphError(
					413,
					'ErrorAttachmentSizeLimitExceeded',
					'The attachment size exceeds the limit of 150 MB.',
				);
			}
			const session = world.state.uploads.open({
				...holder.target,
				name,
				contentType: typeof contentType === 'string' ? contentType : null,
				isInline: isInline === true,
				contentId: typeof contentId === 'string' ? contentId : null,
				size: bytes,
			});
			const uploadUrl = `${world.urls().storageUrl}/upload/${session.token}?authtoken=${session.token}`;
			const context = `${call.base}/${call.version}/$metadata#microsoft.graph.uploadSession`;
			return { status: 201, body: { '@odata.context': context, uploadUrl, ...uploadStatus(session) } };
		},
	},
	{
		method: 'GET',
		action: '/attachments/{id}',
		kind: 'read',
		handle: (_world, call, holder, rest) =>
			entityAnswer(call, nameOf(holder), show(call, attachmentOf(holder, rest))),
	},
	{
		method: 'GET',
		action: '/attachments/{id}/$value',
		kind: 'read',
		handle: (_world, _call, holder, rest) => {
			const { content, contentType } = attachmentOf(holder, rest);
			return {
				status: 200,
				headers: { 'content-type': contentType ?? 'application/octet-stream' },
				body: content,
			};
		},
	},
	{
		method: 'DELETE',
		action: '/attachments/{id}',
		kind: 'write',
		handle: (_world, _call, holder, rest) => {
			holder.attachments.splice(holder.attachments.indexOf(attachmentOf(holder, rest)), 1);
			holder.changed();
			return { status: 204 };
		},
	},
];

const hasFiles = (attachments: readonly StoredAttachment[]) => attachments.some(({ isInline }) => !isInline);

const ofMessages = actions.flatMap(({ method, action, kind, handle }) =>
	messageRoute({
		method,
		action,
		permissions: kind === 'read' ? permissions.readMail : permissions.writeMail,
		handle: (world, { call, params, mailbox, message, rest }) => {
			const holder: Holder = {
				name: `users('${params[0]}')/messages('${params[params.length - 1]}')`,
				attachments: message.attachments,
				changed: () => mailbox.change(message, { hasAttachments: hasFiles(message.attachments) }),
				target: { userId: mailbox.user.id, messageId: message.immutableId },
			};
			return handle(world, call, holder, rest);
		},
	}),
);

const ofEvents = actions.map(({ method, action, kind, handle }): Route => ({
	method,
	path: `/users/{id}/events/{id}${action}`,
	service: 'calendar',
	permissions: kind === 'read' ? ['Calendars.Read', 'Calendars.ReadWrite'] : permissions.writeEvents,
	handle: (world, context) => {
		const { call, params } = context;
		const [user, id = '', ...rest] = params;
		const mailbox = mailboxOf(world, context);
		const event = mailbox.events.find((one) => one.id === id);
		if (!event) throw itemNotFound();
		const attachments = (event.attachments ??= []);
		const holder: Holder = {
			name: `users('${user}')/events('${id}')`,
			attachments,
			changed: () => {
				event.properties.hasAttachments = hasFiles(attachments);
			},
			target: { userId: mailbox.user.id, messageId: '', eventId: event.id },
		};
		return handle(world, call, holder, rest);
	},
}));

/** The attachments of messages and of events. */
export const attachmentRoutes: readonly Route[] = [...ofMessages, ...ofEvents];
