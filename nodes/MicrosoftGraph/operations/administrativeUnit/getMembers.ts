import { choiceField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import { administrativeUnitId, unitMembers } from '../../../shared/resources/administrativeUnit';
import { memberNote, simpleMember } from '../../../shared/resources/group';
import type { Operation } from '../../operation';

/** Source: "List members" of an administrative unit. */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of administrative unit',
	description: 'List the users, groups, and devices of an administrative unit',
	permissions: ['AdministrativeUnit.Read.All'],
	permissionNote: `${memberNote} Hidden members need Member.Read.Hidden.`,
	fields: [
		administrativeUnitId,
		choiceField('memberType', 'Member Type', {
			all: 'All',
			device: 'Devices',
			group: 'Groups',
			user: 'Users',
		}),
		...listFields,
	],
	simpleInNode: simpleMember,
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	list: { pageSize: () => 999 },
	request: (item) => {
		const type = item.text('memberType');
		const path = unitMembers(item.id('administrativeUnitId'));
		const options = item.collection('options');
		if (type === 'device' || type === 'group' || type === 'user') {
			return {
				method: 'GET',
				path: [...path, `microsoft.graph.${type}`],
				...directoryQuery(options, { type, relationship: true, cast: true }),
			};
		}
		return {
			method: 'GET',
			path,
			...directoryQuery(options, { type: 'directoryObject', relationship: true }),
		};
	},
};
