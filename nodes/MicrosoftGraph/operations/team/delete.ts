import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import { groupGuards } from '../../../shared/resources/group';
import type { Operation } from '../../operation';

/** Source: "Delete group": a team has no delete of its own. */
export const deleteTeam: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete team',
	description:
		"Delete a team by deleting its Microsoft 365 group, with the group's mailbox, files, and site; it can be restored for 30 days",
	permissions: ['Group.ReadWrite.All'],
	fields: [teamId],
	guards: groupGuards,
	request: (item) => ({ method: 'DELETE', path: ['groups', item.id('teamId')] }),
	output: deleted,
};
