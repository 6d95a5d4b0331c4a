import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, flagField, textField } from '../../../shared/fields/build';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { readAs } from '../../../shared/parameters/values/reading';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import {
	columnChoices,
	columnGuards,
	columnIndexed,
	columnNameField,
	columnRequired,
	manageListNote,
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

/** Source: "Create a columnDefinition in a list". */
export const addColumn: Operation = {
	name: 'Add Column',
	value: 'addColumn',
	action: 'Add column to list',
	description: 'Add a column to a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [
		siteId,
		listOrUrl,
		name,
		type,
		columnChoices,
		lookupList,
		lookupColumn,
		severalValues,
		additionalFields([
			textField('displayName', 'Display Name', {
				placeholder: 'e.g. Order Status',
				description: 'Name that people see; by default the internal name',
			}),
			textField('description', 'Description', { placeholder: 'e.g. How far the order is' }),
			columnRequired,
			columnIndexed,
			flagField('enforceUniqueValues', 'Enforce Unique Values', {
				description:
					'Whether SharePoint refuses a second item with the same value. Such a column must be indexed, too.',
			}),
			textField('defaultValue', 'Default Value', { placeholder: 'e.g. Open' }),
			moreProperties,
		]),
	],
	guards: columnGuards,
	request: async (item, send) => {
		const { defaultValue, ...more } = item.collection('additionalFields');
		return {
			method: 'POST',
			path: await listAt(item, send, 'columns'),
			headers: newerColumns,
			body: newObject(
				{
					name: item.text('name'),
					...facetOf(item),
					defaultValue: defaultValue === undefined ? undefined : { value: defaultValue },
				},
				more,
			),
		};
	},
	output: (response) => [objectOf(response)],
};

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
