import { quoted } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { odataQuery, select } from '../../../shared/fields/odata';
import { roleId } from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';
import { simpleMember } from '../../../shared/resources/group';

/** Source: "List members of a directory role". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of directory role',
	description:
		'List who has a built-in role in the whole tenant; "Get Assignments" also lists custom roles, other scopes, and which role each has',
	permissions: ['RoleManagement.Read.Directory'],
	fields: [roleId, ...listFields],
	simpleInNode: simpleMember,
	options: [select],
	guards: [
		{
			when: { status: 404 },
			fix: 'The role was never assigned in this tenant, so it has no members, or it isn\'t a built-in role: "Get Many" lists the roles.',
		},
	],
	// Its page documents no $top.
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: [`directoryRoles(roleTemplateId=${quoted(item.id('roleId'))})`, 'members'],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
