import { updateBody } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { required } from '../../../shared/parameters/values/reading';
import {
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';
import { sheetName, sheetPosition, sheetVisibility } from './fields';

/** Source: "Update worksheet". */
export const updateSheet: Operation = {
	name: 'Update Sheet',
	value: 'updateSheet',
	action: 'Update sheet of workbook',
	description: 'Rename, move, hide, or show a sheet of an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [
		...workbookFields,
		sheetField,
		updateFields([required(sheetName), sheetPosition, sheetVisibility]),
	],
	guards: workbookGuards,
	request: async (item, send) => {
		const body = updateBody(item.collection('updateFields'));
		// After a rename, a sheet that was found by its name can't be found by that name again.
		const byId = /^\{[\dA-F-]{36}\}$/i.test(item.id('sheetId'));
		const idempotent = byId || body.name === undefined;
		return { method: 'PATCH', path: await sheetAt(item, send), body, idempotent };
	},
};
