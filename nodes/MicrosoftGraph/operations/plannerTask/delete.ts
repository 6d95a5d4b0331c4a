import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { changeAt } from './change';
import { etag, plannerGuards, plannerTaskId } from './fields';

/** Source: "Delete plannerTask". */
export const deletePlannerTask: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete planner task',
	description: 'Delete a Planner task',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [plannerTaskId, etag],
	guards: plannerGuards,
	steps: async (run) => {
		const path = ['planner', 'tasks', run.item.text('plannerTaskId')];
		await changeAt(run, { method: 'DELETE', path }, run.item.text('etag'));
		return deleted();
	},
};
