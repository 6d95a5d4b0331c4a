import type { IDataObject } from 'n8n-workflow';

import * as relations from '../../../shared/fields/relations';
import type { ItemRun } from '../../../shared/itemRun';

/** Who belongs to a group, and in which way. */
type Relation = 'members' | 'owners';

/** Makes the user that the item names a member or an owner of the group that it names. */
export async function addReference(run: ItemRun, relation: Relation): Promise<IDataObject[]> {
	const path = ['groups', run.item.id('groupId'), relation];
	return await relations.addReference(run, path, run.item.id('userId'));
}

/**
 * Ends that.
 * @param field that names the member or owner
 */
export async function removeReference(
	run: ItemRun,
	relation: Relation,
	field: string,
): Promise<IDataObject[]> {
	const path = ['groups', run.item.id('groupId'), relation];
	return await relations.removeReference(run, path, run.item.id(field));
}
