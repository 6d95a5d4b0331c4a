import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	jsonField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { jsonValue } from '../../../shared/parameters/values/json';
import { required } from '../../../shared/parameters/values/reading';
import { listed, optionalText } from '../../../shared/parameters/values/text';
import { listGuards } from '../../../shared/resources/list';

const displayName = textField('displayName', 'Name', { required: true, placeholder: 'e.g. Orders' });

const columns: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Column',
	default: {},
	description: 'Columns in addition to "Title", which every list has',
	options: [
		{
			displayName: 'Column',
			name: 'column',
			values: [
				required(
					textField('name', 'Name', {
						placeholder: 'e.g. Status',
						description: 'Internal name that list items use: letters and digits',
					}),
				),
				choiceField('type', 'Type', {
					text: 'Text',
					multilineText: 'Multiple Lines of Text',
					boolean: 'Yes or No',
					choice: 'Choice',
					currency: 'Currency',
					dateTime: 'Date and Time',
					number: 'Number',
					personOrGroup: 'Person',
				}),
				textsField('choices', 'Choices', {
					placeholder: 'e.g. Open, Shipped, Paid',
					description: 'Separated by commas',
					displayOptions: { show: { type: ['choice'] } },
				}),
				flagField('required', 'Required', { description: 'Whether every item must have a value' }),
				flagField('indexed', 'Indexed', {
					description: 'Whether to index the column, so that large lists can be filtered by it',
				}),
			],
		},
	],
};

const columnsJson = jsonField('columnsJson', 'Columns (JSON)', {
	default: '[]',
	placeholder: 'e.g. [{"name": "Due", "dateTime": {"format": "dateOnly"}}]',
	description: "More columns, as a JSON array of Graph's column definitions",
});

/** Source: "Create a new list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create list',
	description: 'Create a list in a site',
	permissions: ['Sites.Manage.All'],
	permissionNote:
		"For individual sites, Sites.Selected is enough, with a manage or fullcontrol grant for each: write isn't enough.",
	fields: [
		siteId,
		displayName,
		columns,
		additionalFields([
			columnsJson,
			textField('description', 'Description', { placeholder: 'e.g. What customers have ordered' }),
			choiceField('template', 'Template', {
				genericList: 'List',
				documentLibrary: 'Document Library',
				events: 'Events',
				links: 'Links',
				tasks: 'Tasks',
			}),
			moreProperties,
		]),
	],
	guards: [
		{
			when: { code: 'nameAlreadyExists' },
			fix: 'The site already has a list with this name: choose another name.',
		},
		{
			when: { status: 403 },
			fix: 'With Sites.Selected, creating a list needs a manage or fullcontrol grant for the site.',
		},
		...listGuards,
	],
	request: async (item, send) => {
		const { template, columnsJson: json, ...more } = item.collection('additionalFields');
		const all = [...columnsOf(item.collection('columns')), ...jsonColumns(json)];
		return {
			method: 'POST',
			path: await siteAt(item, send, 'lists'),
			body: newObject(
				{
					displayName: item.text('displayName'),
					list: { template: template ?? 'genericList' },
					columns: all.length > 0 ? all : undefined,
				},
				more,
			),
		};
	},
	output: (response) => [objectOf(response)],
};

function columnsOf({ column = [] }: IDataObject): IDataObject[] {
	return (column as IDataObject[]).map(({ name, type, choices, required, indexed }) => ({
		name,
		...(required === true && { required }),
		...(indexed === true && { indexed }),
		...kindOf(optionalText(type) || 'text', choices),
	}));
}

function kindOf(type: string, choices: unknown): IDataObject {
	if (type === 'multilineText') return { text: { allowMultipleLines: true } };
	return { [type]: type === 'choice' ? { choices: listed(choices) } : {} };
}

function jsonColumns(json: unknown): IDataObject[] {
	const value = jsonValue(json, columnsJson.displayName) ?? [];
	if (Array.isArray(value)) return value as IDataObject[];
	throw requestError({
		what: `"${columnsJson.displayName}" isn't a JSON array.`,
		fix: 'Enter an array of columns, such as [{"name": "Status", "text": {}}].',
	});
}
