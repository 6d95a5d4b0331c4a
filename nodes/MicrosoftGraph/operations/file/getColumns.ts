import { fileAt, fileFields } from '../../../shared/fields/locators/drive';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { fileGuards } from '../../../shared/resources/file';
import { columnsOption, expandFields } from '../../../shared/resources/listItem';
import type { Operation } from '../../operation';
import { columnsNote } from './columnFields';

/** Source: "Get an item in a list", "driveItem resource type" (`listItem`). */
export const getColumns: Operation = {
	name: 'Get Columns',
	value: 'getColumns',
	action: 'Get columns of file or folder',
	description: 'Get the values of the columns that a file or folder has in its library',
	permissions: ['Sites.Read.All'],
	permissionNote: columnsNote,
	fields: fileFields,
	options: [columnsOption],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await fileAt(item, send, 'listItem'),
		headers: newerColumns,
		query: expandFields(item.collection('options')),
	}),
};
