import { moreProperties, updateBody } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { updateAt } from '../plannerTask/change';
import { guardsFor, planGroupId, planId } from '../plannerTask/fields';
import { planEtag, planTitle } from './fields';

/** Source: "Update plannerPlan". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update planner plan',
	description: 'Rename a Planner plan',
	permissions: ['Tasks.ReadWrite.All'],
	fields: [planGroupId, planId, planEtag, updateFields([planTitle, moreProperties])],
	guards: guardsFor('plan'),
	steps: async (run) => {
		const { item } = run;
		const path = ['planner', 'plans', item.id('planId')];
		return [await updateAt(run, path, updateBody(item.collection('updateFields')), item.text('etag'))];
	},
};
