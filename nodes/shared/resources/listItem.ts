import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import { choiceField, jsonField, textField, textsField } from '../fields/build';
import { siteAt } from '../fields/locators/site';
import type { ItemParameters } from '../parameters/itemParameters';
import { jsonObject } from '../parameters/values/json';
import { readAs, required } from '../parameters/values/reading';
import { emptyRefusal, refusal, shown } from '../parameters/values/refusal';
import { readFlag, readNumber } from '../parameters/values/scalar';
import { isEmpty, listed, readText, readTexts } from '../parameters/values/text';
import { utcTime } from '../parameters/values/time';
import { listGuards } from './list';
import { columnName } from './columnName';
import { siteUsers, type SiteUsers } from './siteUsers';

/** Which item of a list an operation is about. */
export const itemId = textField('itemId', 'Item ID', {
	required: true,
	placeholder: 'e.g. 1',
	description: 'The "id" of the list item',
});

/** The most useful properties of a list item, for "Simplify"; its columns are in "fields". */
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
export const columnsOption = readAs(
	textsField('columns', 'Columns', {
		placeholder: 'e.g. Title,Status',
		description: 'Internal names of the columns to return, separated by commas; leave empty for all',
	}),
	{ whenEmpty: 'notGiven' },
);

/** Expands the columns' values, which Graph omits by default. Source: "Enumerate items in a list". */
export function expandFields({ columns }: IDataObject): { $expand: string } {
	const names = listed(columns);
	return { $expand: names.length === 0 ? 'fields' : `fields($select=${names.join(',')})` };
}

const tooLarge =
	"The list has more than 5,000 items, which SharePoint can't filter or order by a column without an index. Index the column in the list settings, filter by an indexed column, or read all items and filter them in the workflow.";

/** Graph's errors for list items whose messages don't help. */
export const itemGuards: readonly Guard[] = [
	{ when: { status: 400, message: /list view threshold/i }, fix: tooLarge },
	{
		when: { status: 429 },
		fix: `SharePoint doesn't say how long to wait, so waiting may not help. It throttles lists that are too large this way: ${tooLarge}`,
	},
	{
		when: { status: 400, message: /not recognized|does not exist|invalid request/i },
		fix: 'Check the columns: Graph needs their internal names, which "List: Get" shows with "Include Columns" (a space is _x0020_ there), and for a lookup or person, the ID in {column}LookupId.',
	},
	{
		when: { status: 400, message: /not indexed|cannot be referenced in filter/i },
		fix: 'The list is too large to be filtered or ordered by a column without an index: index the column in the list settings.',
	},
	...listGuards,
];

/** How SharePoint stores the value of a column. */
const kinds = {
	text: 'Text or Choice',
	boolean: 'Yes or No',
	dateTime: 'Date and Time',
	lookup: 'Lookup or Person (by Number)',
	lookups: 'Lookups or Persons (Several, by Number)',
	person: 'Person (by Email Address)',
	people: 'Persons (Several, by Email Address)',
	link: 'Hyperlink or Picture',
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
				required(
					textField('name', 'Name', {
						placeholder: 'e.g. Title',
						description: 'Internal name of the column, which can differ from its display name',
					}),
				),
				choiceField('kind', 'Kind', kinds, { default: 'text' }),
				readAs(
					textField('value', 'Value', {
						placeholder: 'e.g. 1',
						description:
							'Leave empty to clear the column. For a lookup, enter the number of the item that it refers to; for a hyperlink, its URL, then a comma, a space, and the text to show. Separate several values by commas.',
					}),
					{ kind: 'any' },
				),
			],
		},
	],
};

/** The same in JSON, for all kinds of columns. */
export const columnsJson = jsonField('columnsJson', 'Columns (JSON)', {
	placeholder: 'e.g. {"Title": "Order 17"}',
	description: 'Values of columns by their internal names, in Graph\'s format; they override "Columns"',
});

/**
 * The values of the columns as Graph expects them. An empty value clears the column.
 * @param send looks up people
 * @param isUpdate whether a missing value from an expression is refused, so that nothing is cleared by mistake
 * @throws RequestError for an invalid value, and if there is none
 * Source: "Update an item in a list", "fieldValueSet resource type".
 */
