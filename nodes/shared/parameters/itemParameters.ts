import type { Recipient } from '@microsoft/microsoft-graph-types';
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fileSource, type FileSource } from './fileSource';
import { readMapping, type Mapping } from './mapping';
import { expressionOf, isLocator, readReference } from './reference';
import { readField, type ReadContext } from './values/readField';

/** A file that comes with an item. */
export interface BinaryFile extends Pick<IBinaryData, 'fileName' | 'mimeType'> {
	content: Buffer;
}

/**
 * The node's parameters, expressions resolved, each in the form that its field's kind has (`values/readField.ts`). All
 * throw a RequestError with the field's name for an invalid value.
 */
export interface NodeParameters {
	/** The time zone of the workflow, an IANA name: for times without an offset. */
	timeZone: string;
	/** A text, a choice or a time; `''` when nothing is given. */
	text(name: string): string;
	/** The value of a resource locator in any mode; `''` if empty. */
	id(name: string): string;
	/** How a resource locator is filled in, such as `id`; `''` for a plain value. */
	mode(name: string): string;
	flag(name: string): boolean;
	number(name: string): number;
	/** Several texts or choices. */
	list(name: string): string[];
	/** Recipients as Graph has them. */
	recipients(name: string): Recipient[];
	/** The value in the form of the field's kind; `undefined` if not given. */
	value(name: string): unknown;
	/** A collection, such as "Options"; only what the person added is in it. */
	collection(name: string): IDataObject;
	/** What a resource mapper holds. */
	mapping(name: string): Mapping;
}

/** The parameters for one item, and the item's files. */
export interface ItemParameters extends NodeParameters {
	/** The item's own data, for what is mapped by name. */
	json: IDataObject;
	/**
	 * A file of the item.
	 * @param field the name of the binary field
	 * @throws NodeOperationError if the item has no such field
	 */
	file(field: string): Promise<BinaryFile>;
	/** The same, to be read in parts: for files of any size. */
	source(field: string): Promise<FileSource>;
}

/** A parameter as in the workflow, and with expressions resolved for an item. */
export interface Parameter {
	/** `undefined` if the workflow doesn't have it: then the field's default applies. */
	raw: unknown;
	resolved: unknown;
}

/** n8n throws for a parameter that the workflow doesn't have, unless it gets a fallback. */
const missing = 'missing: 0b5f6c1e';

/**
 * The parameters of the node for one of its items.
 * @param fields of the operation, by name
 * @param shared those without expressions, which are read once for all items
 */
export function itemParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: Fields,
	shared?: Map<string, Parameter>,
): ItemParameters {
	const json = context.getInputData()[itemIndex]?.json;
	const read = (name: string): Parameter => {
		const before = shared?.get(name);
		if (before !== undefined) return before;
		const parameter = readParameter(name);
		if (shared !== undefined && !hasExpression(parameter.raw)) shared.set(name, parameter);
		return parameter;
	};
	const readParameter = (name: string): Parameter => {
		const raw = context.getNodeParameter(name, itemIndex, missing, { rawExpressions: true }) as unknown;
		if (raw === missing) return { raw: undefined, resolved: undefined };
		const resolved =
			readReference(raw, json) ??
			(context.getNodeParameter(name, itemIndex, null, { skipValidation: true }) as unknown);
		return { raw, resolved };
	};
	return {
		...nodeParameters(read, context.getTimezone(), fields, json),
		json: json ?? {},
		file: async (field) => {
			const { fileName, mimeType } = context.helpers.assertBinaryData(itemIndex, field);
			return { fileName, mimeType, content: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
		},
		source: async (field) => await fileSource(context, context.helpers.assertBinaryData(itemIndex, field)),
	};
}

/** Fields by name. */
export type Fields = ReadonlyMap<string, INodeProperties>;

/** Fields by name; the first of those that share one. */
export function fieldsByName(fields: readonly INodeProperties[]): Fields {
	return new Map([...fields].reverse().map((field) => [field.name, field]));
}

/**
 * Parameters, each read once in the form of its field's kind.
 * @param json of the input item, for columns that are mapped automatically
 */
export function nodeParameters(
	read: (name: string) => Parameter,
	timeZone: string,
	fields: Fields,
	json?: IDataObject,
): NodeParameters {
	const known = new Map<string, unknown>();
	const context = (name: string): ReadContext => ({
		timeZone,
		...(mayBeIgnored(name, fields) && { ignoreEmptyFilters: ignoresEmptyFilters(read) }),
	});
	const fieldNamed = (name: string): INodeProperties => {
		const field = fields.get(name);
		// A bug of this node: an operation reads a field that it doesn't show.
		if (field === undefined) throw new Error(`The operation has no field "${name}".`);
		return field;
	};
	const value = (name: string): unknown => {
		if (!known.has(name)) {
			const field = fieldNamed(name);
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
		mode: (name) => {
			const { raw } = read(name);
			return isLocator(raw) && typeof raw.mode === 'string' ? raw.mode : '';
		},
		flag: (name) => value(name) === true,
		number: (name) => value(name) as number,
		list: (name) => (value(name) ?? []) as string[],
		recipients: (name) => (value(name) ?? []) as Recipient[],
		value,
		collection: (name) => (value(name) ?? {}) as IDataObject,
		mapping: (name) => {
			const { raw, resolved } = read(name);
			return readMapping(fieldNamed(name), raw, resolved, json);
		},
	};
}

/** The default of a field that the workflow doesn't have; an expression in it isn't evaluated. */
const defaultOf = ({ default: value }: INodeProperties): unknown => (isExpression(value) ? undefined : value);

const isExpression = (raw: unknown): boolean => expressionOf(raw).startsWith('=');

/** Whether a parameter, or anything in it, is an expression. */
function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
}

/** Whether a collection has an option to ignore its empty entries. */
const mayBeIgnored = (name: string, fields: Fields): boolean =>
	['filters', 'options'].includes(name) &&
	(fields.get('options')?.options ?? []).some((option) => option.name === 'ignoreEmptyFilters');

/** Whether the person allows empty filters. */
function ignoresEmptyFilters(read: (name: string) => Parameter): boolean {
	const options = read('options').resolved;
	return (
		typeof options === 'object' && options !== null && (options as IDataObject).ignoreEmptyFilters === true
	);
}
