import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { planGroupId, planId } from '../plannerTask/fields';

/** Source: "List buckets". Planner supports no filter and no page size. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many planner buckets',
	description: 'List the buckets of a Planner plan',
	permissions: ['Tasks.Read.All'],
	fields: [planGroupId, planId, ...listFields],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: ['planner', 'plans', item.id('planId'), 'buckets'] }),
};
