import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { planGroupId, planId } from './fields';

/** Source: "List tasks" (plannerPlan). Planner supports no filter and no page size. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many planner tasks',
	description: 'List the tasks of a Planner plan',
	permissions: ['Tasks.Read.All'],
	fields: [planGroupId, planId, ...listFields],
	simpleInNode: [
		'title',
		'dueDateTime',
		'percentComplete',
		'priority',
		'assignments',
		'startDateTime',
		'completedDateTime',
		'bucketId',
		'planId',
		'id',
		// Update and Delete take it.
		'@odata.etag',
	],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: ['planner', 'plans', item.id('planId'), 'tasks'] }),
};
