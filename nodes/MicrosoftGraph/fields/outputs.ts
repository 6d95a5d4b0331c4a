import type { IDataObject } from 'n8n-workflow';

import type { GraphResponse } from '../../graph/graphRequest';
import { FileItem } from '../fileItem';
import type { ItemParameters } from '../itemParameters';
import { textField } from './build';

/** The item of a delete, which Graph answers without a body. */
export const deleted = (): IDataObject[] => [{ deleted: true }];

/** The item of an action that Graph answers without a body. */
export const succeeded = (): IDataObject[] => [{ success: true }];

/** The object that an answer holds, without the link to its metadata: for operations that take several steps. */
export const objectOf = ({ body }: GraphResponse): IDataObject =>
	Object.fromEntries(Object.entries(body as IDataObject).filter(([name]) => name !== '@odata.context'));

/** An object of Graph as an item: its annotations, such as the etag, last, and no link to the metadata. */
export function asItem(object: IDataObject): IDataObject {
	const all = Object.entries(object);
	const annotations = all.filter(([name]) => name.startsWith('@odata.') && name !== '@odata.context');
	const properties = all.filter(([name]) => !name.startsWith('@odata.'));
	return Object.fromEntries([...properties, ...annotations]);
}

/** The entries of an answer that is a list without pages. */
export const entries = ({ body }: GraphResponse): IDataObject[] =>
	(body as { value?: IDataObject[] }).value ?? [];

/** Into which field of the item a file goes. */
export const outputField = textField('binaryPropertyName', 'Put Output File in Field', {
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
});

/** From which field of the item a file comes. */
export const inputField = textField('binaryPropertyName', 'Input Data Field Name', {
	default: 'data',
	required: true,
	hint: 'The name of the input binary field that has the file',
});

/** The file that an answer is (`answersFile` of the request). */
export const bytesOf = ({ body }: GraphResponse): Buffer =>
	Buffer.isBuffer(body) ? body : Buffer.from(body as ArrayBuffer);

/**
 * The item for an answer that is a file (`answersFile` of the request).
 * @param fileName with its extension
 * @param mimeType by default the answer's own
 * @param json what else is known of it
 */
export function fileOutput(
	answer: GraphResponse,
	item: ItemParameters,
	{ fileName, mimeType, json = {} }: { fileName: string; mimeType?: string; json?: IDataObject },
): FileItem[] {
	const content = bytesOf(answer);
	const type =
		mimeType ??
		String(answer.headers['content-type'] ?? 'application/octet-stream')
			.split(';')[0]
			?.trim();
	const file = { field: item.text('binaryPropertyName'), content, fileName, mimeType: type };
	return [new FileItem({ ...json, fileName, mimeType: type, size: content.length }, [file])];
}
