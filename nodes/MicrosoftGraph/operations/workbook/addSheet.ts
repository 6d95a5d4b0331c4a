import { newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import {
	keyed,
	workbookAt,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';
import { makeAndChange, sheetName, sheetPosition, sheetVisibility } from './fields';

/** Source: "Create worksheet", "Update worksheet". */
export const addSheet: Operation = {
	name: 'Add Sheet',
	value: 'addSheet',
	action: 'Add sheet to workbook',
	description: 'Add an empty sheet to an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [
		...workbookFields,
		{
			...sheetName,
			description: `${sheetName.description ?? ''}; leave empty for a name that Excel chooses`,
		},
		additionalFields([sheetPosition, sheetVisibility]),
	],
	guards: workbookGuards,
	steps: async (run) => {
		const { item } = run;
		const body = newObject({ name: item.text('name') });
		const change = newObject(item.collection('additionalFields'));
		const workbook = await workbookAt(item, run.send);
		return await makeAndChange(run, workbook, {
			make: async (send) => await send({ method: 'POST', path: [...workbook, 'worksheets', 'add'], body }),
			path: ({ id }) => [...workbook, ...keyed('worksheets', String(id))],
			change,
			describe: ({ name }) => `The sheet ${JSON.stringify(name)} was added`,
		});
	},
};
