import type { AssignedLicense, SubscribedSku } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../../credentials/auth/core/guid';
import { GraphError } from '../../../graph/errors/graphError';
import type { GraphResponse } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { additionalFields, locatorField, textField, textsField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { objectOf, textIn } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { shown } from '../../../shared/parameters/values/refusal';
import { listed, optionalText } from '../../../shared/parameters/values/text';

const license = locatorField(
	'license',
	'License',
	{
		list: { method: 'searchLicenses', placeholder: 'Select a license…' },
		example: 'e.g. c7df2760-2c81-4ef7-b578-5b5392b571df',
		modes: [{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. ENTERPRISEPREMIUM' }],
	},
	{
		required: false,
		description: 'SKU ID or SKU part number of the license to assign; leave empty to only remove licenses',
	},
);

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
			textsField('disabledPlans', 'Disabled Plans', {
				placeholder: 'e.g. YAMMER_ENTERPRISE, SWAY',
				description: 'Service plans to turn off in the license: names or IDs, separated by commas',
			}),
			textsField('removeLicenses', 'Remove Licenses', {
				placeholder: 'e.g. FLOW_FREE',
				description: 'Licenses to remove: SKU part numbers or SKU IDs, separated by commas',
			}),
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
		{
			when: { status: 400, message: /available licenses/i },
			fix: 'All units of this license are in use: buy more, or remove one from another user. "Organization: Get Subscribed SKUs" shows how many are left.',
		},
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
	const { item, send } = run;
	const more = item.collection('additionalFields');
	const wanted = {
		license: item.id('license'),
		disabledPlans: listed(more.disabledPlans),
		removeLicenses: listed(more.removeLicenses),
	};
	if (wanted.license === '' && wanted.removeLicenses.length === 0) {
		throw requestError({
			what: 'No license is selected.',
			fix: 'Choose the license to assign, or add "Remove Licenses".',
		});
	}
	const { addLicenses, removeLicenses } = await inIds(run, wanted);
	if (addLicenses.length > 0) await checkUsageLocation(run, optionalText(more.usageLocation));
	const answer = await send({
		method: 'POST',
		path: ['users', item.id('userId'), 'assignLicense'],
		body: { addLicenses: addLicenses as IDataObject[], removeLicenses },
		// Assigning an existing license changes nothing; removing a missing one is refused.
		idempotent: removeLicenses.length === 0,
	});
	return [objectOf(answer)];
}

interface Wanted {
	license: string;
	disabledPlans: string[];
	removeLicenses: string[];
}

/** The request by IDs, as Graph expects it. The tenant's licenses are read if something is given by its name. */
async function inIds({ send }: ItemRun, { license: given, disabledPlans, removeLicenses }: Wanted) {
	const named = [given, ...disabledPlans, ...removeLicenses].some((one) => one !== '' && !isGuid(one));
	const skus = named ? await readSkus(send) : [];
	const skuIdOf = (name: string) => {
		if (isGuid(name)) return name;
		const sku = skus.find(({ skuPartNumber }) => same(skuPartNumber, name));
		return (
			sku?.skuId ??
			notThere(
				name,
				'The tenant',
				'license',
				skus.map((one) => one.skuPartNumber),
			)
		);
	};
	const skuId = given === '' ? undefined : skuIdOf(given);
	const plans = skus.find((sku) => same(sku.skuId, skuId ?? ''))?.servicePlans ?? [];
	const planIdOf = (name: string) => {
		if (isGuid(name)) return name;
		const plan = plans.find(({ servicePlanName }) => same(servicePlanName, name));
		const names = plans.map(({ servicePlanName }) => servicePlanName);
		return plan?.servicePlanId ?? notThere(name, 'The license', 'service plan', names);
	};
	const addLicenses: AssignedLicense[] =
		skuId === undefined ? [] : [{ skuId, disabledPlans: disabledPlans.map(planIdOf) }];
	return { addLicenses, removeLicenses: removeLicenses.map(skuIdOf) };
}

async function readSkus(send: ItemRun['send']): Promise<SubscribedSku[]> {
	const { body } = await send({ method: 'GET', expectedResponse: 'list', path: ['subscribedSkus'] });
	return (body as { value: SubscribedSku[] }).value;
}

function same(name: string | null | undefined, other: string): boolean {
	return name?.toLowerCase() === other.toLowerCase();
}

function notThere(
	name: string,
	who: string,
	what: string,
	there: ReadonlyArray<string | null | undefined>,
): never {
	throw requestError({
		what: `${who} has no ${what} ${shown(name)}.`,
		fix: there.length > 0 ? `It has: ${there.join(', ')}.` : 'Check the name.',
	});
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
