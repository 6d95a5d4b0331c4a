import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { changeAt } from '../plannerTask/change';
import { guardsFor, planGroupId, planId } from '../plannerTask/fields';
import { planEtag } from './fields';

/** Source: "Delete plannerPlan". */
export const deletePlan: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete planner plan',
	description: "Delete a Planner plan with its buckets and tasks, which can't be undone",
	permissions: ['Tasks.ReadWrite.All'],
	fields: [planGroupId, planId, planEtag],
	guards: guardsFor('plan'),
	steps: async (run) => {
		const path = ['planner', 'plans', run.item.id('planId')];
		await changeAt(run, { method: 'DELETE', path }, run.item.text('etag'));
		return deleted();
	},
};
