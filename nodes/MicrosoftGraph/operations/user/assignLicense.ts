import type { IDataObject } from 'n8n-workflow';

import { GraphError } from '../../../graph/errors/graphError';
import type { GraphResponse } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { additionalFields, textField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { objectOf, textIn } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { optionalText } from '../../../shared/parameters/values/text';
import {
	disabledPlans,
	license,
	licenseChange,
	licenseGuards,
	removeLicenses,
	sendLicenseChange,
} from '../../../shared/resources/license';

/** Source: "user: assignLicense". */
export const assignLicense: Operation = {
	name: 'Assign License',
	value: 'assignLicense',
	action: 'Assign license to user',
	description: 'Assign a license to a user, remove licenses, or replace them in one step',
	permissions: ['LicenseAssignment.ReadWrite.All', 'LicenseAssignment.Read.All', 'User.Read.All'],
	permissionNote: 'To set the usage location, the app needs User.ReadWrite.All.',
	fields: [
		userId,
		license,
		additionalFields([
			disabledPlans,
			removeLicenses,
			textField('usageLocation', 'Usage Location If Missing', {
				placeholder: 'e.g. US',
				description:
					'Two-letter country code to set if the user has none; Microsoft 365 requires it for licenses',
			}),
		]),
	],
	options: [waitForReplication],
	guards: [
		{
			when: { status: 400, message: /usage location/i },
			fix: 'The user has no usage location: add "Usage Location If Missing", or set it with "Update".',
		},
		...licenseGuards,
		{
			when: { status: 400, message: /inherited from a group/i },
			fix: "The user has the license through a group: change that group's licenses, or remove the user from it.",
		},
		{
			when: { status: 400, message: /does not have a corresponding license/i },
			fix: 'The user doesn\'t have the license to remove. "Get Licenses" shows the user\'s licenses.',
		},
		{
			when: { status: 400, message: /depend|conflict|mutually exclusive/i },
			fix: 'Some of the user\'s licenses or service plans conflict with or require each other: remove the other license in the same step, or turn plans off with "Disabled Plans".',
		},
	],
	steps: assign,
};

async function assign(run: ItemRun): Promise<IDataObject[]> {
	const { usageLocation } = run.item.collection('additionalFields');
	const change = await licenseChange(run);
	if (change.addLicenses.length > 0) await checkUsageLocation(run, optionalText(usageLocation));
	return [objectOf(await sendLicenseChange(run, ['users', run.item.id('userId')], change))];
}

/** Ensures that the user has a usage location, if the app may read it; otherwise, Graph's own error says so. */
async function checkUsageLocation({ item, send }: ItemRun, location: string): Promise<void> {
	const user = ['users', item.id('userId')];
	if (await hasUsageLocation(send, user)) return;
	if (location === '') {
		throw requestError({
			what: 'The user has no usage location, which Microsoft 365 requires for a license.',
			fix: 'Add "Usage Location If Missing" with the two-letter country code, or set it with "Update".',
		});
	}
	await send({
		method: 'PATCH',
		expectedResponse: 'nothing',
		path: user,
		body: { usageLocation: location },
		idempotent: true,
	});
}

async function hasUsageLocation(send: ItemRun['send'], path: string[]): Promise<boolean> {
	const answer = await send({ method: 'GET', path, query: { $select: 'id,usageLocation' } }).catch(
		(error: unknown) => error,
	);
	if (answer instanceof GraphError && answer.parts.status === 403) return true;
	if (answer instanceof Error) throw answer;
	return textIn(((answer as GraphResponse).body as { usageLocation?: unknown }).usageLocation) !== '';
}
