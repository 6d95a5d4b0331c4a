import { listFields } from '../../../shared/fields/lists';
import { groupId } from '../../../shared/fields/locators/group';
import type { Operation } from '../../operation';

/** Source: "List plans" (group). Planner supports no filter and no page size. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many planner plans',
	description: 'List the Planner plans of a group',
	permissions: ['Tasks.Read.All'],
	fields: [groupId, ...listFields],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: ['groups', item.id('groupId'), 'planner', 'plans'] }),
};
