import { listFields } from '../../../shared/fields/lists';
import { groupId } from '../../../shared/fields/locators/group';
import { directoryQuery, filterLike, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { memberHint, memberNote, simpleMember } from '../../../shared/resources/group';

/** Source: "List group owners". */
export const getOwners: Operation = {
	name: 'Get Owners',
	value: 'getOwners',
	action: 'Get owners of group',
	description: 'List the owners of a group; Graph v1.0 may omit apps',
	permissions: ['GroupMember.Read.All'],
	permissionNote: memberNote,
	fields: [groupId, ...listFields],
	options: [filterLike("startsWith(displayName,'A')"), orderBy, search, select],
	simple: simpleMember,
	list: { pageSize: () => 999, idOnly: memberHint },
	request: (item) => ({
		method: 'GET',
		path: ['groups', item.id('groupId'), 'owners'],
		...directoryQuery(item.collection('options'), { type: 'directoryObject', relationship: true }),
	}),
};
