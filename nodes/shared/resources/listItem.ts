import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import { choiceField, jsonField, mapperField, textField, textsField } from '../fields/build';
import { listAt } from '../fields/locators/list';
import { siteAt } from '../fields/locators/site';
import type { ItemRun } from '../itemRun';
import type { ItemParameters } from '../parameters/itemParameters';
import { jsonObject } from '../parameters/values/json';
import { readAs } from '../parameters/values/reading';
import { emptyRefusal, refusal, shown } from '../parameters/values/refusal';
import { readFlag, readNumber } from '../parameters/values/scalar';
import { isEmpty, listed, readText, readTexts } from '../parameters/values/text';
import { utcTime } from '../parameters/values/time';
import { listGuards } from './list';
import { columnName } from './columnName';
import { writableColumns, type ColumnKind, type ListColumn } from './listColumns';
import { siteUsers, type SiteUsers } from './siteUsers';

/** Which item of a list an operation is about. */
export const itemId = textField('itemId', 'Item ID', {
	required: true,
	placeholder: 'e.g. 1',
	description: 'The "id" of the list item',
});

/** The most useful properties of a list item, for "Simplify"; its columns are in "fields". */
export const simpleItem = [
	'fields',
	'webUrl',
	'contentType',
	'createdBy',
	'createdDateTime',
	'lastModifiedBy',
	'lastModifiedDateTime',
	'id',
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
	{
		when: { message: /cannot be used in the query filter expression/i },
		fix: "SharePoint doesn't compare columns of this type, such as multi-line text and hyperlinks. Choose another column, or read all items and filter them in the workflow.",
	},
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

/** Graph's errors for a content type. */
export const contentTypeGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /content type/i },
		fix: 'Check "Content Type": use a name or ID that "List: Get Content Types" returns for this list, not an ID of the site\'s content types.',
	},
];

