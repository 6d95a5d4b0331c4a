import { principalId } from '../../../shared/fields/locators/principal';
import { removeReference } from '../../../shared/fields/relations';
import type { Operation } from '../../operation';

import { applicationId, appPath, ownerGuards } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Remove owner" of an application. */
export const removeOwner: Operation = {
	name: 'Remove Owner',
	value: 'removeOwner',
	action: 'Remove owner from application',
	description: 'Remove an owner of an app registration',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId, principalId],

	guards: ownerGuards,
	steps: async (run) =>
		await removeReference(
			run,
			[...appPath('applications', run.item.id('applicationId')), 'owners'],
			run.item.id('principalId'),
		),
};
