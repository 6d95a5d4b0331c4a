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
	description: 'Columns beside "Title", which every list has',
	options: [
		{
			displayName: 'Column',
			name: 'column',
			values: [
				required(
					textField('name', 'Name', {
						placeholder: 'e.g. Status',
						description: 'Letters and digits; the internal name that list items use',
					}),
				),
				choiceField('type', 'Type', {
					text: 'Text',
					multilineText: 'Text of Several Lines',
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
				flagField('required', 'Required', { description: 'Whether every item needs a value' }),
				flagField('indexed', 'Indexed', {
					description: 'Whether the column is indexed, so that large lists can be filtered by it',
				}),
			],
		},
	],
};

const columnsJson = jsonField('columnsJson', 'Columns (JSON)', {
	default: '[]',
	placeholder: 'e.g. [{"name": "Due", "dateTime": {"format": "dateOnly"}}]',
	description: 'Further columns, in JSON as Graph has them: an array',
});

/** Source: "Create a new list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create list',
	description: 'Create a list in a site',
	permissions: ['Sites.Manage.All'],
	permissionNote:
		'For single sites Sites.Selected does, with a grant of manage or fullcontrol for each: write is not enough.',
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
			fix: 'The site has a list of that name already: give it another name.',
		},
		{
			when: { status: 403 },
			fix: 'With Sites.Selected, creating a list needs a grant of manage or fullcontrol for the site.',
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
		what: `"${columnsJson.displayName}" is no JSON array.`,
		fix: 'Enter an array of columns, such as [{"name": "Status", "text": {}}].',
	});
}