/** The kinds as a person chooses them. */
export const kinds: Readonly<Record<ColumnKind, string>> = {
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

/** How to enter the values of the columns. */
export const columnsFrom = choiceField(
	'columnsFrom',
	'Enter Columns',
	{ list: "Mapped to the List's Columns", json: 'JSON' },
	{ description: 'How to enter the values of the columns' },
);

const mapped = { displayOptions: { show: { columnsFrom: ['list'] } } };

/** For a field in addition to the columns in JSON. */
export const withJson = { displayOptions: { show: { columnsFrom: ['json'] } } };

const columnWords = { fieldWords: { singular: 'column', plural: 'columns' } };

/** The columns of the list, for a new item. */
export const columnsToCreate = mapperField(
	'columns',
	'Columns',
	{ mode: 'add', resourceMapperMethod: 'getListColumns', addAllFields: true, ...columnWords },
	mapped,
);

/** The same for an update: no column has to have a value. */
export const columnsToUpdate = mapperField(
	'columns',
	'Columns',
	{ mode: 'add', resourceMapperMethod: 'getListColumnsToUpdate', addAllFields: false, ...columnWords },
	mapped,
);

/** The same with a column to find the item by. */
export const columnsToMatch = mapperField(
	'columns',
	'Columns',
	{ mode: 'upsert', resourceMapperMethod: 'getListColumnsToUpdate', addAllFields: false, ...columnWords },
	mapped,
);

/** The columns of the library of a file. */
export const columnsOfLibrary = mapperField(
	'columns',
	'Columns',
	{ mode: 'add', resourceMapperMethod: 'getLibraryColumns', addAllFields: false, ...columnWords },
	mapped,
	['driveOf', 'userId.value', 'groupId.value', 'siteId.value', 'libraryId.value', 'driveId.value'],
);

/** The values of the columns in JSON. */
export const columnsJson = jsonField('columnsJson', 'Columns (JSON)', {
	placeholder: 'e.g. {"Title": "Order 17"}',
	description:
		"Values of columns by their internal names, in Graph's format: a lookup or person is a number under {column}LookupId",
	...withJson,
});

/** Where the columns of an operation are. */
interface Place {
	/** The path of the columns' definitions. */
	columns: () => Promise<string[]>;
	/** The path of the site's lists, for looking up people. */
	lists: () => Promise<string[]>;
}

/** The columns of the list that the fields name. */
const ofList = (item: ItemParameters, send: Send): Place => ({
	columns: async () => await listAt(item, send, 'columns'),
	lists: async () => await siteAt(item, send, 'lists'),
});

/** What an operation says about its columns. */
interface ColumnsContext {
	/** Whether a missing value from an expression is refused, so that nothing is cleared by mistake. */
	isUpdate?: boolean;
	/** Whether an update needs no column, since it changes something else. */
	mayBeEmpty?: boolean;
	/** The list that the fields name by default. */
	place?: Place;
}

/** What reading columns takes of the run. */
type ColumnsRun = Pick<ItemRun, 'item' | 'send' | 'once' | 'hint'>;

const leftOutHint =
	'"Map Automatically" used the properties of the input items that have the name of a column. It left out others:';

/**
 * The values of the columns as Graph expects them. An empty value clears the column.
 * @throws RequestError for an invalid value, and if there is none; what `send` throws
 * Source: "Update an item in a list", "fieldValueSet resource type".
 */
export async function fieldsOf(
	run: ColumnsRun,
	{ isUpdate = false, mayBeEmpty = false, place = ofList(run.item, run.send) }: ColumnsContext = {},
): Promise<IDataObject> {
	const { item } = run;
	const fields =
		item.text('columnsFrom') === 'json'
			? jsonObject(item.value('columnsJson'), columnsJson.displayName)
			: await mappedFields(run, place, isUpdate);
	if (mayBeEmpty || Object.keys(fields).length > 0) return fields;
	throw requestError({
		what: 'No column has a value.',
		fix: 'Map at least one column, or choose "JSON" under "Enter Columns". With "Map Automatically", the input items need properties that have the name of a column.',
	});
}

async function mappedFields(run: ColumnsRun, place: Place, isUpdate: boolean): Promise<IDataObject> {
	const columns = await mappedColumns(run, place);
	const given = { timeZone: run.item.timeZone, isUpdate, users: siteUsers(place.lists, run.send) };
	const read: IDataObject[] = [];
	// Invalid values are refused before people are looked up.
	for (const one of columns.filter(({ kind }) => !isPerson(kind))) read.push(await fieldOf(one, given));
	for (const one of columns.filter(({ kind }) => isPerson(kind))) read.push(await fieldOf(one, given));
	return Object.assign({}, ...read) as IDataObject;
}

/** The mapped columns, each with the kind that the list has for it. */
async function mappedColumns({ item, send, once, hint }: ColumnsRun, place: Place): Promise<Column[]> {
	const { automatic, values, schema } = item.mapping('columns');
	if (values.length === 0) return [];
	const known = new Map(schema.map(({ id, columnKind }) => [id, columnKind]));
	const kindsKnown = values.map(({ name }) => known.get(name)).filter(isKind);
	if (!automatic && kindsKnown.length === values.length)
		return values.map((one, index) => ({ ...one, kind: kindsKnown[index] }));
	const path = await place.columns();
	const columns = await once(
		JSON.stringify(['columns', path]),
		async () => await writableColumns(path, send),
	);
	const found = values.map((one) => ({ ...one, column: columnNamed(columns, one.name, automatic) }));
	const missing = found.filter(({ column }) => column === undefined).map(({ name }) => name);
	if (missing.length > 0 && !automatic) {
		throw requestError({
			what: `The list has no column ${shown(missing[0])} that can have a value.`,
			fix: 'Refresh the list of columns in the node, and map the values again.',
		});
	}
	if (missing.length > 0) hint(leftOutHint, missing.join(', '));
	return found.flatMap(({ column, value }) =>
		column === undefined ? [] : [{ name: column.name, kind: column.kind, value }],
	);
}

const isKind = (kind: unknown): kind is ColumnKind => typeof kind === 'string' && Object.hasOwn(kinds, kind);

/** A column by its internal name; that of an input property may also be its display name, if no other has that. */
function columnNamed(
	columns: readonly ListColumn[],
	name: string,
	automatic: boolean,
): ListColumn | undefined {
	const exact = columns.find((column) => column.name === name);
	if (exact !== undefined || !automatic) return exact;
	const shownSo = columns.filter(({ displayName }) => displayName === name);
	return shownSo.length === 1 ? shownSo[0] : undefined;
}

/** A column from the fields, with its unchecked value. */
interface Column {
	name: string;
	kind?: ColumnKind;
	value?: unknown;
}

const isPerson = (kind: Column['kind']) => kind === 'person' || kind === 'people';

/** The context for reading a column's value. */
interface Given {
	/** What an error calls the value; the column by default. */
	label?: string;
	timeZone: string;
	isUpdate: boolean;
	users: SiteUsers;
}

/**
 * A column's value as Graph expects it, under the name that it has there; `null` for an empty one.
 * @throws RequestError for an invalid name or value; what looking up a person throws
 */
export async function fieldOf(
	{ name, kind, value }: Column,
	{ timeZone, isUpdate, users, label = `Column ${name}` }: Given,
): Promise<IDataObject> {
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
