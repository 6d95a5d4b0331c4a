import type { IDataObject } from 'n8n-workflow';

import type { Guard } from '../../../graph/errors/explain';
import { textField } from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import {
	assignmentGuards,
	grantOf,
	needsGovernance,
	roleManagement,
} from '../../../shared/resources/directoryRole';

/** Why the request is made, which the role's settings can require. */
export const justification = textField('justification', 'Justification', {
	placeholder: 'e.g. On call in March',
	description: "Reason for the request; the role's settings can require one",
});

/** The license that both operations need. */
export const governanceNote = 'The tenant needs Microsoft Entra ID P2 or Microsoft Entra ID Governance.';

/** Graph's errors for requests in Privileged Identity Management. */
export const eligibilityGuards: readonly Guard[] = [
	needsGovernance,
	{
		when: { code: 'RoleAssignmentExists' },
		fix: 'It already may activate the role in this scope: remove the eligibility first to change it.',
	},
	{
		when: { code: 'RoleAssignmentDoesNotExist' },
		fix: 'It has no such eligibility: "Get Eligible Assignments" lists them.',
	},
	{
		when: {
			status: 400,
			message: /ExpirationRule|JustificationRule|policy|RoleAssignmentRequestPolicyValidationFailed/i,
		},
		fix: "The role's settings in Privileged Identity Management don't allow this: check the longest duration, and whether a justification is required.",
	},
	...assignmentGuards,
];

/**
 * Sends a request to Privileged Identity Management.
 * @param more its properties in addition to who, which role, and where
 */
export async function requestEligibility(run: ItemRun, more: IDataObject): Promise<IDataObject[]> {
	const body = { ...(await grantOf(run)), ...more };
	const path = roleManagement('roleEligibilityScheduleRequests');
	return [objectOf(await run.send({ method: 'POST', path, body }))];
}
