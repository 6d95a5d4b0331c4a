import type { AssignedLicense, SubscribedSku } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../credentials/auth/core/guid';
import { requestError } from '../../graph/errors/requestError';
import type { Guard } from '../../graph/errors/explain';
import { locatorField, textsField } from '../fields/build';
import type { ItemRun } from '../itemRun';
import { shown } from '../parameters/values/refusal';
import { listed } from '../parameters/values/text';

/** The license to assign. */
export const license = locatorField(
	'license',
	'License',
	{
		list: { method: 'searchLicenses', placeholder: 'No license' },
		example: 'e.g. c7df2760-2c81-4ef7-b578-5b5392b571df',
		modes: [{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. ENTERPRISEPREMIUM' }],
	},
	{
		required: false,
		description: 'SKU ID or SKU part number of the license to assign; leave empty to only remove licenses',
	},
);

/** What to turn off in the license. */
export const disabledPlans = textsField('disabledPlans', 'Disabled Plans', {
	placeholder: 'e.g. YAMMER_ENTERPRISE, SWAY',
	description: 'Service plans to turn off in the license: names or IDs, separated by commas',
});

/** What to remove. */
export const removeLicenses = textsField('removeLicenses', 'Remove Licenses', {
	placeholder: 'e.g. FLOW_FREE',
	description: 'Licenses to remove: SKU part numbers or SKU IDs, separated by commas',
});

/** Graph's errors for licenses, of users and groups. */
export const licenseGuards: readonly Guard[] = [
	{
		when: { status: 400, message: /available licenses/i },
		fix: 'All units of this license are in use: buy more, or remove one from another user. "Organization: Get Subscribed SKUs" shows how many are left.',
	},
];

/** What to assign and to remove, by IDs, as Graph expects it. */
export interface LicenseChange {
	addLicenses: AssignedLicense[];
	removeLicenses: string[];
}

/**
 * What the item's fields ask for.
 * @throws RequestError when nothing is selected, or the tenant lacks what is named
 */
export async function licenseChange(run: Pick<ItemRun, 'item' | 'send'>): Promise<LicenseChange> {
	const more = run.item.collection('additionalFields');
	const wanted = {
		license: run.item.id('license'),
		disabledPlans: listed(more.disabledPlans),
		removeLicenses: listed(more.removeLicenses),
	};
	if (wanted.license === '' && wanted.removeLicenses.length === 0) {
		throw requestError({
			what: 'No license is selected.',
			fix: 'Choose the license to assign, or add "Remove Licenses".',
		});
	}
	return await inIds(run, wanted);
}

/**
 * Assigns and removes licenses.
 * @param path of the user or group
 */
export async function sendLicenseChange(
	{ send }: Pick<ItemRun, 'send'>,
	path: readonly string[],
	{ addLicenses, removeLicenses: removed }: LicenseChange,
): ReturnType<ItemRun['send']> {
	return await send({
		method: 'POST',
		path: [...path, 'assignLicense'],
		body: { addLicenses: addLicenses as IDataObject[], removeLicenses: removed },
		// Assigning an existing license changes nothing; removing a missing one is refused.
		idempotent: removed.length === 0,
	});
}

interface Wanted {
	license: string;
	disabledPlans: string[];
	removeLicenses: string[];
}

/** The request by IDs, as Graph expects it. The tenant's licenses are read if something is given by its name. */
async function inIds(
	{ send }: Pick<ItemRun, 'send'>,
	{ license: given, disabledPlans: plansOff, removeLicenses: removed }: Wanted,
): Promise<LicenseChange> {
	const named = [given, ...plansOff, ...removed].some((one) => one !== '' && !isGuid(one));
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
		skuId === undefined ? [] : [{ skuId, disabledPlans: plansOff.map(planIdOf) }];
	return { addLicenses, removeLicenses: removed.map(skuIdOf) };
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
