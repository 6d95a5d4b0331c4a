import { of, type Part } from './part';
import { type Scope } from '../settings';

const few = { limit: 3 };
const me = ({ target }: Scope) => ({ userId: target.mailbox });
const unit = (scope: Scope) => ({ administrativeUnitId: of(scope, 'unit') });
const unitMember = (scope: Scope) => ({ ...unit(scope), principalId: of(scope, 'me') });
const needsP1 = { 403: 'It needs Microsoft Entra ID P1 in the tenant.' };
const needsP2 = {
	400: 'It needs Microsoft Entra ID P2 in the tenant.',
	403: 'It needs Microsoft Entra ID P2.',
};

/** Only administrative units are changed: what else is here decides who may do what in the tenant. */
export const access: Part = {
	name: 'access',
	title: 'Administrative units, roles, authentication, Conditional Access, access reviews, risk',
	steps: [
		{ does: 'Get administrative units', operation: 'administrativeUnit.getAll', parameters: () => few },
		{
			does: 'Create an administrative unit',
			operation: 'administrativeUnit.create',
			parameters: (scope) => ({ displayName: `${scope.prefix} unit` }),
			makes: 'administrativeUnit',
			named: (scope) => `${scope.prefix} unit`,
			gives: 'unit',
		},
		{
			does: 'Get the administrative unit',
			operation: 'administrativeUnit.get',
			parameters: unit,
			needs: ['unit'],
		},
		{
			does: 'Update the administrative unit',
			operation: 'administrativeUnit.update',
			parameters: (scope) => ({ ...unit(scope), updateFields: { description: 'A test.' } }),
			needs: ['unit'],
			writes: true,
		},
		{
			does: 'Add the test user to the administrative unit',
			operation: 'administrativeUnit.addMember',
			parameters: unitMember,
			needs: ['unit', 'me'],
			writes: true,
			gives: 'unitMember',
		},
		{
			does: 'Get the members of the administrative unit',
			operation: 'administrativeUnit.getMembers',
			parameters: unit,
			needs: ['unit', 'unitMember'],
			until: (items) => items.length > 0,
		},
		{
			does: 'Remove the test user from the administrative unit',
			operation: 'administrativeUnit.removeMember',
			parameters: unitMember,
			needs: ['unit', 'me', 'unitMember'],
			removes: true,
		},
		{
			does: 'Delete the administrative unit',
			operation: 'administrativeUnit.delete',
			parameters: unit,
			needs: ['unit'],
			removes: true,
		},
		{ does: 'Get roles', operation: 'directoryRole.getAll', parameters: () => few, gives: 'role' },
		{
			does: 'Get role assignments',
			operation: 'directoryRole.getAssignments',
			parameters: () => few,
		},
		{
			does: 'Get the members of a role',
			operation: 'directoryRole.getMembers',
			parameters: (scope) => ({ roleId: of(scope, 'role'), ...few }),
			needs: ['role'],
		},
		{
			does: 'Get eligible role assignments',
			operation: 'directoryRole.getEligibleAssignments',
			parameters: () => few,
			excused: needsP2,
		},
		{
			does: 'Get the authentication methods of the test user',
			operation: 'authenticationMethod.getAll',
			parameters: me,
		},
		{
			does: 'Get who registered which authentication methods',
			operation: 'authenticationMethod.getRegistrationDetails',
			parameters: () => few,
			excused: needsP1,
		},
		{
			does: 'Get Conditional Access policies',
			operation: 'conditionalAccess.getPolicies',
			parameters: () => few,
			gives: 'policy',
			excused: needsP1,
		},
		{
			does: 'Get a Conditional Access policy',
			operation: 'conditionalAccess.getPolicy',
			parameters: (scope) => ({ policyId: of(scope, 'policy') }),
			needs: ['policy'],
		},
		{
			does: 'Get named locations',
			operation: 'conditionalAccess.getNamedLocations',
			parameters: () => few,
			excused: needsP1,
		},
		{
			does: 'Get access reviews',
			operation: 'accessReview.getAll',
			parameters: () => few,
			gives: 'review',
			excused: needsP2,
		},
		{
			does: 'Get the instances of an access review',
			operation: 'accessReview.getInstances',
			parameters: (scope) => ({ accessReviewId: of(scope, 'review'), ...few }),
			needs: ['review'],
			gives: 'reviewInstance',
		},
		{
			does: 'Get the decisions of an access review',
			operation: 'accessReview.getDecisions',
			parameters: (scope) => ({
				accessReviewId: of(scope, 'review'),
				instanceId: of(scope, 'reviewInstance'),
				...few,
			}),
			needs: ['review', 'reviewInstance'],
		},
		{
			does: 'Get risky users',
			operation: 'riskyUser.getAll',
			parameters: () => few,
			gives: 'riskyUser',
			excused: needsP2,
		},
		{
			does: 'Get a risky user',
			operation: 'riskyUser.get',
			parameters: (scope) => ({ riskyUserId: of(scope, 'riskyUser') }),
			needs: ['riskyUser'],
		},
		{
			does: 'Get the history of a risky user',
			operation: 'riskyUser.getHistory',
			parameters: (scope) => ({ riskyUserId: of(scope, 'riskyUser'), ...few }),
			needs: ['riskyUser'],
		},
		{
			does: 'Get risk detections',
			operation: 'riskyUser.getDetections',
			parameters: () => few,
			excused: needsP2,
		},
	],
};
