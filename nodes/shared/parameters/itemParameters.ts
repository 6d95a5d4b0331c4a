import type { Recipient } from '@microsoft/microsoft-graph-types';
import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fileSource, type FileSource } from './fileSource';
import { readMapping, type Mapping } from './mapping';
import { expressionOf, isLocator, readReference } from './reference';
import { kindOf } from './values/reading';
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
	/**
	 * What follows from parameters: worked out once for all items, as long as none of those that it reads has an
	 * expression.
	 * @param key what it is
	 * @param work reads parameters, and nothing else of the item
	 */
	derive<T>(key: string, work: () => T): T;
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

/** Fields by name. */
export type Fields = ReadonlyMap<string, INodeProperties>;

/** Fields by name; the first of those that share one. */
export function fieldsByName(fields: readonly INodeProperties[]): Fields {
	return new Map([...fields].reverse().map((field) => [field.name, field]));
}

/** What the items of a run have in common. */
interface Shared {
	timeZone: string;
	fields: Fields;
	/** Parameters without expressions, the values that they read as, and what follows from them. */
	parameters: Map<string, Parameter>;
	values: Map<string, unknown>;
	derived: Map<string, unknown>;
}

const newShared = (timeZone: string, fields: Fields): Shared => ({
	timeZone,
	fields,
	parameters: new Map(),
	values: new Map(),
	derived: new Map(),
});

/** Reads parameters. It's a class because a run has one for each of its items, which may be many thousands. */
abstract class ParameterReader implements NodeParameters {
	/** The values of parameters with expressions. */
	private ownValues: Map<string, unknown> | undefined;
	/** How often something was read that other items may have otherwise. */
	private ownReads = 0;

	constructor(
		private readonly shared: Shared,
		/** Of the input item, for columns that are mapped automatically. */
		readonly json: IDataObject = {},
	) {}

	/** Reads a parameter from n8n. */
	protected abstract read(name: string): Parameter;

	get timeZone(): string {
		return this.shared.timeZone;
	}

	text(name: string): string {
		return (this.value(name) ?? '') as string;
	}

	id(name: string): string {
		return (this.value(name) ?? '') as string;
	}

	mode(name: string): string {
		const { raw } = this.parameter(name);
		return isLocator(raw) && typeof raw.mode === 'string' ? raw.mode : '';
	}

	flag(name: string): boolean {
		return this.value(name) === true;
	}

	number(name: string): number {
		return this.value(name) as number;
	}

	list(name: string): string[] {
		return (this.value(name) ?? []) as string[];
	}

	recipients(name: string): Recipient[] {
		return (this.value(name) ?? []) as Recipient[];
	}

	collection(name: string): IDataObject {
		return (this.value(name) ?? {}) as IDataObject;
	}

	value(name: string): unknown {
		const { values } = this.shared;
		if (values.has(name)) return values.get(name);
		if (this.ownValues?.has(name)) {
			this.ownReads += 1;
			return this.ownValues.get(name);
		}
		const field = this.field(name);
		const { raw, resolved } = this.parameter(name);
		const given: unknown = raw === undefined ? defaultOf(field) : resolved;
		const value = readField(
			field,
			isLocator(given) ? given.value : given,
			isExpression(raw),
			this.contextOf(name),
		);
		if (this.readsAlike(field)) values.set(name, value);
		else {
			this.ownReads += 1;
			this.ownValues ??= new Map();
			this.ownValues.set(name, value);
		}
		return value;
	}

	mapping(name: string): Mapping {
		this.ownReads += 1;
		const { raw, resolved } = this.parameter(name);
		return readMapping(this.field(name), raw, resolved, this.json);
	}

	derive<T>(key: string, work: () => T): T {
		const { derived } = this.shared;
		if (derived.has(key)) return derived.get(key) as T;
		const before = this.ownReads;
		const result = work();
		if (this.ownReads === before) derived.set(key, result);
		return result;
	}

	private parameter(name: string): Parameter {
		const known = this.shared.parameters.get(name);
		if (known !== undefined) return known;
		const parameter = this.read(name);
		if (hasExpression(parameter.raw)) this.ownReads += 1;
		else this.shared.parameters.set(name, parameter);
		return parameter;
	}

	private field(name: string): INodeProperties {
		const field = this.shared.fields.get(name);
		// A bug of this node: an operation reads a field that it doesn't show.
		if (field === undefined) throw new Error(`The operation has no field "${name}".`);
		return field;
	}

	private contextOf(name: string): ReadContext {
		const { timeZone } = this;
		if (!mayBeIgnored(name, this.shared.fields)) return { timeZone };
		return { timeZone, ignoreEmptyFilters: ignoresEmptyFilters(this.parameter('options')) };
	}

	/** Whether a field that was read reads the same for all items. JSON is read for each: it becomes part of a request. */
	private readsAlike(field: INodeProperties): boolean {
		const { parameters, fields } = this.shared;
		if (!parameters.has(field.name) || kindOf(field) === 'json') return false;
		return !mayBeIgnored(field.name, fields) || parameters.has('options');
	}
}

/** Parameters of a node without items. */
class NodeReader extends ParameterReader {
	constructor(
		shared: Shared,
		protected override readonly read: (name: string) => Parameter,
	) {
		super(shared);
	}
}

/**
 * Parameters, each read once in the form of its field's kind.
 * @param read reads one from n8n
 * @param timeZone of the workflow, an IANA name
 */
export function nodeParameters(
	read: (name: string) => Parameter,
	timeZone: string,
	fields: Fields,
): NodeParameters {
	return new NodeReader(newShared(timeZone, fields), read);
}

/** Parameters for an item. */
class ItemReader extends ParameterReader implements ItemParameters {
	constructor(
		shared: Shared,
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		/** A parameter as in the workflow. */
		private readonly raw: (name: string) => unknown,
	) {
		super(shared, context.getInputData()[itemIndex]?.json);
	}

	protected read(name: string): Parameter {
		const raw = this.raw(name);
		if (raw === missing) return { raw: undefined, resolved: undefined };
		const resolved =
			readReference(raw, this.json) ??
			(this.context.getNodeParameter(name, this.itemIndex, null, { skipValidation: true }) as unknown);
		return { raw, resolved };
	}

	async file(field: string): Promise<BinaryFile> {
		const { helpers } = this.context;
		const { fileName, mimeType } = helpers.assertBinaryData(this.itemIndex, field);
		return { fileName, mimeType, content: await helpers.getBinaryDataBuffer(this.itemIndex, field) };
	}

	async source(field: string): Promise<FileSource> {
		return await fileSource(this.context, this.context.helpers.assertBinaryData(this.itemIndex, field));
	}
}

/** n8n throws for a parameter that the workflow doesn't have, unless it gets a fallback. */
const missing = 'missing: 0b5f6c1e';

/**
 * What reads the parameters of a run's items: those without expressions once for all of them.
 * @param fields of the operation
 */
export function parametersByItem(
	context: IExecuteFunctions,
	fields: Fields,
): (itemIndex: number) => ItemParameters {
	const shared = newShared(context.getTimezone(), fields);
	const raws = new Map<string, unknown>();
	const raw = (name: string): unknown => {
		if (!raws.has(name))
			raws.set(name, context.getNodeParameter(name, 0, missing, { rawExpressions: true }) as unknown);
		return raws.get(name);
	};
	return (itemIndex) => new ItemReader(shared, context, itemIndex, raw);
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
const ignoresEmptyFilters = ({ resolved: options }: Parameter): boolean =>
	typeof options === 'object' && options !== null && (options as IDataObject).ignoreEmptyFilters === true;
