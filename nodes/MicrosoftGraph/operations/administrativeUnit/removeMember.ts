import { removeReference } from '../../../shared/fields/relations';
import { principalId } from '../../../shared/fields/locators/principal';
import { administrativeUnitId, unitGuards, unitMembers } from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';

/** Source: "Remove a member" from an administrative unit. */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove member from administrative unit',
	description: 'Remove a user, group, or device from an administrative unit',
	permissions: ['AdministrativeUnit.ReadWrite.All'],
	fields: [administrativeUnitId, principalId],
	guards: unitGuards,
	steps: async (run) =>
		await removeReference(run, unitMembers(run.item.id('administrativeUnitId')), run.item.id('principalId')),
};
