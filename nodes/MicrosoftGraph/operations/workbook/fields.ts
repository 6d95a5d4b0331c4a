import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { GraphError, graphError } from '../../../graph/errors/graphError';
import { RequestError, requestError } from '../../../graph/errors/requestError';
import type { GraphRequest, GraphResponse } from '../../../graph/graphRequest';
import { choiceField, numberField, textField } from '../../../shared/fields/build';
import { asItem } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import {
	tableAt,
	tableField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import { withSession } from '../../../shared/resources/workbookSession';
import type { Operation } from '../../operation';

/** The name of a new sheet. */
export const sheetName = textField('name', 'Name', {
	placeholder: 'e.g. January',
	description: 'Name of the sheet: up to 31 characters, without \\ / ? * [ ] :',
});

/** Where a sheet is, and whether people see it. */
export const sheetPosition = numberField('position', 'Position', {
	typeOptions: { minValue: 0 },
	description: 'Place of the sheet among all sheets, counted from 0',
});
export const sheetVisibility = choiceField(
	'visibility',
	'Visibility',
	{ Visible: 'Visible', Hidden: 'Hidden', VeryHidden: 'Very Hidden' },
	{ description: 'Whether people see the sheet; only code can show a very hidden one' },
);

/** What differs between operations on a table. */
type OnTable = Omit<Operation, 'permissions' | 'permissionNote' | 'fields' | 'guards' | 'request'> & {
	/** The method, and what follows the table in the path. */
	call: Omit<GraphRequest, 'path'> & { below?: readonly string[] };
	/** Fields in addition to those of the table. */
	fields?: Operation['fields'];
};

/** An operation that is one request for a table. */
export const onTable = ({ call: { below = [], ...call }, fields = [], ...own }: OnTable): Operation => ({
	...own,
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, tableField, ...fields],
	guards: workbookGuards,
	request: async (item, send) => ({ ...call, path: await tableAt(item, send, ...below) }),
});

/** What is returned of a range when it's simplified. */
const simpleRange = ['address', 'rowCount', 'columnCount', 'values', 'text'];

/** A range as an item. */
export function rangeItem(range: IDataObject, simple: boolean): IDataObject {
	if (!simple) return asItem(range);
	return Object.fromEntries(simpleRange.flatMap((name) => (name in range ? [[name, range[name]]] : [])));
}

/**
 * Makes something in two steps, since Graph takes some properties only afterwards: in one session if there are any.
 * @param make creates it
 * @param path of what was made, for the second step
 * @param change properties for the second step; none if empty
 * @param describe what was made, for the error if the second step fails: "The sheet \"January\" was added"
 */
export async function makeAndChange(
	run: ItemRun,
	workbook: readonly string[],
	{
		make,
		path,
		change,
		describe,
	}: {
		make: (send: Send) => Promise<GraphResponse>;
		path: (made: IDataObject) => string[];
		change: IDataObject;
		describe: (made: IDataObject) => string;
	},
): Promise<IDataObject[]> {
	if (Object.keys(change).length === 0) return [asItem((await make(run.send)).body as IDataObject)];
	const changed = await withSession(run, workbook, async (send) => {
		const made = (await make(send)).body as IDataObject;
		try {
			return await send({ method: 'PATCH', path: path(made), body: change, idempotent: true });
		} catch (error) {
			throw withLeft(error, `${describe(made)}, but it couldn't be changed as requested.`);
		}
	});
	return [asItem(changed.body as IDataObject)];
}

/** An error that also says what was done before. */
export function withLeft(error: unknown, left: string): unknown {
	if (error instanceof GraphError) return graphError({ ...error.parts, left });
	if (error instanceof RequestError) return requestError({ ...error.parts, left });
	return caught(error);
}
