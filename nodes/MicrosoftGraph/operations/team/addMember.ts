import { flagField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { teamId } from '../../../shared/fields/locators/team';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { conversationMember } from './fields';

/** Source: "Add member to team". */
export const addMember: Operation = {
	name: 'Add Member',
	value: 'addMember',
	action: 'Add member to team',
	description: 'Add a user to a team as a member or owner',
	permissions: ['TeamMember.ReadWriteNonOwnerRole.All'],
	permissionNote: 'An owner needs TeamMember.ReadWrite.All.',
	fields: [
		teamId,
		userId,
		flagField('owner', 'Owner', { description: 'Whether to add the user as an owner' }),
	],
	options: [waitForReplication],
	steps: async (run) => {
		const { item, send } = run;
		const body = conversationMember(run, item.id('userId'), item.flag('owner'));
		return [objectOf(await send({ method: 'POST', path: ['teams', item.id('teamId'), 'members'], body }))];
	},
};
