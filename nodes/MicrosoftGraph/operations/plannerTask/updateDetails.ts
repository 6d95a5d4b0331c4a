import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, updateBody } from '../../../shared/fields/body';
import { choiceField, textsField, updateFields } from '../../../shared/fields/build';
import type { ItemRun } from '../../../shared/itemRun';
import { listed } from '../../../shared/parameters/values/text';
import type { Operation } from '../../operation';
import { updateAt } from './change';
import { description, etagField, guardsFor, plannerTaskId } from './fields';

const checklistItems = {
	placeholder: 'e.g. Book a room',
	description: 'Titles or IDs of items of the checklist, separated by commas or line breaks',
};

/** Source: "Update plannerTaskDetails". */
export const updateDetails: Operation = {
	name: 'Update Details',
	value: 'updateDetails',
	action: 'Update details of planner task',
	description: 'Change the description of a Planner task, or its checklist',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [
		plannerTaskId,
		etagField('details'),
		updateFields([
			textsField('addItems', 'Add Checklist Items', {
				placeholder: 'e.g. Book a room, Order food',
				description: 'Titles, separated by commas or line breaks',
			}),
			textsField('checkItems', 'Check Items', checklistItems),
			{ ...description, description: 'Notes of the task; leave empty to remove them' },
			choiceField('previewType', 'Preview', {
				automatic: 'Automatic',
				checklist: 'Checklist',
				description: 'Description',
				noPreview: 'No Preview',
				reference: 'Reference',
			}),
			textsField('removeItems', 'Remove Checklist Items', checklistItems),
			moreProperties,
		]),
	],
	guards: guardsFor('details'),
	steps: async (run) => {
		const { item } = run;
		const path = ['planner', 'tasks', item.text('plannerTaskId'), 'details'];
		return [await updateAt(run, path, await detailsBody(run, path), item.text('etag'))];
	},
};

/** The change in Graph's format. */
async function detailsBody(
	{ item, send, itemKey }: Pick<ItemRun, 'item' | 'send' | 'itemKey'>,
	path: readonly string[],
): Promise<IDataObject> {
	const { addItems, checkItems, removeItems, ...fields } = item.collection('updateFields');
	const [checked, removed] = [listed(checkItems), listed(removeItems)];
	const current = checked.length + removed.length > 0 ? (await send({ method: 'GET', path })).body : {};
	const known = ((current as IDataObject).checklist ?? {}) as Record<string, IDataObject>;
	const entry = { '@odata.type': '#microsoft.graph.plannerChecklistItem' };
	const checklist = Object.fromEntries([
		...removed
			.flatMap((one) => idsOf(known, one, 'Remove Checklist Items'))
			.map((id): [string, IDataObject | null] => [id, null]),
		...checked
			.flatMap((one) => idsOf(known, one, 'Check Items'))
			.map((id): [string, IDataObject | null] => [id, { ...entry, isChecked: true }]),
		...listed(addItems).map((title, index): [string, IDataObject | null] => [
			newId(`${itemKey()} ${index}`),
			{ ...entry, title, isChecked: false, orderHint: ' !' },
		]),
	]) as IDataObject;
	return updateBody(fields, Object.keys(checklist).length > 0 ? { checklist } : {});
}

/**
 * The IDs of a task's checklist items.
 * @param named an ID, or a title, which several can have
 * @throws RequestError if the task has no such item
 */
function idsOf(known: Readonly<Record<string, IDataObject>>, named: string, label: string): string[] {
	if (Object.hasOwn(known, named)) return [named];
	const ids = Object.keys(known).filter((id) => known[id]?.title === named);
	if (ids.length > 0) return ids;
	throw requestError({
		what: `"${label}": the task has no checklist item "${named}".`,
		fix: 'Enter its title exactly, or its ID: the names of the entries of "checklist", as "Get Details" returns it.',
	});
}

/** The ID of a new checklist item: the same when the item is tried again, so that none is added twice. */
function newId(seed: string): string {
	const hex = createHash('sha256').update(seed).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}
