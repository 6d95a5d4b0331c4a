import type { IDataObject } from 'n8n-workflow';

import type { ItemRun } from '../itemRun';
import { succeeded } from './outputs';
import { objectIdOf, referenceTo } from './references';

/**
 * Adds a directory object to a relationship, such as a group's members.
 * @param path of the relationship
 * @param who its object ID, or the user principal name of a user
 */
export async function addReference(
	run: Pick<ItemRun, 'app' | 'send'>,
	path: readonly string[],
	who: string,
): Promise<IDataObject[]> {
	const body = { '@odata.id': referenceTo(run, who) };
	await run.send({ method: 'POST', path: [...path, '$ref'], body });
	return succeeded();
}

/** Removes a directory object from a relationship; the parameters are those of `addReference`. */
export async function removeReference(
	run: Pick<ItemRun, 'send'>,
	path: readonly string[],
	who: string,
): Promise<IDataObject[]> {
	const id = await objectIdOf(run, who);
	await run.send({ method: 'DELETE', path: [...path, id, '$ref'] });
	return succeeded();
}
