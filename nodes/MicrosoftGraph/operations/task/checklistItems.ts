import { flagField, textField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { required } from '../../../shared/parameters/values/reading';
import { taskPath } from './fields';

/** The checklist item of an operation. */
export const checklistItemId = textField('checklistItemId', 'Checklist Item ID', {
	required: true,
	placeholder: 'e.g. e3a26c2e-7c6f-4317-9d71-c27267008202',
	description: 'The "id" of a checklist item, as Get Checklist Items returns it',
});

/** What To Do shows of a checklist item. */
export const checklistItemName = required(
	textField('displayName', 'Name', { placeholder: 'e.g. Renew the passport' }),
);

/** Whether a checklist item is done. */
export const checklistItemChecked = flagField('isChecked', 'Checked', {
	default: true,
	description: 'Whether the checklist item is done',
});

/** The path of the checklist items of an item's task, with further segments. */
export const checklistItemsPath = (item: ItemParameters, ...below: readonly string[]): string[] =>
	taskPath(item, 'checklistItems', ...below);
