import { GraphError, itemNotFound } from '../errors';
import { readObject } from '../messageBody';
import { messageRoute } from '../messageRoute';
import type { MessageContext } from '../messageRoute';
import { parseSelect } from '../odata/options';
import { entityAnswer, listAnswer } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { attachmentView, readAttachment } from '../state/attachments';
import type { StoredAttachment } from '../state/messages';
import { uploadStatus } from '../state/uploads';

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

const nameOf = ({ params }: MessageContext) =>
	`users('${params[0]}')/messages('${params[params.length - 1]}')/attachments`;

function attachmentOf({ message, rest }: MessageContext): StoredAttachment {
	const found = message.attachments.find(({ id }) => id === rest[0]);
	if (!found) throw itemNotFound();
	return found;
}

function show(context: MessageContext, attachment: StoredAttachment): Record<string, unknown> {
	const view = attachmentView(attachment);
	const select = parseSelect(context.call.query.get('$select'), properties, 'microsoft.graph.attachment');
	if (!select) return view;
	const shown = ['@odata.type', '@odata.mediaContentType', 'id', ...select].filter((name) => name in view);
	return Object.fromEntries(shown.map((name) => [name, view[name]]));
}

export const attachmentRoutes: readonly Route[] = [
	...messageRoute({
		method: 'GET',
		action: '/attachments',
		permissions: permissions.readMail,
		handle: (_world, context) =>
			listAnswer(context.call, nameOf(context), {
				items: context.message.attachments.map((attachment) => show(context, attachment)),
			}),
	}),
	...messageRoute({
		method: 'POST',
		action: '/attachments',
		permissions: permissions.writeMail,
		handle: (_world, context) => {
			const { mailbox, message, call } = context;
			const attachment = readAttachment(call.body);
			message.attachments.push(attachment);
			mailbox.change(message, attachment.isInline ? {} : { hasAttachments: true });
			return entityAnswer(call, nameOf(context), attachmentView(attachment), 201);
		},
	}),
	...messageRoute({
		method: 'POST',
		action: '/attachments/createUploadSession',
		permissions: permissions.writeMail,
		handle: (world, { mailbox, message, call }) => {
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
				userId: mailbox.user.id,
				messageId: message.immutableId,
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
	}),
	...messageRoute({
		method: 'GET',
		action: '/attachments/{id}',
		permissions: permissions.readMail,
		handle: (_world, context) =>
			entityAnswer(context.call, nameOf(context), show(context, attachmentOf(context))),
	}),
	...messageRoute({
		method: 'GET',
		action: '/attachments/{id}/$value',
		permissions: permissions.readMail,
		handle: (_world, context) => {
			const { content, contentType } = attachmentOf(context);
			return {
				status: 200,
				headers: { 'content-type': contentType ?? 'application/octet-stream' },
				body: content,
			};
		},
	}),
	...messageRoute({
		method: 'DELETE',
		action: '/attachments/{id}',
		permissions: permissions.writeMail,
		handle: (_world, context) => {
			const { mailbox, message } = context;
			message.attachments.splice(message.attachments.indexOf(attachmentOf(context)), 1);
			mailbox.change(message, { hasAttachments: message.attachments.some(({ isInline }) => !isInline) });
			return { status: 204 };
		},
	}),
];
