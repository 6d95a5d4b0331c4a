import type { IDataObject } from 'n8n-workflow';

import type { GraphResponse } from '../../../graph/graphRequest';
import { isNotFound } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { rangeUnit } from '../../../graph/files/upload';
import { caught } from '../../../../credentials/auth/core/caught';
import { mailHeaders } from '../../../shared/fields/mail';
import { wholeOf, type FileSource } from '../../../shared/parameters/fileSource';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { ItemRun } from '../../../shared/itemRun';

/** The most bytes that Graph takes in one request (source: "Attach large files to Outlook messages"). */
const maxRequestBytes = 4 * 1024 * 1024;
/** Bytes reserved for the rest of the request around a message or an attachment. */
const frame = 4096;
/** The most bytes of one file. Source: "Attach large files to Outlook messages". */
const maxFileBytes = 150 * 1024 * 1024;
/** Bytes of one range: each has to be under 4 MB. Source: "Attach large files to Outlook messages". */
const rangeSize = 12 * rangeUnit;

/** What is to be attached to a message or event. */
export interface ToAttach {
	/** The attachment as in Graph, without a file's content. */
	head: IDataObject;
	/** The file; its content is read when it is sent. */
	file?: FileSource;
}

/**
 * The attachment of a file of an item.
 * @param field the binary field, whose name it gets when the file has none
 * @param more properties that override or extend those of the file, such as its content ID
 * @throws RequestError when it is larger than Outlook takes
 */
export async function fileToAttach(
	item: ItemParameters,
	field: string,
	more: IDataObject = {},
): Promise<ToAttach> {
	const file = await item.source(field);
	const head = {
		'@odata.type': '#microsoft.graph.fileAttachment',
		name: file.fileName ?? field,
		contentType: file.mimeType,
		...more,
	};
	if (file.size <= maxFileBytes) return { head, file };
	throw requestError({
		what: `"${head.name}" has ${megabytes(file.size)} MB; Outlook supports attachments of up to 150 MB.`,
		fix: 'Share the file, and put its link in the message.',
	});
}

/** Whether this many bytes of JSON fit into one request. */
export const fitsRequest = (bytes: number): boolean => bytes <= maxRequestBytes - frame;

/** How many bytes an attachment takes in JSON: base64 adds a third to its file. */
export function bytesInJson({ head, file }: ToAttach): number {
	const content = file === undefined ? 0 : 4 * Math.ceil(file.size / 3);
	return Buffer.byteLength(JSON.stringify({ ...head, contentBytes: '' })) + content + 1;
}

/** An attachment with its content, for a request. */
export async function inJson({ head, file }: ToAttach): Promise<IDataObject> {
	if (file === undefined) return head;
	return { ...head, contentBytes: (await wholeOf(file)).toString('base64') };
}

/**
 * Attaches to a draft, another message, or an event: in one request where it fits, else by an upload session. Nothing is retried
 * if that could attach it twice.
 * @param holder path of the message or event
 * @returns Graph's response, which has the attachment if it went in one request
 * @throws what `send` and `upload` throw
 * Source: "Add attachment", "attachment: createUploadSession".
 */
export async function attach(
	holder: readonly string[],
	one: ToAttach,
	{ send, upload }: Pick<ItemRun, 'send' | 'upload'>,
): Promise<GraphResponse> {
	const path = [...holder, 'attachments'];
	const headers = mailHeaders();
	const { head, file } = one;
	if (file === undefined || fitsRequest(bytesInJson(one))) {
		return await send({ method: 'POST', path, headers, body: await inJson(one) });
	}
	const about = Object.fromEntries(Object.entries(head).filter(([name]) => name !== '@odata.type'));
	const session = await send({
		method: 'POST',
		path: [...path, 'createUploadSession'],
		headers,
		body: { AttachmentItem: { attachmentType: 'file', ...about, size: file.size } },
		// An unused session expires by itself.
		idempotent: true,
	});
	const { uploadUrl } = session.body as { uploadUrl: string };
	try {
		return await upload(uploadUrl, file, { rangeSize });
	} catch (error) {
		// A session that no longer exists may have been completed, with its file attached.
		if (isNotFound(error)) throw maybeAttached(String(head.name));
		throw caught(error);
	}
}

function maybeAttached(name: string): Error {
	return requestError({
		what: `The outcome is unknown: the upload session of "${name}" no longer exists.`,
		why: 'This happens when the file arrived but the response was lost.',
		fix: 'Check whether the file is attached before you run this again.',
		outcomeUnknown: true,
	});
}

/** A size in bytes, in MB. */
export function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
