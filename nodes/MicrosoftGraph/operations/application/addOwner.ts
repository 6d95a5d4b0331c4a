import { principalId } from '../../../shared/fields/locators/principal';
import { addReference } from '../../../shared/fields/relations';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { applicationId, appPath, ownerGuards } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Add owner" to an application. */
export const addOwner: Operation = {
	name: 'Add Owner',
	value: 'addOwner',
	action: 'Add owner to application',
	description:
		'Add a user or app as an owner of an app registration: an owner can change it and create secrets for it',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId, principalId],
	options: [waitForReplication],
	guards: ownerGuards,
	steps: async (run) =>
		await addReference(
			run,
			[...appPath('applications', run.item.id('applicationId')), 'owners'],
			run.item.id('principalId'),
		),
};