export async function fieldsOf(item: ItemParameters, send: Send, isUpdate = false): Promise<IDataObject> {
	const { column = [] } = item.collection('columnValues') as { column?: Column[] };
	const users = siteUsers(async () => await siteAt(item, send, 'lists'), send);
	const given = { timeZone: item.timeZone, isUpdate, users };
	const read: IDataObject[] = [];
	// Invalid values are refused before people are looked up.
	for (const one of column.filter(({ kind }) => !isPerson(kind))) read.push(await fieldOf(one, given));
	for (const one of column.filter(({ kind }) => isPerson(kind))) read.push(await fieldOf(one, given));
	const fields = {
		...Object.assign({}, ...read),
		...jsonObject(item.value('columnsJson'), columnsJson.displayName),
	} as IDataObject;
	if (Object.keys(fields).length > 0) return fields;
	throw requestError({
		what: 'No column has a value.',
		fix: 'Add one under "Columns", or enter them all in "Columns (JSON)".',
	});
}

/** A column from the fields, with its unchecked value. */
interface Column {
	name: string;
	kind?: keyof typeof kinds;
	value?: unknown;
}

const isPerson = (kind: Column['kind']) => kind === 'person' || kind === 'people';

/** The context for reading a column's value. */
interface Given {
	timeZone: string;
	isUpdate: boolean;
	users: SiteUsers;
}

async function fieldOf(
	{ name, kind, value }: Column,
	{ timeZone, isUpdate, users }: Given,
): Promise<IDataObject> {
	const label = `Column ${name}`;
	if (isUpdate && value === undefined) {
		const fix =
			'Check the expression: it returns nothing for this item. To clear the column, use null or an empty text.';
		throw emptyRefusal(label, fix);
	}
	columnName(name);
	const empty = isEmpty(value);
	const lookup = `${lookupOf(name)}LookupId`;
	switch (kind) {
		case 'lookup':
			return { [lookup]: empty ? null : readNumber(value, label) };
		case 'lookups': {
			const ids = empty ? [] : readTexts(value, label).map((one) => readNumber(one, label));
			return { [`${lookup}@odata.type`]: 'Collection(Edm.Int32)', [lookup]: ids };
		}
		case 'person':
			return { [lookup]: empty ? null : await users.idOf(readText(value, label)) };
		case 'people': {
			const ids: number[] = [];
			for (const one of empty ? [] : readTexts(value, label)) ids.push(await users.idOf(one));
			return { [`${lookup}@odata.type`]: 'Collection(Edm.Int32)', [lookup]: ids };
		}
		case 'link':
			return { [name]: empty ? null : readLink(value, label) };
		case 'choices': {
			const choices = empty ? [] : readTexts(value, label);
			return { [`${name}@odata.type`]: 'Collection(Edm.String)', [name]: choices };
		}
		case 'number':
			return { [name]: empty ? null : readNumber(value, label) };
		case 'boolean':
			return { [name]: empty ? null : readYesNo(value, label) };
		case 'dateTime':
			return { [name]: empty ? null : utcTime(value, timeZone, label) };
		default:
			return { [name]: empty ? null : readText(value, label) };
	}
}

/** The name may already have this ending. */
const lookupOf = (name: string) => name.replace(/LookupId$/, '');

/** A hyperlink for Graph: from an object, or from text in SharePoint's format, `URL, text`. */
function readLink(value: unknown, label: string): IDataObject {
	const given = typeof value === 'object' && value !== null ? (value as IDataObject) : undefined;
	const text = given === undefined ? readText(value, label) : readText(given.Url, label);
	const [, url = text, description] =
		given === undefined ? (/^(\S+?),\s+(\S.*)$/s.exec(text) ?? []) : [text, text, given.Description];
	if (!URL.canParse(url, 'https://contoso.sharepoint.com') || /\s/.test(url)) {
		const how = 'Enter a URL, such as https://contoso.com, or a URL, a comma, a space, and the text to show.';
		throw refusal(label, `isn't a hyperlink: ${shown(text)}`, how);
	}
	return { Url: url, ...(description !== undefined && { Description: String(description) }) };
}

/** A boolean, also in SharePoint's own wording. */
function readYesNo(value: unknown, label: string): boolean {
	const answer = { yes: true, no: false, 1: true, 0: false }[String(value).trim().toLowerCase()];
	return answer ?? readFlag(value, label);
}
