import { choiceField, flagField } from '../../fields/build';
import { listFields } from '../../fields/lists';
import { groupId } from '../../fields/locators/group';
import { directoryQuery, filter, orderBy, search, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { isDirectoryType } from '../../../graph/advancedQuery';
import { memberNote, simpleMember } from './fields';

/** Source: "List group members", "List group transitive members". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get the members of a group',
	description: 'List who and what is in a group',
	permissions: ['GroupMember.Read.All'],
	permissionNote: memberNote,
	fields: [
		groupId,
		flagField('transitive', 'Include Nested Groups', {
			description: 'Whether to include the members of groups in the group',
		}),
		choiceField('memberType', 'Kind of Member', {
			all: 'All',
			device: 'Devices',
			group: 'Groups',
			servicePrincipal: 'Apps',
			user: 'Users',
		}),
		...listFields,
	],
	options: [filter, orderBy, search, select],
	simple: simpleMember,
	list: { pageSize: () => 999 },
	request: (item) => {
		const type = item.text('memberType');
		const members = item.flag('transitive') ? 'transitiveMembers' : 'members';
		const path = ['groups', item.id('groupId'), members];
		const options = item.collection('options');
		if (!isDirectoryType(type)) {
			return {
				method: 'GET',
				path,
				...directoryQuery(options, { type: 'directoryObject', relationship: true }),
			};
		}
		return {
			method: 'GET',
			path: [...path, `microsoft.graph.${type}`],
			...directoryQuery(options, { type, relationship: true, cast: true }),
		};
	},
};
