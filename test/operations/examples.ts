import type {
	INodeParameterResourceLocator,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodeParameterValueType,
} from 'n8n-workflow';

/** The point in time that a field without an example of its own gets. */
const aTime = '2030-03-04T09:00:00Z';

/** The example that a placeholder gives: `e.g. {example}`; `''` when it has none, or one that only stands in workflows. */
export function placeholderOf({ placeholder = '' }: { placeholder?: string }): string {
	const example = placeholder.replace(/^e\.g\. ?/, '');
	return example.includes('{{') || /^(Add|Select|All)\b/.test(example) ? '' : example;
}

/** A resource locator that holds a value by the given mode; "By ID" where there is such a one. */
export function located(
	field: INodeProperties,
	value?: string,
	mode?: string,
): INodeParameterResourceLocator {
	const modes = field.modes ?? [];
	const chosen =
		modes.find(({ name }) => name === (mode ?? 'id')) ?? modes.find(({ type }) => type === 'string');
	return { __rl: true, mode: chosen?.name ?? 'id', value: value ?? placeholderOf(chosen ?? {}) };
}

/** The values that can be chosen in a field, where it has such. */
export const choicesOf = ({ type, options = [] }: INodeProperties): unknown[] =>
	type === 'options' || type === 'multiOptions'
		? (options as INodePropertyOptions[]).flatMap((option) => ('value' in option ? [option.value] : []))
		: [];

/**
 * What a field can hold, by its own placeholder or default; of collections every entry.
 * @param choice which of the values is taken where one can be chosen; from the first again after the last
 */
export function exampleOf(field: INodeProperties, choice?: number): NodeParameterValueType {
	const { type, typeOptions, default: fallback, options = [] } = field;
	const choices = choicesOf(field);
	const chosen = choices[(choice ?? 0) % Math.max(choices.length, 1)];
	switch (type) {
		case 'resourceLocator':
			return located(field);
		case 'options':
			return (choice === undefined ? fallback : chosen) as NodeParameterValueType;
		case 'multiOptions':
			return (
				choice === undefined && Array.isArray(fallback) && fallback.length > 0 ? fallback : [chosen]
			) as NodeParameterValueType;
		case 'boolean':
			return choice === undefined ? fallback : choice % 2 === 0;
		case 'dateTime':
			return placeholderOf(field) || String(fallback ?? '') || aTime;
		case 'json':
			return placeholderOf(field) || plain(fallback) || '{}';
		case 'collection':
			return entriesOf(options as INodeProperties[], choice);
		case 'fixedCollection':
			return Object.fromEntries(
				(options as INodePropertyCollection[]).map(({ name, values }) => {
					const entry = entriesOf(values, choice);
					return [name, typeOptions?.multipleValues === true ? [entry] : entry];
				}),
			) as NodeParameterValueType;
		case 'string':
			return plain(fallback) || placeholderOf(field);
		default:
			return fallback;
	}
}

function entriesOf(fields: readonly INodeProperties[], choice?: number): NodeParameterValueType {
	return Object.fromEntries(
		fields.map((field) => [field.name, exampleOf(field, choice)]),
	) as NodeParameterValueType;
}

/** A default that is no expression. */
const plain = (value: unknown) => (typeof value === 'string' && !value.startsWith('=') ? value : '');
