import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import { memberIdField, membershipOf } from '../../../shared/resources/member';
import type { Operation } from '../../operation';

/** Source: "Remove member from team". */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove member from team',
	description: 'Remove a member or owner from a team',
	permissions: ['TeamMember.ReadWriteNonOwnerRole.All'],
	permissionNote:
		'An owner needs TeamMember.ReadWrite.All. A member named by user needs TeamMember.Read.All, or TeamMember.ReadWrite.All, to be looked up.',
	fields: [teamId, memberIdField('searchTeamMembers')],
	guards: [
		{
			when: { status: 400, message: /last owner|atleast one owner|at least one owner/i },
			fix: "A team's last owner can't be removed: add another owner first.",
		},
	],
	steps: async (run) => {
		const path = ['teams', run.item.id('teamId'), 'members'];
		const member = await membershipOf(run, path, {
			permissions: ['TeamMember.Read.All'],
			because: 'A member that is named by user is looked up among the members.',
		});
		await run.send({ method: 'DELETE', path: [...path, member] });
		return deleted();
	},
};
