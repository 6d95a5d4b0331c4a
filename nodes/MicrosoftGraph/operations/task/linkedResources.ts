import { textField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { taskPath } from './fields';

/** The linked resource of an operation. */
export const linkedResourceId = textField('linkedResourceId', 'Linked Resource ID', {
	required: true,
	placeholder: 'e.g. f9cddce2-dce2-f9cd-e2dc-cdf9e2dccdf9',
	description: 'The "id" of a linked resource, as Get Linked Resources returns it',
});

/** The path of the linked resources of an item's task, with further segments. */
export const linkedResourcesPath = (item: ItemParameters, ...below: readonly string[]): string[] =>
	taskPath(item, 'linkedResources', ...below);
