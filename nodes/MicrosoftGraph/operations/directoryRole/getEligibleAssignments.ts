import { needsGovernance } from '../../../shared/resources/directoryRole';
import { listAssignments } from './assignments';

/** Source: "List roleEligibilitySchedules". */
export const getEligibleAssignments = listAssignments('roleEligibilitySchedules', {
	name: 'Get Eligible Assignments',
	value: 'getEligibleAssignments',
	action: 'Get eligible assignments of directory roles',
	description:
		'List who may activate which role in Privileged Identity Management, with the object that may as "principal"',
	permissions: ['RoleEligibilitySchedule.Read.Directory', 'RoleManagement.Read.Directory'],
	permissionNote: 'The tenant needs Microsoft Entra ID P2 or Microsoft Entra ID Governance.',
	guards: [needsGovernance],
});
