import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choiceField, flagField, textField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { readAs } from '../../../shared/parameters/values/reading';
import { optionalText } from '../../../shared/parameters/values/text';
import { readWorkbookNote, workbookGuards, workbookPermissions } from '../../../shared/resources/workbook';
import { withSession } from '../../../shared/resources/workbookSession';
import type { Operation } from '../../operation';
import { convertDates, rowPlaceFields, rowPlaceOptions } from './rows/fields';
import { findPlace, readWhole, targetOf, workbookOfItem } from './rows/place';
import { rowsAtOnce } from './rows/range';
import { readRows, rowsOfWhole, type Condition, type ReadAs, type ReadRules } from './rows/read';
import { readTogetherBy } from './rows/readTogether';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

const conditions: INodeProperties = {
	displayName: 'Rows With',
	name: 'rowConditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Column',
	default: {},
	description: 'Only rows that have these values are returned; texts match exactly, with their case',
	options: [
		{
			name: 'condition',
			displayName: 'Column',
			values: [
				readAs(textField('column', 'Column', { placeholder: 'e.g. Order Number' }), { whenEmpty: 'refused' }),
				textField('equals', 'Value', {
					placeholder: 'e.g. 1017',
					description: 'Leave empty for rows without a value in this column',
				}),
			],
		},
	],
};

const readOptions: readonly INodeProperties[] = [
	convertDates,
	flagField('includeEmptyRows', 'Include Empty Rows', {
		description: 'Whether to return rows without any value, too',
	}),
	flagField('includeRowNumber', 'Include Row Number', {
		default: true,
		description:
			'Whether to return the number of the row in the sheet as "row_number", by which Update Rows and Delete Rows find it',
	}),
	choiceField(
		'readAs',
		'Return',
		{ values: 'Values', text: 'Text as Shown', formulas: 'Formulas' },
		{ description: 'What to return of each cell: its value, the text that a person sees, or its formula' },
	),
];

function rulesOf(item: ItemParameters): ReadRules {
	const options = item.collection('options');
	const { condition = [] } = item.collection('rowConditions') as { condition?: IDataObject[] };
	return {
		readAs: (options.readAs ?? 'values') as ReadAs,
		convertDates: options.convertDates !== false,
		emptyRows: options.includeEmptyRows === true,
		rowNumbers: options.includeRowNumber !== false,
		conditions: condition.map(({ column, equals }): Condition => ({
			column: optionalText(column),
			value: equals ?? '',
		})),
		limit: listLimits(item).limit,
	};
}

/** Sources: "Worksheet: usedRange", "Get range", "Table: dataBodyRange". */
export const getRows: Operation = {
	name: 'Get Rows',
	value: 'getRows',
	action: 'Get rows of sheet or table',
	description: 'Read the rows of a sheet or table as items, or find those with a value in a column',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...rowPlaceFields, conditions, ...listFields],
	options: [...rowPlaceOptions, ...readOptions],
	guards: workbookGuards,
	steps: async (run) => {
		const { item, send, hint } = run;
		const rules = rulesOf(item);
		const target = targetOf(item);
		const workbook = await workbookOfItem(item, send);
		const readTogether = readTogetherBy(run);
		const wantsAll = rules.limit === Infinity || rules.conditions.length > 0;
		const triesWhole = wantsAll && rules.readAs === 'values' && target.range === '';
		const whole = triesWhole ? await readWhole(workbook, target, send, readTogether) : undefined;
		const place = whole?.place ?? (await findPlace(workbook, target, send, readTogether));
		if (place.renamed.length > 0)
			hint(
				'The header row has empty or repeated names, so columns have other names',
				place.renamed.join(', '),
			);
		if (whole !== undefined) return rowsOfWhole(whole, rules);
		const { rows } = place.body;
		// All at once was too large.
		const atOnce = Math.min(rowsAtOnce(place.body), triesWhole ? Math.ceil(rows / 2) : rows);
		const most = wantsAll ? rows : Math.min(rows, rules.limit);
		if (most <= atOnce) {
			const found = await readRows(place, rules, send, { most });
			// Rows without a value don't count.
			if (most === rows || found.length >= rules.limit) return found;
		}
		// Several pieces of one state: others may change the workbook meanwhile.
		return await withSession(
			run,
			workbook,
			async (own) => await readRows(place, rules, own, { atOnce: Math.max(1, atOnce) }),
			{ persistChanges: false },
		);
	},
};
