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
		'Get the groups that were created, changed or deleted since the last run, and a new delta link; Graph may return a change once more in the next run; with Select, changes of members count only when "members" is among the properties',
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
