import { choiceField } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import {
	workbookAt,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

const calculationType = choiceField(
	'calculationType',
	'Calculation',
	{ Recalculate: 'Changed Formulas', Full: 'All Formulas', FullRebuild: 'All Formulas and Dependencies' },
	{ description: 'What Excel calculates; usually it does so by itself after each change' },
);

/** Source: "Application: calculate". */
export const calculate: Operation = {
	name: 'Calculate',
	value: 'calculate',
	action: 'Calculate workbook',
	description: 'Recalculate the formulas of an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, calculationType],
	guards: workbookGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await workbookAt(item, send, 'application', 'calculate'),
		body: { calculationType: item.text('calculationType') },
		expectedResponse: 'done',
		idempotent: true,
	}),
	output: succeeded,
};
