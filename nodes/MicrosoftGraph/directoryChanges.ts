import { changesFields, changesGuards, directoryDeltaQuery, readChanges } from '../shared/fields/changes';
import { selectLike } from '../shared/fields/odata';
import type { Operation } from './operation';

/** The types of directory objects whose changes are offered, by their paths in Graph. */
type ChangingType = 'applications' | 'groups' | 'servicePrincipals' | 'users';

/** What differs by type. */
interface OwnOfChanges extends Pick<Operation, 'action' | 'permissions'> {
	/** What the objects are called. */
	objects: string;
	/** Properties that they have, as an example of "Select". */
	example: string;
	/** What else is to be known, after the description. */
	note?: string;
}

/**
 * An operation that gets the changes of directory objects.
 * @param type the path of the objects
 * @param own what differs by type
 * Source: "Use delta query to track changes in Microsoft Graph data".
 */
export const getDirectoryChanges = (
	type: ChangingType,
	{ objects, example, note, ...own }: OwnOfChanges,
): Operation => ({
	name: 'Get Changes',
	value: 'getChanges',
	...own,
	description: [
		`Get the ${objects} that were created, updated, or deleted since the last run, and a new delta link`,
		'Graph may return a change again in the next run',
		...(note === undefined ? [] : [note]),
	].join('; '),
	fields: changesFields,
	options: [selectLike(example)],
	guards: changesGuards,
	steps: async (run) =>
		await readChanges(run, {
			method: 'GET',
			path: [type, 'delta'],
			query: directoryDeltaQuery(run.item),
		}),
});
