import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../../graph/explain';
import { requestError } from '../../../graph/requestError';
import { jsonObject, listOf } from '../../fields/body';
import { choiceField, jsonField, textField } from '../../fields/build';
import { text } from '../../fields/odata';
import type { ItemParameters } from '../../operation';
import { listGuards } from '../list/fields';
import { columnName } from './columnName';

/** Which item of a list an operation is about. */
export const itemId = textField('itemId', 'Item ID', {
	required: true,
	placeholder: 'e.g. 1',
	description: 'The "id" of the list item',
});

/** What most people need of a list item; its columns are in "fields". */
export const simpleItem = [
	'id',
	'webUrl',
	'contentType',
	'createdBy',
	'createdDateTime',
	'lastModifiedBy',
	'lastModifiedDateTime',
];

/** Which columns to return. */
export const columnsOption = textField('columns', 'Columns', {
	placeholder: 'e.g. Title,Status',
	description: 'Internal names of the columns to return, separated by commas; all when empty',
});

/** Asks for the columns' values, which Graph leaves out otherwise. Source: "Enumerate items in a list". */
export function expandFields({ columns }: IDataObject): { $expand: string } {
	const names = listOf(text(columns));
	return { $expand: names.length === 0 ? 'fields' : `fields($select=${names.join(',')})` };
}

/** What Graph says of list items, where its own words do not help. */
export const itemGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /not recognized|does not exist|invalid request/i },
		fix: 'Check the columns: Graph wants their internal names, which "Get a list" shows with "Include Columns" (a space is _x0020_ there), and for a lookup or person the ID in {column}LookupId.',
	},
	{
		when: { status: 400, message: /not indexed|cannot be referenced in filter/i },
		fix: 'The list is too large to be filtered or ordered by a column that is not indexed: index the column in the settings of the list.',
	},
	...listGuards,
];

/** Ways in which SharePoint keeps the value of a column. */
const kinds = {
	text: 'Text or Choice',
	boolean: 'Yes or No',
	dateTime: 'Date and Time',
	lookup: 'Lookup or Person',
	lookups: 'Lookups or Persons (Several)',
	choices: 'Choices (Several)',
	number: 'Number or Currency',
};

/** The values of the columns. */
export const columnValues: INodeProperties = {
	displayName: 'Columns',
	name: 'columnValues',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Column',
	default: {},
	options: [
		{
			displayName: 'Column',
			name: 'column',
			values: [
				textField('name', 'Name', {
					placeholder: 'e.g. Title',
					description: 'Internal name of the column, which can differ from the one that is shown',
				}),
				choiceField('kind', 'Kind', kinds, { default: 'text' }),
				textField('value', 'Value', {
					placeholder: 'e.g. 1',
					description:
						'None to empty the column. Of a lookup or person the number of the item it refers to; of several, separated by commas.',
				}),
			],
		},
	],
};

/** The same in JSON, for all kinds of columns. */
export const columnsJson = jsonField('columnsJson', 'Columns (JSON)', {
	placeholder: 'e.g. {"Title": "Order 17"}',
	description: 'Values of columns by their internal names, as Graph takes them; they win over "Columns"',
});

/**
 * The values of the columns as Graph takes them.
 * @throws RequestError for a value that is not of its kind, and when there is none
 * Source: "Update an item in a list", "fieldValueSet resource type".
 */
export function fieldsOf(item: ItemParameters): IDataObject {
	const { column = [] } = item.collection('columnValues');
	const fields = {
		...Object.assign({}, ...(column as IDataObject[]).map((one) => fieldOf(one))),
		...jsonObject(item.value('columnsJson'), columnsJson.displayName),
	} as IDataObject;
	if (Object.keys(fields).length > 0) return fields;
	throw requestError({
		what: 'No column has a value.',
		fix: 'Add one under "Columns", or give them all in "Columns (JSON)".',
	});
}

function fieldOf({ name: given, kind, value }: IDataObject): IDataObject {
	const name = text(given);
	if (name === '') {
		throw requestError({
			what: 'A column has no name.',
			fix: 'Enter the internal name of each column.',
		});
	}
	columnName(name);
	const empty = value === '' || value === undefined || value === null;
	switch (kind) {
		case 'lookup':
			return { [`${lookupOf(name)}LookupId`]: empty ? null : numberOf(name, value) };
		case 'lookups':
			return {
				[`${lookupOf(name)}LookupId@odata.type`]: 'Collection(Edm.Int32)',
				[`${lookupOf(name)}LookupId`]: listOf(value).map((one) => numberOf(name, one)),
			};
		case 'choices':
			return { [`${name}@odata.type`]: 'Collection(Edm.String)', [name]: listOf(value) };
		case 'number':
			return { [name]: empty ? null : numberOf(name, value) };
		case 'boolean':
			return { [name]: empty ? null : flagOf(name, value) };
		case 'dateTime':
			return { [name]: empty ? null : timeOf(name, value) };
		default:
			return { [name]: empty ? null : String(value) };
	}
}

/** People may have written the name with its ending already. */
const lookupOf = (name: string) => name.replace(/LookupId$/, '');

function numberOf(name: string, value: unknown): number {
	const number = Number(value);
	return Number.isFinite(number) ? number : refuse(name, value, 'number');
}

function flagOf(name: string, value: unknown): boolean {
	if (/^(true|yes|1)$/i.test(String(value))) return true;
	return /^(false|no|0)$/i.test(String(value)) ? false : refuse(name, value, 'yes or no');
}

function timeOf(name: string, value: unknown): string {
	const time = new Date(String(value));
	return Number.isNaN(time.getTime()) ? refuse(name, value, 'date') : time.toISOString();
}

function refuse(name: string, value: unknown, kind: string): never {
	throw requestError({
		what: `The value of column "${name}" is no ${kind}: ${JSON.stringify(value)}.`,
		fix: 'Check the value for this item, and the kind of the column.',
	});
}
