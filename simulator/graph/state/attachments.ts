import { randomUUID } from 'node:crypto';
import { badRequest, GraphError } from '../errors';
import { exchangeId } from './ids';
import { graphTime } from './messages';
import type { StoredAttachment } from './messages';

const writable = [
	'@odata.type',
	'id',
	'name',
	'contentType',
	'contentBytes',
	'isInline',
	'contentId',
	'contentLocation',
	'size',
	'lastModifiedDateTime',
];
const types = [
	'#microsoft.graph.fileAttachment',
	'#microsoft.graph.itemAttachment',
	'#microsoft.graph.referenceAttachment',
];

/**
 * An attachment as a request brings it.
 * @throws GraphError 400 for a type, property, or content that Graph doesn't accept
 */
export function readAttachment(value: unknown): StoredAttachment {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw badRequest('An attachment must be an object.');
	const attachment = value as Record<string, unknown>;
	const rawType = attachment['@odata.type'];
	const type = types.find((one) => one === rawType || one.slice(1) === rawType);
	if (!type) {
		const missing = Object.keys(attachment).find((name) => name.startsWith('content')) ?? 'contentBytes';
		throw new GraphError(
			400,
			'RequestBodyRead',
			`The property '${missing}' does not exist on type 'microsoft.graph.attachment'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
		);
	}
	if (type === '#microsoft.graph.fileAttachment') {
		const unknown = Object.keys(attachment).find((name) => !writable.includes(name));
		if (unknown) {
			throw new GraphError(
				400,
				'RequestBodyRead',
				`The property '${unknown}' does not exist on type 'microsoft.graph.fileAttachment'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
			);
		}
	}
	if (typeof attachment.name !== 'string' || attachment.name === '') {
		throw new GraphError(400, 'ErrorInvalidRequest', 'Required property name is missing in the attachment.');
	}
	const bytes = attachment.contentBytes ?? '';
	if (typeof bytes !== 'string' || !isBase64(bytes)) {
		throw badRequest("Cannot convert the literal to the expected type 'Edm.Binary'.");
	}
	if (type === '#microsoft.graph.fileAttachment' && attachment.contentBytes === undefined) {
		throw new GraphError(
			400,
			'ErrorInvalidRequest',
			'Required property contentBytes is missing in the attachment.',
		);
	}
	// An attached item is stored as received.
	const item = type === '#microsoft.graph.itemAttachment' ? JSON.stringify(attachment.item ?? {}) : undefined;
	const content = item === undefined ? Buffer.from(bytes, 'base64') : Buffer.from(item);
	return makeAttachment({
		type: type as StoredAttachment['type'],
		name: attachment.name,
		contentType: typeof attachment.contentType === 'string' ? attachment.contentType : null,
		isInline: attachment.isInline === true,
		contentId: typeof attachment.contentId === 'string' ? attachment.contentId : null,
		content,
	});
}

/** An attachment with an id of its own. */
export function makeAttachment(
	attachment: Omit<StoredAttachment, 'id' | 'size' | 'lastModifiedDateTime'>,
): StoredAttachment {
	return {
		...attachment,
		id: exchangeId(randomUUID()),
		size: attachment.content.length,
		lastModifiedDateTime: graphTime(Date.now()),
	};
}

/** What an answer shows of an attachment. */
export function attachmentView(attachment: StoredAttachment): Record<string, unknown> {
	const { id, type, name, contentType, size, isInline, contentId, content, lastModifiedDateTime } =
		attachment;
	return {
		'@odata.type': type,
		'@odata.mediaContentType': contentType ?? 'application/octet-stream',
		id,
		lastModifiedDateTime,
		name,
		contentType,
		// Exchange counts the overhead of the content too.
		size: size + 200,
		isInline,
		...(type === '#microsoft.graph.fileAttachment'
			? { contentId, contentLocation: null, contentBytes: content.toString('base64') }
			: {}),
	};
}

/** Searches for invalid characters: a pattern for all of it would need too much stack for megabytes. */
const isBase64 = (text: string) =>
	text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''));
