import type { IDataObject } from 'n8n-workflow';

import { succeeded } from '../../../shared/fields/outputs';
import { objectIdOf, referenceTo } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';

/** Who belongs to a group, and in which way. */
type Relation = 'members' | 'owners';

/** Makes the user that the item names a member or an owner of the group that it names. */
export async function addReference(run: ItemRun, relation: Relation): Promise<IDataObject[]> {
	await run.send({
		method: 'POST',
		path: ['groups', run.item.id('groupId'), relation, '$ref'],
		body: { '@odata.id': referenceTo(run, run.item.id('userId')) },
	});
	return succeeded();
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
	const id = await objectIdOf(run, run.item.id(field));
	await run.send({ method: 'DELETE', path: ['groups', run.item.id('groupId'), relation, id, '$ref'] });
	return succeeded();
}
