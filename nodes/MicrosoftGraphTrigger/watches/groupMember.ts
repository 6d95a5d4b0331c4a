import type { IDataObject } from 'n8n-workflow';

import { quoted } from '../../shared/fields/filters';
import { groupId } from '../../shared/fields/locators/group';
import { directoryNotify } from './shared/directory';
import type { FeedChange, Watch } from './watch';

/** Sources: "group: delta", "Get incremental changes for groups", "Create subscription". */
export const groupMember: Watch = {
	name: 'Group Member',
	value: 'groupMember',
	action: 'On new group member',
	description: 'Members of a group: users and other objects',
	events: { created: 'Added', deleted: 'Removed' },
	fields: [groupId],
	permissions: ['GroupMember.Read.All'],
	subscriptionPermissions: ['Group.Read.All'],
	changeFields: { created: 'createdDateTime' },
	source: ({ parameters }) => {
		const id = parameters.id('groupId');
		const path = ['groups', 'delta'];
		const query = { $select: 'id,displayName,members', $filter: `id eq ${quoted(id)}` };
		return {
			feeds: [
				{
					key: 'members',
					all: () => ({ method: 'GET', path, query }),
					latest: { method: 'GET', path, query: { ...query, $deltatoken: 'latest' } },
					mayRepeat: true,
					split: membersOf,
				},
			],
			latest: { method: 'GET', path, query },
			// Members that come and go change their group.
			notify: directoryNotify(`groups/${id}/members`, ['created']),
		};
	},
};

/** What an entry says of members: of a group that is deleted it says nothing, since they come back with it. */
function membersOf(group: IDataObject): FeedChange[] {
	const members = (group['members@delta'] ?? []) as IDataObject[];
	return members.map(({ id, '@odata.type': type, '@removed': removed }): FeedChange => ({
		event: removed === undefined ? 'created' : 'deleted',
		entry: { id, '@odata.type': type, groupId: group.id, groupDisplayName: group.displayName },
		canRecur: true,
	}));
}
