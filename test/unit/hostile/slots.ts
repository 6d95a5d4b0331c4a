import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	NodeParameterValueType,
} from 'n8n-workflow';
import { choicesOf, exampleOf, located } from '../../operations/examples';
import type { Entry } from '../../operations/samples';

/** One place of an operation into which a person, or an expression, puts a value. */
export interface Slot {
	entry: Entry;
	field: INodeProperties;
	/** Where its value stands in the parameters: the field's name, and below a collection those of its entry. */
	path: ReadonlyArray<string | number>;
	/** The labels of the field and of what it stands in, the outermost first. */
	labels: readonly string[];
	/** The operation's parameters with everything set that this field is shown for. */
	parameters: INodeParameters;
}

/** How a slot is told in a report. */
export const nameOf = ({ entry, labels }: Slot): string =>
	`${entry.resource.value}: ${entry.operation.value}, ${labels.join(' > ')}`;

/** Every slot of an operation, from its own fields and options. */
export function slotsOf(entry: Entry, parameters: INodeParameters): Slot[] {
	const { fields, options = [] } = entry.operation;
	const top = fields.flatMap((field) => below({ entry, parameters }, field, [], [], fields));
	const inOptions = options.flatMap((field) =>
		below({ entry, parameters }, field, ['options'], ['Options'], options),
	);
	return [...top, ...inOptions];
}

function below(
	{ entry, parameters }: Pick<Slot, 'entry' | 'parameters'>,
	field: INodeProperties,
	outer: Slot['path'],
	labels: readonly string[],
	siblings: readonly INodeProperties[],
): Slot[] {
	const path = [...outer, field.name];
	const own = [...labels, field.displayName];
	const shown = withShown(parameters, field, outer, siblings);
	if (field.type === 'notice') return [];
	if (field.type === 'collection') {
		const entries = (field.options ?? []) as INodeProperties[];
		return entries.flatMap((one) => below({ entry, parameters: shown }, one, path, own, entries));
	}
	if (field.type === 'fixedCollection') {
		return ((field.options ?? []) as INodePropertyCollection[]).flatMap(({ name, displayName, values }) => {
			const several = field.typeOptions?.multipleValues === true;
			const at = several ? [...path, name, 0] : [...path, name];
			const one = Object.fromEntries(
				values.map((value) => [value.name, exampleOf(value)]),
			) as INodeParameters;
			const filled = withValue(shown, path, { [name]: several ? [one] : one });
			return values.flatMap((value) =>
				below({ entry, parameters: filled }, value, at, [...own, displayName], values),
			);
		});
	}
	const slot = { entry, field, path, labels: own, parameters: shown };
	return field.type === 'resourceMapper' ? [slot, ...mappedSlots(slot)] : [slot];
}

/** The values of the columns that a resource mapper has in the samples. */
function mappedSlots(slot: Slot): Slot[] {
	const { value } = (valueAt(slot.parameters, slot.path) ?? {}) as { value?: object };
	return Object.keys(value ?? {}).map((name) => ({
		...slot,
		field: { displayName: `Column ${name}`, name, type: 'string', default: '' },
		path: [...slot.path, 'value', name],
		labels: [...slot.labels, name],
	}));
}

/** Parameters for which a field is shown. */
function withShown(
	parameters: INodeParameters,
	{ displayOptions }: INodeProperties,
	outer: Slot['path'],
	siblings: readonly INodeProperties[],
): INodeParameters {
	let shown = parameters;
	for (const [name, wanted] of Object.entries(displayOptions?.show ?? {})) {
		const path = name.startsWith('/') ? [name.slice(1)] : [...outer, name];
		if (wanted === undefined || wanted.includes(valueAt(shown, path) as never)) continue;
		shown = withValue(shown, path, wanted[0] as NodeParameterValueType);
		const sibling = siblings.find((one) => one.name === name);
		if (sibling !== undefined) shown = withShown(shown, sibling, outer, siblings);
	}
	for (const [name, unwanted] of Object.entries(displayOptions?.hide ?? {})) {
		const path = [...outer, name];
		const sibling = siblings.find((one) => one.name === name);
		if (sibling === undefined || unwanted === undefined) continue;
		if (!unwanted.includes(valueAt(shown, path) as never)) continue;
		const other = choicesOf(sibling).find((choice) => !unwanted.includes(choice as never));
		shown = withValue(shown, path, other as NodeParameterValueType);
	}
	return shown;
}

/** What stands in the parameters at a path. */
export const valueAt = (parameters: INodeParameters, path: Slot['path']): unknown =>
	path.reduce<unknown>(
		(value, name) =>
			typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
		parameters,
	);

/** A copy of the parameters with another value at a path. */
export function withValue(parameters: INodeParameters, path: Slot['path'], value: unknown): INodeParameters {
	const [name, ...rest] = path;
	if (name === undefined) return value as INodeParameters;
	const inner = (parameters as Record<string | number, unknown>)[name];
	const next: unknown = rest.length === 0 ? value : withValue((inner ?? {}) as INodeParameters, rest, value);
	if (!Array.isArray(parameters)) return { ...parameters, [name]: next } as INodeParameters;
	const copy: unknown[] = [...(parameters as unknown[])];
	copy[Number(name)] = next;
	return copy as unknown as INodeParameters;
}

/** The slot's parameters with a value in it, in the form of its field. */
export function filled({ field, path, parameters }: Slot, value: unknown): INodeParameters {
	const inField =
		field.type === 'resourceLocator'
			? { ...located(field), value }
			: field.type === 'multiOptions' && !Array.isArray(value)
				? [value]
				: value;
	return withValue(parameters, path, inField);
}

/** A harmless value, and the text by which it is found in a request. */
export interface Harmless {
	value: unknown;
	mark?: string;
	/** Whether the field says itself that it takes it: an error is about something else. */
	fits?: boolean;
}

/** A text that stands nowhere else. */
const mark = 'zqmark';

/**
 * Harmless values for a slot, each of a form that some field takes: those that it refuses are no baseline. Each is given with the
 * text by which it is found in a request.
 */
export function harmless({ field, path, parameters }: Slot): Harmless[] {
	const given = valueAt(parameters, path);
	const sample = field.type === 'resourceLocator' ? (given as { value?: unknown } | undefined)?.value : given;
	const choices = choicesOf(field).slice(0, 60);
	const own = [sample, exampleOf(field), ...choices, ...(field.type === 'boolean' ? [true, false] : [])];
	const marked = [
		mark,
		`${mark}@contoso.example`,
		`/${mark}a/${mark}b`,
		`https://contoso.sharepoint.com/sites/${mark}`,
		// Below a site: each of the sites that it may be is looked for.
		`https://contoso.sharepoint.com/sites/${mark}/${mark}b/${mark}c`,
		'5a5a5a5a-1111-4222-8333-aabbccddeeff',
		`appId=${mark}`,
		`/users/${mark}`,
		`${mark}: ${mark}`,
		'2031-05-06T07:08:09Z',
		'2031-05-06',
		'4711',
		'"zqmark"',
	];
	return [
		...own
			.filter((value) => value !== undefined && typeof value !== 'object')
			.map((value) => ({ value, fits: true })),
		...marked.map((value) => ({ value, mark: value })),
		{ value: 4711, mark: '4711' },
		{ value: '' },
		{ value: '/' },
		...(field.type === 'json' ? [{ value: exampleOf(field) }] : []),
	];
}
