import { newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { principalId } from '../../../shared/fields/locators/principal';
import { directoryScope, roleId } from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';
import { eligibilityGuards, governanceNote, justification, requestEligibility } from './eligibility';

/** Source: "Create roleEligibilityScheduleRequest", adminRemove. */
export const removeEligibility: Operation = {
	name: 'Remove Eligibility',
	value: 'removeEligibility',
	action: 'Remove eligibility for directory role',
	description: 'End the eligibility of a user or group for a role in Privileged Identity Management',
	permissions: ['RoleEligibilitySchedule.ReadWrite.Directory'],
	permissionNote: governanceNote,
	fields: [roleId, principalId, directoryScope, additionalFields([justification])],
	guards: eligibilityGuards,
	steps: async (run) =>
		await requestEligibility(
			run,
			newObject({ action: 'adminRemove' }, run.item.collection('additionalFields')),
		),
};
