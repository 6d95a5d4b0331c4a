import type { Message } from '@microsoft/microsoft-graph-types';
import { badRequest, GraphError } from './errors';
import { readAttachment } from './state/attachments';
import type { ExtendedProperty } from './state/messages';
import type { NewMessage } from './state/mailbox';

const recipientLists = ['toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo'] as const;

/** Properties that a request may name, in addition to those that Graph computes. */
const writable = [
	...recipientLists,
	'body',
	'categories',
	'flag',
	'from',
	'importance',
	'inferenceClassification',
	'internetMessageHeaders',
	'internetMessageId',
	'isDeliveryReceiptRequested',
	'isRead',
	'isReadReceiptRequested',
	'sender',
	'subject',
];
/** A request may name them; they have no effect. */
const ignored = [
	'id',
	'createdDateTime',
	'lastModifiedDateTime',
	'changeKey',
	'bodyPreview',
	'hasAttachments',
	'isDraft',
	'parentFolderId',
	'conversationId',
	'conversationIndex',
	'receivedDateTime',
	'sentDateTime',
	'webLink',
	'uniqueBody',
];

const unknownProperty = (name: string, type: string) =>
	new GraphError(
		400,
		'RequestBodyRead',
		`The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
	);

export function readObject(value: unknown, name: string): Record<string, unknown> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as Record<string, unknown>;
	throw new GraphError(
		400,
		'RequestBodyRead',
		`An unexpected value was found for '${name}': an object was expected.`,
	);
}

function readRecipients(value: unknown, name: string): Message['toRecipients'] {
	if (!Array.isArray(value))
		throw new GraphError(
			400,
			'RequestBodyRead',
			`An unexpected value was found for '${name}': a collection was expected.`,
		);
	return value.map((one: unknown) => {
		const { emailAddress, ...rest } = readObject(one, name);
		const [unknown] = Object.keys(rest).filter((key) => !key.startsWith('@odata.'));
		if (unknown) throw unknownProperty(unknown, 'microsoft.graph.recipient');
		const { address, name: display } = readObject(emailAddress ?? {}, 'emailAddress');
		if (typeof address !== 'string' || address === '') {
			throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
		}
		return { emailAddress: { name: typeof display === 'string' && display ? display : address, address } };
	});
}

function readBody(value: unknown): Message['body'] {
	const { contentType = 'text', content = '', ...rest } = readObject(value, 'body');
	const [unknown] = Object.keys(rest).filter((key) => !key.startsWith('@odata.'));
	if (unknown) throw unknownProperty(unknown, 'microsoft.graph.itemBody');
	const type = String(contentType).toLowerCase();
	if (type !== 'text' && type !== 'html') {
		throw new GraphError(
			400,
			'RequestBodyRead',
			`Cannot convert the literal '${String(contentType)}' to the expected type 'microsoft.graph.bodyType'.`,
		);
	}
	return { contentType: type, content: String(content ?? '') };
}

function readExtended(value: unknown): ExtendedProperty[] {
	if (!Array.isArray(value)) throw badRequest('singleValueExtendedProperties must be a collection.');
	return value.map((one: unknown) => {
		const { id, value: held } = readObject(one, 'singleValueExtendedProperties');
		// Graph reference, "Extended properties": `{type} {guid} Name {name}` or Id, or a proptag.
		if (
			typeof id !== 'string' ||
			!/^\w+ (\{?[0-9a-f-]{36}\}? (Name \S.*|Id 0x[0-9a-f]+)|0x[0-9a-f]+)$/i.test(id)
		) {
			throw new GraphError(
				400,
				'ErrorInvalidExtendedProperty',
				`The extended property id is not valid: '${String(id)}'.`,
			);
		}
		if (typeof held !== 'string')
			throw new GraphError(
				400,
				'ErrorInvalidExtendedPropertyValue',
				'The extended property value is not valid.',
			);
		return { id, value: held };
	});
}

/**
 * A message as a request brings it: whole for a new one, in parts for a change.
 * @param value the parsed JSON
 * @returns only what the request names
 * @throws GraphError 400
 */
export function readMessage(value: unknown): NewMessage {
	const properties: Message = {};
	const content: NewMessage = { properties };
	for (const [name, held] of Object.entries(readObject(value, 'message'))) {
		if (name.startsWith('@odata.') || ignored.includes(name)) continue;
		if (name === 'attachments') {
			if (!Array.isArray(held)) throw badRequest('attachments must be a collection.');
			content.attachments = held.map(readAttachment);
		} else if (name === 'singleValueExtendedProperties') content.extended = readExtended(held);
		else if (recipientLists.some((list) => list === name))
			Object.assign(properties, { [name]: readRecipients(held, name) });
		else if (name === 'body') properties.body = readBody(held);
		else if (name === 'from' || name === 'sender') properties[name] = readRecipients([held], name)?.[0];
		else if (name === 'importance')
			properties.importance = readEnum(held, name, ['low', 'normal', 'high'] as const);
		else if (name === 'isRead' || /^is.*Requested$/.test(name)) {
			if (typeof held !== 'boolean')
				throw new GraphError(
					400,
					'RequestBodyRead',
					`Cannot convert a value to target type 'Edm.Boolean' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.`,
				);
			Object.assign(properties, { [name]: held });
		} else if (name === 'subject') {
			if (typeof held !== 'string' && held !== null)
				throw new GraphError(400, 'RequestBodyRead', `Cannot convert a value to target type 'Edm.String'.`);
			properties.subject = held ?? '';
		} else if (name === 'internetMessageHeaders') properties.internetMessageHeaders = readHeaders(held);
		else if (writable.includes(name)) Object.assign(properties, { [name]: held });
		else throw unknownProperty(name, 'microsoft.graph.message');
	}
	return content;
}

function readEnum<T extends string>(value: unknown, name: string, values: readonly T[]): T {
	const found = values.find((one) => one === String(value).toLowerCase());
	if (found) return found;
	throw new GraphError(
		400,
		'RequestBodyRead',
		`Cannot convert the literal '${String(value)}' to the expected type 'microsoft.graph.${name}'.`,
	);
}

function readHeaders(value: unknown): Message['internetMessageHeaders'] {
	if (!Array.isArray(value)) throw badRequest('internetMessageHeaders must be a collection.');
	return value.map((one: unknown) => {
		const { name, value: held } = readObject(one, 'internetMessageHeaders');
		if (typeof name !== 'string' || !/^x-/i.test(name)) {
			throw new GraphError(
				400,
				'InvalidInternetMessageHeader',
				`The internet message header name '${String(name)}' should start with 'x-' or 'X-'.`,
			);
		}
		return { name, value: String(held) };
	});
}

/** @throws GraphError 400 `ErrorInvalidRecipients` for mail without recipients */
export function requireRecipients(properties: Message): void {
	const { toRecipients, ccRecipients, bccRecipients } = properties;
	const everyone = [...(toRecipients ?? []), ...(ccRecipients ?? []), ...(bccRecipients ?? [])];
	const valid = everyone.every(({ emailAddress }) => /^[^\s@]+@[^\s@]+$/.test(emailAddress?.address ?? ''));
	if (everyone.length === 0 || !valid) {
		throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
	}
}
