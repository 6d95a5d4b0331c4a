import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { isOutcomeUnknown } from '../../../graph/errors/outcomeUnknown';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { readList } from '../../../graph/lists/page';
import { textField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { columnName } from '../../../shared/resources/columnName';
import {
	columnsFrom,
	columnsJson,
	columnsToMatch,
	contentTypeGuards,
	fieldsOf,
	itemGuards,
	withJson,
} from '../../../shared/resources/listItem';
import { newerColumns, notIndexedToo } from '../../../shared/resources/listItemPrefer';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { newContentTypeOption } from './contentType';
import { newItem } from './create';
import { underKey } from './sharedKeys';

const matchColumn = textField('matchColumn', 'Match Column', {
	required: true,
	placeholder: 'e.g. Title',
	description:
		'Internal name of the column to find the item by, which needs a value in "Columns (JSON)". Index it, if the list can have more than 5,000 items.',
	...withJson,
});

/** The waits before the checks whether a create without a response has happened, in ms. */
const checkWaits = [1_000, 2_000, 4_000, 8_000];

/** Source: "Enumerate items in a list", "Create a new item in a list", "Update an item in a list". */
export const createOrUpdate: Operation = {
	name: 'Create or Update',
	value: 'createOrUpdate',
	action: 'Create or update list item',
	description: 'Update the item that has the same value in a column, or create one if there is none',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, columnsFrom, matchColumn, columnsToMatch, columnsJson],
	options: [newContentTypeOption],
	guards: [...contentTypeGuards, ...itemGuards],
	steps: async (run) => {
		const { item, send } = run;
		const column = matchColumnOf(item);
		const fields = await fieldsOf(run, { isUpdate: true });
		const match = matchOf(run, column, fields);
		const path = await listAt(item, send, 'items');
		// Items with the same value run one after the other, whichever list they name.
		const key = [run.app().tenantId, match.column, String(match.value).toLowerCase()].join('\n');
		return [await underKey(key, run.wait, async () => await store(run, path, fields, match))];
	},
};

/** The column by which the item is found, and the value that it's to have. */
interface Match {
	column: string;
	value: string | number;
}

const isInJson = (item: ItemRun['item']) => item.text('columnsFrom') === 'json';

/**
 * The column to find the item by.
 * @throws RequestError if none is chosen, or one of a kind that SharePoint can't look for
 */
function matchColumnOf(item: ItemRun['item']): string {
	if (isInJson(item)) return item.text('matchColumn');
	const { matching, schema } = item.mapping('columns');
	const [name] = matching;
	if (matching.length !== 1 || name === undefined) {
		throw requestError({
			what: 'No column is chosen to find the item by.',
			fix: 'Choose one column under "Column to Match On".',
		});
	}
	if (schema.find(({ id }) => id === name)?.canBeUsedToMatch !== false) return name;
	throw requestError({
		what: `Items can't be found by the column ${shown(name)}.`,
		why: 'A match column has one short text, choice, number, lookup, or person in each item.',
		fix: 'Choose another column under "Column to Match On".',
	});
}

/**
 * What to find the item by.
 * @param name of the column
 * @throws RequestError if it gets no value that SharePoint can look for
 */
function matchOf({ item }: Pick<ItemRun, 'item'>, name: string, fields: IDataObject): Match {
	const column = [columnName(name), `${name}LookupId`].find((one) => fields[one] !== undefined) ?? name;
	const value = fields[column];
	if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number')
		return { column, value };
	throw requestError({
		what: `The column ${shown(name)} has no value to find the item by.`,
		why: `The match column needs a text or a number ${isInJson(item) ? `in "${columnsJson.displayName}" ` : ''}for each item.`,
		fix: 'Give it a value for this item, or choose another column.',
	});
}

/** Updates the item, or creates it. */
async function store(
	run: ItemRun,
	path: readonly string[],
	fields: IDataObject,
	match: Match,
): Promise<IDataObject> {
	const { send } = run;
	const found = await findItem(path, match, send);
	if (found !== undefined) return await updateItem(path, found, fields, send);
	try {
		const body = await newItem(run, withoutEmpty(fields));
		const made = await send({ method: 'POST', path: [...path], headers: newerColumns, body });
		return { ...objectOf(made), created: true };
	} catch (error) {
		if (!isOutcomeUnknown(error)) throw caught(error);
		const made = await findLater(run, path, match);
		if (made === undefined) throw caught(error);
		return { ...(await updateItem(path, made, fields, send)), created: true };
	}
}

/** A new item has nothing to clear. */
const withoutEmpty = (fields: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

async function updateItem(
	path: readonly string[],
	id: string,
	fields: IDataObject,
	send: Send,
): Promise<IDataObject> {
	const changed = await send({
		method: 'PATCH',
		path: [...path, id, 'fields'],
		headers: newerColumns,
		body: fields,
		idempotent: true,
	});
	return { id, fields: objectOf(changed), created: false };
}

/**
 * The ID of the item with a value.
 * @throws RequestError if several have it
 */
async function findItem(
	path: readonly string[],
	{ column, value }: Match,
	send: Send,
): Promise<string | undefined> {
	const request = {
		method: 'GET' as const,
		path: [...path],
		query: {
			$filter: `fields/${column} eq ${typeof value === 'number' ? value : quoted(value)}`,
			$select: 'id',
		},
		headers: notIndexedToo,
		mayNeverSucceed: true,
	};
	const found = await readList(request, { limit: maxShown, pageSize: maxShown }, send);
	if (found.length <= 1) return found[0] === undefined ? undefined : String(found[0].id);
	const ids = found.map(({ id }) => String(id)).join(', ');
	const all = found.length < maxShown ? `${found.length} items have` : `At least ${maxShown} items have`;
	throw requestError({
		what: `${all} the value ${shown(String(value))} in the column "${column}": ${ids}.`,
		why: 'The node updates an item only if no other has the same value.',
		fix: 'Delete the others, match on a column whose values are unique, or use "Update" with the ID of the item.',
	});
}

/** The most items that an error names. */
const maxShown = 5;

/**
 * Checks several times whether a create without a response has happened. A check that fails doesn't say so: then the
 * outcome stays unknown.
 */
async function findLater(run: ItemRun, path: readonly string[], match: Match): Promise<string | undefined> {
	for (const pause of checkWaits) {
		await run.wait(pause);
		const found = await findItem(path, match, run.send).catch(() => undefined);
		if (found !== undefined) return found;
	}
	return undefined;
}
