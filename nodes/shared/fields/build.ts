import type {
	INodeProperties,
	INodePropertyMode,
	INodePropertyOptions,
	ResourceMapperTypeOptions,
} from 'n8n-workflow';

import { readAs } from '../parameters/values/reading';

/** Further properties of a field. */
type More = Partial<Omit<INodeProperties, 'name' | 'displayName' | 'type'>>;

/** A field for a text. */
export const textField = (name: string, displayName: string, more: More = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** A field for a text of several lines. */
export const longTextField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	textField(name, displayName, { typeOptions: { rows: 4 }, ...more });

/** A field for a secret, which the editor hides. */
export const secretField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	textField(name, displayName, { typeOptions: { password: true }, ...more });

/** A field for several texts, separated by commas or line breaks; an expression can return a list. */
export const textsField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	readAs(textField(name, displayName, more), { kind: 'texts' });

/** A field for recipients: addresses as text, or what an expression returns. */
export const recipientsField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	readAs(textField(name, displayName, more), { kind: 'recipients' });

/** A field for one recipient. */
export const recipientField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	readAs(textField(name, displayName, more), { kind: 'recipient' });

/** A switch; its description begins with "Whether". */
export const flagField = (name: string, displayName: string, more: More = {}): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	...more,
});

/** A field for a number. */
export const numberField = (name: string, displayName: string, more: More = {}): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	default: 0,
	...more,
});

/** A field for a point in time; without an offset, it's in the workflow's time zone. */
export const timeField = (name: string, displayName: string, more: More = {}): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	...more,
});

/** A field for a time that has its own time zone field if it has no offset. */
export const clockTimeField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	readAs(timeField(name, displayName, more), { kind: 'clockTime' });

/** A field for a day. */
export const dayField = (name: string, displayName: string, more: More = {}): INodeProperties =>
	readAs(timeField(name, displayName, more), { kind: 'day' });

/** A field for one of several values, given as labels by value; the first is the default. */
export const choiceField = (
	name: string,
	displayName: string,
	labels: Readonly<Record<string, string>>,
	more: More = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: optionsOf(labels),
	default: String(Object.keys(labels)[0]),
	...more,
});

/** A field for any of several values. */
export const choicesField = (
	name: string,
	displayName: string,
	labels: Readonly<Record<string, string>>,
	more: More = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	options: optionsOf(labels),
	default: [],
	...more,
});

/** A field for JSON, for everything that has no field. */
export const jsonField = (name: string, displayName: string, more: More = {}): INodeProperties => ({
	displayName,
	name,
	type: 'json',
	default: '{}',
	...more,
});

/** A collection of fields that a person adds as needed. */
export const collectionField = (
	name: string,
	displayName: string,
	entries: readonly INodeProperties[],
	more: More = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	...more,
});

/** What can be added when something is created. */
export const additionalFields = (entries: readonly INodeProperties[]): INodeProperties =>
	collectionField('additionalFields', 'Additional Fields', entries);

/** What can be changed. */
export const updateFields = (entries: readonly INodeProperties[]): INodeProperties =>
	collectionField('updateFields', 'Update Fields', entries);

/** How a resource locator can be filled in. */
export interface LocatorWays {
	/** A listSearch method for "From List", and its placeholder. */
	list?: { method: string; placeholder: string };
	/** Further ways, such as by path or by URL, after "By ID". */
	modes?: readonly INodePropertyMode[];
	/** An example of an ID as placeholder: "e.g. …". */
	example: string;
}

/** A field for a Graph object: from a list, by ID, or in other given ways. */
export const locatorField = (
	name: string,
	displayName: string,
	{ list, modes = [], example }: LocatorWays,
	more: More = {},
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: list ? 'list' : 'id', value: '' },
	required: true,
	modes: [
		...(list
			? [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list' as const,
						placeholder: list.placeholder,
						typeOptions: { searchListMethod: list.method, searchable: true },
					},
				]
			: []),
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: example },
		...modes,
	],
	...more,
});

/**
 * A field for values of columns that a method of the node lists.
 * @param dependsOn the fields whose values decide which columns there are
 */
export const mapperField = (
	name: string,
	displayName: string,
	resourceMapper: ResourceMapperTypeOptions,
	more: More = {},
	dependsOn: readonly string[] = ['siteId.value', 'listId.value'],
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'autoMapInputData', value: null },
	typeOptions: {
		loadOptionsDependsOn: [...dependsOn],
		resourceMapper: { supportAutoMap: true, ...resourceMapper },
	},
	...more,
});

function optionsOf(labels: Readonly<Record<string, string>>): INodePropertyOptions[] {
	return Object.entries(labels)
		.map(([value, name]) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
