import { choiceField, flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List a user's direct memberships", "List a user's memberships (direct and transitive)". */
export const getMemberships: Operation = {
	name: 'Get Memberships',
	value: 'getMemberships',
	action: 'Get memberships of user',
	description:
		'List what a user is a member of: groups, directory roles, and administrative units, each with its "@odata.type"',
	permissions: ['Directory.Read.All'],
	fields: [
		userId,
		choiceField('membershipType', 'Type', {
			all: 'All',
			administrativeUnit: 'Administrative Units',
			directoryRole: 'Directory Roles',
			group: 'Groups',
		}),
		flagField('nestedToo', 'Include Nested Groups', {
			description: 'Whether to include memberships through nested groups; otherwise, only direct ones',
		}),
		...listFields,
	],
	simpleInNode: ['displayName', 'description', 'mail', 'visibility', 'roleTemplateId', 'id', '@odata.type'],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	list: { pageSize: () => 999 },
	request: (item) => {
		const type = item.text('membershipType');
		const cast = type === 'all' ? [] : [`microsoft.graph.${type}`];
		const memberships = item.flag('nestedToo') ? 'transitiveMemberOf' : 'memberOf';
		return {
			method: 'GET',
			path: ['users', item.id('userId'), memberships, ...cast],
			...directoryQuery(item.collection('options'), {
				type: 'directoryObject',
				relationship: true,
				cast: cast.length > 0,
			}),
		};
	},
};
