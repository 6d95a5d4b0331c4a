import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, jsonField, textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { jsonValue } from '../../../shared/parameters/values/json';
import { optionalText } from '../../../shared/parameters/values/text';
import { listGuards } from '../../../shared/resources/list';
import {
	columnChoices,
	columnIndexed,
	columnNameField,
	columnRequired,
	columnType,
	manageNote,
	typeFacet,
} from './columnFields';

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
			values: [columnNameField, columnType, columnChoices, columnRequired, columnIndexed],
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
	permissionNote: manageNote,
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
		...typeFacet(optionalText(type) || 'text', choices),
	}));
}

function jsonColumns(json: unknown): IDataObject[] {
	const value = jsonValue(json, columnsJson.displayName) ?? [];
	if (Array.isArray(value)) return value as IDataObject[];
	throw requestError({
		what: `"${columnsJson.displayName}" isn't a JSON array.`,
		fix: 'Enter an array of columns, such as [{"name": "Status", "text": {}}].',
	});
}
