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

const itemIds = { placeholder: 'e.g. 95e27074-6c4a-447a-aa24-9d718a0b86fa' };

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
			textsField('checkItems', 'Check Items', {
				...itemIds,
				description: 'IDs of checklist items that are done: the names of the entries of "checklist"',
			}),
			{ ...description, description: 'Notes of the task; leave empty to remove them' },
			choiceField('previewType', 'Preview', {
				automatic: 'Automatic',
				checklist: 'Checklist',
				description: 'Description',
				noPreview: 'No Preview',
				reference: 'Reference',
			}),
			textsField('removeItems', 'Remove Checklist Items', {
				...itemIds,
				description: 'IDs of checklist items: the names of the entries of "checklist"',
			}),
			moreProperties,
		]),
	],
	guards: guardsFor('details'),
	steps: async (run) => {
		const { item } = run;
		const path = ['planner', 'tasks', item.text('plannerTaskId'), 'details'];
		return [await updateAt(run, path, detailsBody(run), item.text('etag'))];
	},
};

/** The change in Graph's format. */
function detailsBody({ item, itemKey }: Pick<ItemRun, 'item' | 'itemKey'>): IDataObject {
	const { addItems, checkItems, removeItems, ...fields } = item.collection('updateFields');
	const entry = { '@odata.type': '#microsoft.graph.plannerChecklistItem' };
	const checklist = Object.fromEntries([
		...itemIdsIn(removeItems, 'Remove Checklist Items').map((id): [string, IDataObject | null] => [id, null]),
		...itemIdsIn(checkItems, 'Check Items').map((id): [string, IDataObject | null] => [
			id,
			{ ...entry, isChecked: true },
		]),
		...listed(addItems).map((title, index): [string, IDataObject | null] => [
			newId(`${itemKey} ${index}`),
			{ ...entry, title, isChecked: false, orderHint: ' !' },
		]),
	]) as IDataObject;
	return updateBody(fields, Object.keys(checklist).length > 0 ? { checklist } : {});
}

/**
 * IDs of checklist items, which become names of properties.
 * @throws RequestError for anything else, such as a title
 */
function itemIdsIn(value: unknown, label: string): string[] {
	const ids = listed(value);
	const other = ids.find((id) => !/^[a-z\d][\w-]*$/i.test(id));
	if (other === undefined) return ids;
	throw requestError({
		what: `"${label}": "${other}" isn't the ID of a checklist item.`,
		fix: 'Get the task with "Get Details": the names of the entries of "checklist" are their IDs.',
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
