import { addReference } from '../../../shared/fields/relations';
import { principalId } from '../../../shared/fields/locators/principal';
import { administrativeUnitId, unitGuards, unitMembers } from '../../../shared/resources/administrativeUnit';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Add a member" to an administrative unit. */
export const addMember: Operation = {
	name: 'Add Member',
	value: 'addMember',
	action: 'Add member to administrative unit',
	description: 'Add a user, group, or device to an administrative unit',
	permissions: ['AdministrativeUnit.ReadWrite.All'],
	fields: [administrativeUnitId, principalId],
	options: [waitForReplication],
	guards: unitGuards,
	steps: async (run) =>
		await addReference(run, unitMembers(run.item.id('administrativeUnitId')), run.item.id('principalId')),
};
