import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../../credentials/auth/core/guid';
import type { Send } from '../../../graph/client';
import type { Guard } from '../../../graph/errors/explain';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { readList } from '../../../graph/lists/page';
import { choiceField, flagField, locatorField, textField, textsField } from '../../../shared/fields/build';
import { listAt } from '../../../shared/fields/locators/list';
import { siteAt } from '../../../shared/fields/locators/site';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { required } from '../../../shared/parameters/values/reading';
import { listed } from '../../../shared/parameters/values/text';
import { listGuards } from '../../../shared/resources/list';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { siteGuards } from '../../../shared/resources/site';

/** The note about permissions for changing lists and columns. */
export const manageNote =
	"For individual sites, Sites.Selected is enough, with a manage or fullcontrol grant for each: write isn't enough.";

/** The same where the list exists. */
export const manageListNote = `A list by its URL needs Sites.Read.All, too. ${manageNote}`;

/** The same for changing and deleting a list, for which the reference of Graph has no page. */
export const unlistedListNote = `Microsoft's pages list no permission for this request: Sites.Manage.All is that of creating a list. ${manageListNote}`;

/** The internal name of a new column. */
export const columnNameField = required(
	textField('name', 'Name', {
		placeholder: 'e.g. Status',
		description: 'Internal name that list items use: letters and digits',
	}),
);

/** The types of columns that need nothing else. */
export const plainTypes: Readonly<Record<string, string>> = {
	text: 'Text',
	multilineText: 'Multiple Lines of Text',
	boolean: 'Yes or No',
	choice: 'Choice',
	currency: 'Currency',
	dateTime: 'Date and Time',
	number: 'Number',
	personOrGroup: 'Person',
};

/** The type of a column of a new list. */
export const columnType = choiceField('type', 'Type', plainTypes);

/** What can be chosen in a column. */
export const columnChoices = textsField('choices', 'Choices', {
	placeholder: 'e.g. Open, Shipped, Paid',
	description: 'Separated by commas',
	displayOptions: { show: { type: ['choice'] } },
});

export const columnRequired = flagField('required', 'Required', {
	description: 'Whether every item must have a value',
});

export const columnIndexed = flagField('indexed', 'Indexed', {
	description: 'Whether to index the column, so that large lists can be filtered by it',
});

/** The facet of a column definition that says its type. Source: "columnDefinition resource type". */
export function typeFacet(type: string, choices: unknown): IDataObject {
	if (type === 'multilineText') return { text: { allowMultipleLines: true } };
	return { [type]: type === 'choice' ? { choices: listed(choices) } : {} };
}

/** Whether a list or content type comes with its columns. */
export const withColumns = flagField('withColumns', 'Include Columns', {
	description: 'Whether to return the columns too, with the internal names that list items use',
});

/** The properties of a column's definition, for "Simplify". */
export const simpleColumn = [
	'name',
	'displayName',
	'type',
	'required',
	'readOnly',
	'hidden',
	'description',
	'id',
];

const columnField = (method: string) =>
	locatorField(
		'columnId',
		'Column',
		{
			list: { method, placeholder: 'Select a column…' },
			example: 'e.g. 11dfef35-340d-4c2a-87dc-5d1f0b5a6c2f',
			modes: [{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Status' }],
		},
		{ description: 'ID or internal name of the column' },
	);

/** An existing column of a list. */
export const columnId = columnField('searchListColumns');

/** An existing column of a site. */
export const siteColumnId = columnField('searchSiteColumns');

/**
 * The path of an item's column in a list.
 * @param send looks up the column by its name
 * @throws RequestError if the list has no such column; what `listAt` and `send` throw
 */
export async function columnAt(item: ItemParameters, send: Send): Promise<string[]> {
	return await columnIn(await listAt(item, send, 'columns'), item, send, 'list');
}

/**
 * The path of an item's column in a site.
 * @param send looks up the column by its name
 * @throws RequestError if the site has no such column; what `siteAt` and `send` throw
 */
export async function siteColumnAt(item: ItemParameters, send: Send): Promise<string[]> {
	return await columnIn(await siteAt(item, send, 'columns'), item, send, 'site');
}

async function columnIn(
	columns: string[],
	item: ItemParameters,
	send: Send,
	where: 'list' | 'site',
): Promise<string[]> {
	const given = item.id('columnId');
	if (isGuid(given)) return [...columns, given];
	const request = { method: 'GET' as const, path: columns, headers: newerColumns };
	const all = await readList(request, { limit: Infinity }, send);
	const found = all.find(({ name }) => name === given);
	if (found !== undefined) return [...columns, String(found.id)];
	throw requestError({
		what: `The ${where} has no column with the internal name ${shown(given)}.`,
		fix: `Check the name: "${where === 'list' ? 'List' : 'Site'}: Get Columns" shows the internal names and IDs.`,
	});
}

/** What SharePoint refuses without a sufficient grant. */
const grantGuard: Guard = {
	when: { status: 403 },
	fix: 'With Sites.Selected, changing columns needs a manage or fullcontrol grant for the site.',
};

/** Graph's errors for columns of lists whose messages don't help. */
export const columnGuards: readonly Guard[] = [
	{
		when: { code: 'nameAlreadyExists' },
		fix: 'The list already has a column with this internal name, which can be one of SharePoint\'s own: choose another, and set "Display Name".',
	},
	grantGuard,
	...listGuards,
];

/** The same for columns of sites. */
export const siteColumnGuards: readonly Guard[] = [
	{
		when: { code: 'nameAlreadyExists' },
		fix: 'The site, or one above it, already has a column with this internal name, which can be one of SharePoint\'s own: choose another, and set "Display Name".',
	},
	{
		when: { message: /content types?/i },
		fix: 'Remove the column from the content types that use it first.',
	},
	grantGuard,
	...siteGuards,
];
