import {
	changesFields,
	changesGuards,
	directoryDeltaQuery,
	readChanges,
} from '../../../shared/fields/changes';
import { selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "application: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get application changes',
	description:
		'Get the app registrations that were created, updated, or deleted since the last run, and a new delta link; Graph may return a change again in the next run',
	permissions: ['Application.Read.All'],
	fields: changesFields,
	options: [selectLike('displayName,appId')],
	guards: changesGuards,
	steps: async (run) =>
		await readChanges(run, {
			method: 'GET',
			path: ['applications', 'delta'],
			query: directoryDeltaQuery(run.item),
		}),
};
