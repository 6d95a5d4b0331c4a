import { choiceField, flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { groupId } from '../../../shared/fields/locators/group';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import { selectOf } from '../../../shared/fields/simplified';
import type { Operation } from '../../operation';
import { isDirectoryType } from '../../../graph/lists/advancedQuery';
import type { DirectoryType } from '../../../graph/lists/advancedQueryTable';
import type { Guard } from '../../../graph/errors/explain';
import { optionalText } from '../../../shared/parameters/values/text';
import {
	hiddenMembers,
	hiddenNote,
	memberHint,
	memberNote,
	simpleMember,
} from '../../../shared/resources/group';

const simpleByType: Readonly<Record<DirectoryType, readonly string[]>> = {
	application: ['displayName', 'appId', 'id'],
	device: ['displayName', 'deviceId', 'operatingSystem', 'id'],
	group: ['displayName', 'mail', 'id'],
	servicePrincipal: ['displayName', 'appId', 'servicePrincipalType', 'id'],
	user: simpleMember,
};

const unsupportedCast: Guard = {
	when: { code: 'Request_UnsupportedQuery', message: /cast|microsoft\.graph\./i },
	fix: 'This kind of group can\'t have such members: a Microsoft 365 group has only users. Set "Member Type" to "All" or "Users".',
};

/** Source: "List group members", "List group transitive members". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of group',
	description: 'List the members of a group',
	permissions: ['GroupMember.Read.All'],
	permissionNote: `${memberNote} ${hiddenNote}`,
	fields: [
		groupId,
		flagField('transitive', 'Include Nested Groups', {
			description: 'Whether to include the members of nested groups',
		}),
		choiceField(
			'memberType',
			'Member Type',
			{
				all: 'All',
				device: 'Devices',
				group: 'Groups',
				servicePrincipal: 'Apps',
				user: 'Users',
			},
			{
				description:
					'In Graph v1.0, "All" doesn\'t include apps (service principals): choose "Apps" to list them. A Microsoft 365 group has only users.',
			},
		),
		...listFields,
	],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	guards: [hiddenMembers, unsupportedCast],
	simple: simpleMember,
	list: { pageSize: () => 999, idOnly: memberHint },
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
		// A list of one type supports only that type's properties.
		const select =
			optionalText(options.select) || (item.flag('simplify') ? selectOf(simpleByType[type]) : '');
		return {
			method: 'GET',
			path: [...path, `microsoft.graph.${type}`],
			...directoryQuery({ ...options, select }, { type, relationship: true, cast: true }),
		};
	},
};
