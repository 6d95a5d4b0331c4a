import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import { newColumn, newColumnFields } from './columnDefinition';
import { columnGuards, manageListNote } from './columnFields';

/** Source: "Create a columnDefinition in a list". */
export const addColumn: Operation = {
	name: 'Add Column',
	value: 'addColumn',
	action: 'Add column to list',
	description: 'Add a column to a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [siteId, listOrUrl, ...newColumnFields()],
	guards: columnGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await listAt(item, send, 'columns'),
		headers: newerColumns,
		body: newColumn(item),
	}),
	output: (response) => [objectOf(response)],
};
