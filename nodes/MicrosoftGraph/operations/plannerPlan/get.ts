import { flagField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { planGroupId, planId } from '../plannerTask/fields';

/** Source: "Get plannerPlan". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get planner plan',
	description: 'Get a Planner plan',
	permissions: ['Tasks.Read.All'],
	fields: [planGroupId, planId],
	options: [
		flagField('details', 'Details', {
			description: 'Whether to also get the names of the labels, and who follows the plan',
		}),
	],
	request: (item) => ({
		method: 'GET',
		path: ['planner', 'plans', item.id('planId')],
		query: { $expand: item.collection('options').details === true ? 'details' : undefined },
	}),
};
