import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List members of team". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of team',
	description: 'List the members of a team with their roles',
	permissions: ['TeamMember.Read.All'],
	fields: [teamId, ...listFields],
	options: [filterLike("roles/any(r:r eq 'owner')")],
	list: { pageSize: () => 999 },
	request: (item) => ({
		method: 'GET',
		path: ['teams', item.id('teamId'), 'members'],
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
