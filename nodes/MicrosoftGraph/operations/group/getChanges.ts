import {
	changesFields,
	changesGuards,
	directoryDeltaQuery,
	readChanges,
} from '../../../shared/fields/changes';
import { select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "group: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get group changes',
	description:
		'Get the groups that were created, updated, or deleted since the last run, and a new delta link; Graph may return a change again in the next run; with Select, membership changes count only if it includes "members"',
	permissions: ['GroupMember.Read.All'],
	fields: changesFields,
	options: [select],
	guards: changesGuards,
	steps: async (run) =>
		await readChanges(run, {
			method: 'GET',
			path: ['groups', 'delta'],
			query: directoryDeltaQuery(run.item),
		}),
};
