import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { memberHint, simpleGroup } from '../../../shared/resources/group';

/** Source: "List a user's memberships (direct and transitive)", "List a user's direct memberships". */
export const getGroups: Operation = {
	name: 'Get Groups',
	value: 'getGroups',
	action: 'Get groups of user',
	description: 'List the groups that a user is a member of',
	permissions: ['User.Read.All'],
	permissionNote:
		'To see more of a group than its ID, the app may need GroupMember.Read.All too. Without nested groups, Graph requires Directory.Read.All.',
	fields: [
		userId,
		flagField('transitive', 'Include Nested Groups', {
			default: true,
			description: 'Whether to include groups through nested membership; otherwise, only direct memberships',
		}),
		...listFields,
	],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	simple: simpleGroup,
	list: { pageSize: () => 999, idOnly: memberHint },
	request: (item) => ({
		method: 'GET',
		path: [
			'users',
			item.id('userId'),
			item.flag('transitive') ? 'transitiveMemberOf' : 'memberOf',
			'microsoft.graph.group',
		],
		...directoryQuery(item.collection('options'), { type: 'group', relationship: true, cast: true }),
	}),
};
