import {
	changesFields,
	changesGuards,
	directoryDeltaQuery,
	readChanges,
} from '../../../shared/fields/changes';
import { select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "user: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get user changes',
	description:
		'Get the users that were created, updated, or deleted since the last run, and a new delta link; Graph may return a change again in the next run',
	permissions: ['User.Read.All'],
	fields: changesFields,
	options: [select],
	guards: changesGuards,
	steps: async (run) =>
		await readChanges(run, {
			method: 'GET',
			path: ['users', 'delta'],
			query: directoryDeltaQuery(run.item),
		}),
};
