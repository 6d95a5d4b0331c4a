import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { moreProperties, newObject, updateBody } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	textField,
	textsField,
	updateFields,
} from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { readAs, required } from '../../../shared/parameters/values/reading';
import {
	columnChoices,
	columnIndexed,
	columnNameField,
	columnRequired,
	plainTypes,
	typeFacet,
} from './columnFields';

const name = { ...columnNameField, required: true };

const type = choiceField('type', 'Type', {
	...plainTypes,
	hyperlinkOrPicture: 'Hyperlink',
	lookup: 'Lookup',
	more: 'Other (More Properties)',
});

const forLookup = { displayOptions: { show: { type: ['lookup'] } } };

const lookupList = textField('lookupListId', 'Lookup List ID', {
	required: true,
	placeholder: 'e.g. 33ad4a2d-6c8b-4d2b-9a5f-0e7f3b7a9c11',
	description: 'ID of the list of the same site that the values come from',
	...forLookup,
});

const lookupColumn = readAs(
	textField('lookupColumn', 'Lookup Column', {
		default: 'Title',
		description: 'Internal name of the column of that list to show',
		...forLookup,
	}),
	{ whenEmpty: 'mayBeBlank' },
);

const severalValues = flagField('multiple', 'Multiple Values', {
	description: 'Whether an item can have several values in the column',
	displayOptions: { show: { type: ['choice', 'lookup', 'personOrGroup'] } },
});

const displayName = textField('displayName', 'Display Name', {
	placeholder: 'e.g. Order Status',
	description: 'Name that people see; by default the internal name',
});

const description = textField('description', 'Description', { placeholder: 'e.g. How far the order is' });

const unique = flagField('enforceUniqueValues', 'Enforce Unique Values', {
	description:
		'Whether SharePoint refuses a second item with the same value. Such a column must be indexed, too.',
});

/**
 * The fields of a new column.
 * @param more entries of "Additional Fields" for this kind of column
 */
export const newColumnFields = (...more: readonly INodeProperties[]): INodeProperties[] => [
	name,
	type,
	columnChoices,
	lookupList,
	lookupColumn,
	severalValues,
	additionalFields([
		displayName,
		description,
		columnRequired,
		columnIndexed,
		unique,
		textField('defaultValue', 'Default Value', { placeholder: 'e.g. Open' }),
		moreProperties,
		...more,
	]),
];

/** The body of a new column. Source: "columnDefinition resource type". */
export function newColumn(item: ItemParameters): IDataObject {
	const { defaultValue, ...more } = item.collection('additionalFields');
	return newObject(
		{
			name: item.text('name'),
			...facetOf(item),
			defaultValue: defaultValue === undefined ? undefined : { value: defaultValue },
		},
		more,
	);
}

/**
 * The fields of a change of a column.
 * @param more entries of "Update Fields" for this kind of column
 */
export const changedColumnFields = (...more: readonly INodeProperties[]): INodeProperties =>
	updateFields([
		required(
			textsField('choices', 'Choices', {
				placeholder: 'e.g. Open, Shipped, Paid',
				description: 'All choices of a choice column, separated by commas; they replace the present ones',
			}),
		),
		required(textField('displayName', 'Display Name', { placeholder: 'e.g. Order Status' })),
		description,
		columnRequired,
		columnIndexed,
		flagField('hidden', 'Hidden', { description: 'Whether to hide the column from people' }),
		unique,
		moreProperties,
		...more,
	]);

/** The body of a change of a column. */
export function changedColumn(item: ItemParameters): IDataObject {
	const { choices, ...more } = item.collection('updateFields');
	return updateBody({ choice: choices === undefined ? undefined : { choices } }, more);
}

/** The facet that says the type, with what it needs. */
function facetOf(item: ItemParameters): IDataObject {
	const kind = item.text('type');
	const multiple = ['choice', 'lookup', 'personOrGroup'].includes(kind) && item.flag('multiple');
	switch (kind) {
		case 'more':
			return {};
		case 'choice': {
			const { choice } = typeFacet(kind, item.list('choices'));
			return { choice: { ...(choice as IDataObject), ...(multiple && { displayAs: 'checkBoxes' }) } };
		}
		case 'lookup':
			return {
				lookup: {
					listId: item.text('lookupListId'),
					columnName: item.text('lookupColumn') || 'Title',
					...(multiple && { allowMultipleValues: true }),
				},
			};
		case 'personOrGroup':
			return { personOrGroup: multiple ? { allowMultipleSelection: true } : {} };
		default:
			return typeFacet(kind, []);
	}
}
