import type { Recipient } from '@microsoft/microsoft-graph-types';
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fileSource, type FileSource } from './fileSource';
import { expressionOf, isLocator, readReference } from './reference';
import { readField, type ReadContext } from './values/readField';

/** A file that comes with an item. */
export interface BinaryFile extends Pick<IBinaryData, 'fileName' | 'mimeType'> {
	content: Buffer;
}

/**
 * The node's parameters, expressions resolved, each in the form that its field's kind has (`values/readField.ts`).
 * All throw a RequestError that names the field when it holds what it doesn't take.
 */
export interface NodeParameters {
	/** The time zone of the workflow, an IANA name: in it count times without an offset. */
	timeZone: string;
	/** A text, a choice or a time; `''` when nothing is given. */
	text(name: string): string;
	/** The value of a resource locator, whichever way it was chosen; `''` when nothing was. */
	id(name: string): string;
	flag(name: string): boolean;
	number(name: string): number;
	/** Several texts or choices. */
	list(name: string): string[];
	/** Recipients as Graph has them. */
	recipients(name: string): Recipient[];
	/** Whatever the field's kind gives; `undefined` when nothing is given. */
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

/** A parameter as the workflow has it and, expressions resolved, as it is for an item. */
export interface Parameter {
	/** `undefined` when the workflow doesn't have it: then the field's default counts. */
	raw: unknown;
	resolved: unknown;
}

/** n8n throws for a parameter that the workflow doesn't have, unless it is told what to give instead. */
const missing = 'missing: 0b5f6c1e';

/**
 * The parameters of the node for one of its items.
 * @param fields of the operation, by name
 */
export function itemParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: Fields,
): ItemParameters {
	const json = context.getInputData()[itemIndex]?.json;
	const read = (name: string): Parameter => {
		const raw = context.getNodeParameter(name, itemIndex, missing, { rawExpressions: true }) as unknown;
		if (raw === missing) return { raw: undefined, resolved: undefined };
		const resolved = readReference(raw, json) ?? (context.getNodeParameter(name, itemIndex, null) as unknown);
		return { raw, resolved };
	};
	return {
		...nodeParameters(read, context.getTimezone(), fields),
		file: async (field) => {
			const { fileName, mimeType } = context.helpers.assertBinaryData(itemIndex, field);
			return { fileName, mimeType, content: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
		},
		source: async (field) => await fileSource(context, context.helpers.assertBinaryData(itemIndex, field)),
	};
}

/** Fields by name. */
export type Fields = ReadonlyMap<string, INodeProperties>;

/** Fields by their names; of those that share a name, the first. */
export function fieldsByName(fields: readonly INodeProperties[]): Fields {
	return new Map([...fields].reverse().map((field) => [field.name, field]));
}

/** Parameters that are read once each, by what their fields take. */
export function nodeParameters(
	read: (name: string) => Parameter,
	timeZone: string,
	fields: Fields,
): NodeParameters {
	const known = new Map<string, unknown>();
	const context = (name: string): ReadContext => ({
		timeZone,
		...(mayBeIgnored(name, fields) && { ignoreEmptyFilters: ignoresEmptyFilters(read) }),
	});
	const value = (name: string): unknown => {
		if (!known.has(name)) {
			const field = fields.get(name);
			// It is a mistake of ours: an operation reads what it doesn't show.
			if (field === undefined) throw new Error(`The operation has no field "${name}".`);
			const { raw, resolved } = read(name);
			const given: unknown = raw === undefined ? defaultOf(field) : resolved;
			known.set(
				name,
				readField(field, isLocator(given) ? given.value : given, isExpression(raw), context(name)),
			);
		}
		return known.get(name);
	};
	return {
		timeZone,
		text: (name) => (value(name) ?? '') as string,
		id: (name) => (value(name) ?? '') as string,
		flag: (name) => value(name) === true,
		number: (name) => value(name) as number,
		list: (name) => (value(name) ?? []) as string[],
		recipients: (name) => (value(name) ?? []) as Recipient[],
		value,
		collection: (name) => (value(name) ?? {}) as IDataObject,
	};
}

/** What a field holds that the workflow doesn't have; an expression isn't worked out then. */
const defaultOf = ({ default: value }: INodeProperties): unknown => (isExpression(value) ? undefined : value);

const isExpression = (raw: unknown): boolean => expressionOf(raw).startsWith('=');

/** Whether a person can choose that the entries of a collection are left out where they are empty. */
const mayBeIgnored = (name: string, fields: Fields): boolean =>
	['filters', 'options'].includes(name) &&
	(fields.get('options')?.options ?? []).some((option) => option.name === 'ignoreEmptyFilters');

/** Whether the person means filters that may be empty. */
function ignoresEmptyFilters(read: (name: string) => Parameter): boolean {
	const options = read('options').resolved;
	return (
		typeof options === 'object' && options !== null && (options as IDataObject).ignoreEmptyFilters === true
	);
}
