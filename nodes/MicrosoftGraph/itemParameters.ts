import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fileSource, type FileSource } from './fileSource';
import { isLocator, readReference } from './reference';

/** A file that comes with an item. */
export interface BinaryFile extends Pick<IBinaryData, 'fileName' | 'mimeType'> {
	content: Buffer;
}

/** The node's parameters, expressions resolved. */
export interface NodeParameters {
	/** The time zone of the workflow, an IANA name: in it count times without an offset. */
	timeZone: string;
	/** A text, without white space around it. */
	text(name: string): string;
	/** The value of a resource locator, whichever way it was chosen; `''` when nothing was. */
	id(name: string): string;
	flag(name: string): boolean;
	number(name: string): number;
	/** The values of a list in which several can be chosen. */
	list(name: string): string[];
	/** Whatever it is. */
	value(name: string): unknown;
	/** A collection, such as "Options"; only what the person added is in it. */
	collection(name: string): IDataObject;
}

/** The same as they are for one item, and the item's files. */
export interface ItemParameters extends NodeParameters {
	/**
	 * A file of the item.
	 * @param field the name of the binary field
	 * @throws NodeOperationError when the item has no such field
	 */
	file(field: string): Promise<BinaryFile>;
	/** The same, to be read in parts: for files of any size. */
	source(field: string): Promise<FileSource>;
}

/** The parameters of the node for one of its items. */
export function itemParameters(context: IExecuteFunctions, itemIndex: number): ItemParameters {
	const json = context.getInputData()[itemIndex]?.json;
	const read = (name: string, fallback: unknown): unknown => {
		const raw = context.getNodeParameter(name, itemIndex, fallback, { rawExpressions: true }) as unknown;
		const resolved: unknown = readReference(raw, json) ?? context.getNodeParameter(name, itemIndex, fallback);
		return isLocator(resolved) ? resolved.value : resolved;
	};
	return {
		...nodeParameters(read, context.getTimezone()),
		file: async (field) => {
			const { fileName, mimeType } = context.helpers.assertBinaryData(itemIndex, field);
			return { fileName, mimeType, content: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
		},
		source: async (field) => await fileSource(context, context.helpers.assertBinaryData(itemIndex, field)),
	};
}

/** Parameters that are read once each. */
export function nodeParameters(
	read: (name: string, fallback: unknown) => unknown,
	timeZone: string,
): NodeParameters {
	const known = new Map<string, unknown>();
	const get = (name: string, fallback: unknown): unknown => {
		if (!known.has(name)) known.set(name, read(name, fallback));
		return known.get(name);
	};
	return {
		timeZone,
		text: (name) => String(get(name, '') ?? '').trim(),
		id: (name) => String(get(name, '') ?? '').trim(),
		flag: (name) => get(name, false) === true,
		number: (name) => Number(get(name, 0)),
		list: (name) => (get(name, []) as unknown[]).map(String),
		value: (name) => get(name, undefined),
		collection: (name) => get(name, {}) as IDataObject,
	};
}
