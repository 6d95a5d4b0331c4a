import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { Download } from '../../graph/files/download';
import type { FileKind } from '../../graph/transport/fileResponse';
import type { GraphRequest, GraphResponse } from '../../graph/graphRequest';
import { FileItem } from '../fileItem';
import type { ItemRun } from '../itemRun';
import { textField, textsField } from './build';

/** The item of a delete, which has no response body. */
export const deleted = (): IDataObject[] => [{ deleted: true }];

/** The item of an action without a response body. */
export const succeeded = (): IDataObject[] => [{ success: true }];

/** The object in a response, without the link to its metadata: for operations with several steps. */
export const objectOf = ({ body }: GraphResponse): IDataObject =>
	Object.fromEntries(Object.entries(body as IDataObject).filter(([name]) => name !== '@odata.context'));

/** An object of Graph as an item: its annotations, such as the etag, last, and no link to the metadata. */
export function asItem(object: IDataObject): IDataObject {
	const all = Object.entries(object);
	const annotations = all.filter(([name]) => name.startsWith('@odata.') && name !== '@odata.context');
	const properties = all.filter(([name]) => !name.startsWith('@odata.'));
	return Object.fromEntries([...properties, ...annotations]);
}

/**
 * A value in an object of Graph without OData's annotations, at any depth.
 * @param withTypes whether the types of objects stay
 */
export function withoutAnnotations<T>(value: T, withTypes = false): T {
	if (Array.isArray(value)) return value.map((entry: unknown) => withoutAnnotations(entry, withTypes)) as T;
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(
		([name]) => !name.includes('@odata.') || (withTypes && name === '@odata.type'),
	);
	return Object.fromEntries(
		kept.map(([name, inner]) => [name, withoutAnnotations(inner as unknown, withTypes)]),
	) as T;
}

/** A text in a response; `''` if there is none. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The entries of a list response without pages. */
export const entries = ({ body }: GraphResponse): IDataObject[] =>
	(body as { value?: IDataObject[] }).value ?? [];

/** The field of the item for the output file. */
export const outputField = textField('binaryPropertyName', 'Put Output File in Field', {
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
});

/**
 * A field for any number of input files: their binary fields' names, which the hint explains for as long as the field is
 * shown.
 * @param whenEmpty what the operation does without any, such as "attach nothing"
 */
export const inputFieldsField = (
	name: string,
	displayName: string,
	whenEmpty: string,
	more: Parameters<typeof textsField>[2] = {},
): INodeProperties =>
	textsField(name, displayName, {
		placeholder: 'e.g. data',
		hint: `The names of the input binary fields that have the files, separated by commas; leave empty to ${whenEmpty}`,
		...more,
	});

/** The field of the item with the input file. */
export const inputField = textField('binaryPropertyName', 'Input Data Field Name', {
	default: 'data',
	required: true,
	hint: 'The name of the input binary field that has the file',
});

/** A file's name and MIME type, from the response headers. */
export type Describe = (headers: GraphResponse['headers']) => { fileName: string; mimeType?: string };

/** A file in n8n's storage, and its size in bytes. */
export interface StoredFile {
	stored: IBinaryData;
	fileName: string;
	mimeType: string;
	size: number;
}

/**
 * Fetches a file into n8n's storage, a small part in memory.
 * @param describe its name, with the extension; its MIME type is by default that of the response
 * @throws what `fetchFile` throws
 */
export async function fetchStored(
	{ download, store }: Pick<ItemRun, 'download' | 'store'>,
	{ watch, ...wanted }: Download,
	describe: Describe,
): Promise<StoredFile> {
	let size = 0;
	const counted = () => {
		size = 0;
		const see = watch?.();
		return (bytes: Buffer) => {
			size += bytes.length;
			see?.(bytes);
		};
	};
	return await download({ ...wanted, watch: counted }, async ({ stream, headers }) => {
		const { fileName, mimeType = typeOf(headers) } = describe(headers);
		const stored = await store(stream, fileName, mimeType);
		return { stored, fileName, mimeType, size };
	});
}

/**
 * The item for a request whose response is a file.
 * @param json its metadata
 * @param expects what the file has to be
 * @throws what `fetchFile` throws
 */
export async function fileOutput(
	run: Pick<ItemRun, 'item' | 'download' | 'store'>,
	request: GraphRequest,
	describe: Describe,
	json: IDataObject = {},
	expects?: FileKind,
): Promise<FileItem[]> {
	const { stored, ...facts } = await fetchStored(run, { request, expects }, describe);
	const field = run.item.text('binaryPropertyName');
	return [new FileItem({ ...json, ...facts }, { [field]: stored })];
}

/** The MIME type of a response. */
export const typeOf = (headers: GraphResponse['headers']): string =>
	(String(headers['content-type'] ?? '').split(';')[0] ?? '').trim() || 'application/octet-stream';
