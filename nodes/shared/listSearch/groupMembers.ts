import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import { listSearch, type Lookup } from './listSearch';

const inGroup =
	(relationship: 'members' | 'owners') =>
	({ chosen }: Lookup) => ({
		request: {
			method: 'GET' as const,
			path: ['groups', chosen('groupId', 'group'), relationship],
			query: { $top: 100, $select: 'id,displayName,userPrincipalName' },
		},
		searchHere: true,
		entry,
	});

function entry({ id, displayName, userPrincipalName }: IDataObject): INodeListSearchItems {
	const name = typeof displayName === 'string' ? displayName : String(id);
	const address = typeof userPrincipalName === 'string' ? ` (${userPrincipalName})` : '';
	return { name: `${name}${address}`, value: String(id) };
}

/** The members of the group that is chosen in the node, by name. Source: "List group members". */
export const searchGroupMembers = listSearch(['GroupMember.Read.All'], inGroup('members'));

/** The owners of the group that is chosen in the node, by name. Source: "List group owners". */
export const searchGroupOwners = listSearch(['GroupMember.Read.All'], inGroup('owners'));
