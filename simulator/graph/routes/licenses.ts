import type { AssignedLicense, SubscribedSku } from '@microsoft/microsoft-graph-types';
import { guidOf } from '../../random';
import type { GraphCall } from '../call';
import { listObjects, requestRefused } from '../directoryObjects';
import { readObject } from '../messageBody';
import { entityAnswer, listAnswer } from '../paging';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';
import { groupView } from '../state/groups';
import { userView } from '../state/users';
import type { DirectoryUser } from '../state/users';
import type { GraphWorld } from '../world';
import { groupOf } from './groups';
import { userOf } from './userWrites';

const service = 'directory';

type Sku = Required<Pick<SubscribedSku, 'skuId' | 'skuPartNumber' | 'servicePlans'>> & { enabled: number };

const sku = (skuId: string, skuPartNumber: string, enabled: number, plans: readonly string[]): Sku => ({
	skuId,
	skuPartNumber,
	enabled,
	servicePlans: plans.map((servicePlanName) => ({
		servicePlanId: guidOf(`plan ${servicePlanName}`),
		servicePlanName,
		provisioningStatus: 'Success',
		appliesTo: 'User',
	})),
});

/** What the tenant has bought: plenty of Office 365 E5 and of Power Automate, and no seat of Visio left. */
const skus: readonly Sku[] = [
	sku('c7df2760-2c81-4ef7-b578-5b5392b571df', 'ENTERPRISEPREMIUM', 100_000, [
		'EXCHANGE_S_ENTERPRISE',
		'YAMMER_ENTERPRISE',
		'SWAY',
	]),
	sku('f30db892-07e9-47e9-837c-80727f46fd3d', 'FLOW_FREE', 10_000, ['FLOW_P2_VIRAL']),
	sku('c5928f49-12ba-48f7-ada3-0d743a3601d5', 'VISIOCLIENT', 0, ['VISIO_CLIENT_SUBSCRIPTION']),
];

function consumed({ state }: GraphWorld, { skuId }: Sku): number {
	return [...state.users.values()].filter(({ assignedLicenses }) =>
		assignedLicenses?.some((license) => license.skuId === skuId),
	).length;
}

function skuView(world: GraphWorld, one: Sku): SubscribedSku {
	const { skuId, skuPartNumber, servicePlans, enabled } = one;
	const tenant = world.state.organization.id;
	return {
		id: `${tenant}_${skuId}`,
		accountId: tenant,
		accountName: world.state.organization.displayName,
		appliesTo: 'User',
		capabilityStatus: enabled > 0 ? 'Enabled' : 'Suspended',
		consumedUnits: consumed(world, one),
		prepaidUnits: { enabled, suspended: enabled > 0 ? 0 : 5, warning: 0, lockedOut: 0 },
		servicePlans,
		skuId,
		skuPartNumber,
		subscriptionIds: [guidOf(`subscription ${skuPartNumber}`)],
	};
}

/** The licenses that a user or group has after a request. @throws GraphError for what Graph would refuse */
function assigned(
	world: GraphWorld,
	{
		usageLocation,
		assignedLicenses,
		licenseAssignmentStates,
	}: Pick<DirectoryUser, 'usageLocation' | 'licenseAssignmentStates'> & {
		assignedLicenses?: AssignedLicense[] | null;
	},
	add: readonly AssignedLicense[],
	remove: readonly string[],
): AssignedLicense[] {
	const held = assignedLicenses ?? [];
	if (add.length > 0 && !usageLocation)
		throw requestRefused('License assignment cannot be done for user with invalid usage location.');
	for (const skuId of remove) {
		const byGroup = licenseAssignmentStates?.some((state) => state.skuId === skuId && state.assignedByGroup);
		if (byGroup) {
			throw requestRefused(
				'User license is inherited from a group membership and it cannot be removed directly from the user.',
			);
		}
		if (!held.some((license) => license.skuId === skuId))
			throw requestRefused('User does not have a corresponding license.');
	}
	for (const { skuId } of add) {
		const bought = skus.find((one) => one.skuId === skuId);
		if (!bought)
			throw requestRefused(`License ${String(skuId)} does not correspond to a valid company License.`);
		const has = held.some((license) => license.skuId === skuId);
		if (!has && consumed(world, bought) >= bought.enabled)
			throw requestRefused(`Subscription with SKU ${String(skuId)} does not have any available licenses.`);
	}
	const kept = held.filter(
		({ skuId }) => !remove.includes(String(skuId)) && !add.some((one) => one.skuId === skuId),
	);
	return [...kept, ...add.map(({ skuId, disabledPlans = [] }) => ({ skuId, disabledPlans }))];
}

/** @throws GraphError 400 for a request without both lists */
function readChange({ body }: GraphCall): { add: AssignedLicense[]; remove: string[] } {
	const { addLicenses, removeLicenses } = readObject(body, 'body');
	if (!Array.isArray(addLicenses) || !Array.isArray(removeLicenses))
		throw requestRefused('addLicenses and removeLicenses are required.');
	return { add: addLicenses as AssignedLicense[], remove: removeLicenses as string[] };
}

/** The tenant's licenses, and who has which. */
export const licenseRoutes: readonly Route[] = [
	route('GET', '/subscribedSkus', service, permissions.readLicenses, (world, { call }) =>
		listAnswer(call, 'subscribedSkus', { items: skus.map((one) => skuView(world, one)) }),
	),
	route(
		'GET',
		'/users/{id}/licenseDetails',
		service,
		['LicenseAssignment.Read.All', ...permissions.readUsers],
		(world, { call, params }) => {
			const { id, assignedLicenses = [] } = userOf(world, params[0]);
			const items = assignedLicenses.flatMap((license) => {
				const found = skus.find(({ skuId }) => skuId === license.skuId);
				if (!found) return [];
				const { skuId, skuPartNumber, servicePlans } = found;
				return [{ id: guidOf(`${id} ${skuPartNumber}`), skuId, skuPartNumber, servicePlans }];
			});
			return listAnswer(call, `users('${params[0]}')/licenseDetails`, { items });
		},
	),
	route(
		'POST',
		'/users/{id}/assignLicense',
		service,
		['LicenseAssignment.ReadWrite.All', ...permissions.writeUsers],
		(world, { call, params }) => {
			const user = userOf(world, params[0]);
			const { add, remove } = readChange(call);
			const licenses = assigned(world, user, add, remove);
			const changed = { ...user, assignedLicenses: licenses };
			world.state.putUser(changed);
			return entityAnswer(call, 'users', userView(changed, undefined, false));
		},
	),
	route(
		'POST',
		'/groups/{id}/assignLicense',
		service,
		['LicenseAssignment.ReadWrite.All', ...permissions.writeGroups],
		(world, { call, params }) => {
			const group = groupOf(world, params[0]);
			if (group.mailEnabled !== true && group.securityEnabled !== true)
				throw requestRefused('Licenses can be assigned to security groups only.');
			const { add, remove } = readChange(call);
			// A group's members need no usage location to be listed: those without one get an error of their own.
			const assignedLicenses = assigned(world, { ...group, usageLocation: 'US' }, add, remove);
			Object.assign(group, { assignedLicenses, licenseProcessingState: { state: 'ProcessingComplete' } });
			return entityAnswer(call, 'groups', groupView(group, undefined), 202);
		},
	),
	route('GET', '/groups/{id}/membersWithLicenseErrors', service, permissions.readGroups, (world, context) => {
		const { memberIds, assignedLicenses } = groupOf(world, context.params[0]);
		const failing = [...memberIds].filter((id) => {
			const user = world.state.users.get(id);
			return (assignedLicenses ?? []).length > 0 && user !== undefined && !user.usageLocation;
		});
		return listObjects(world, context, failing);
	}),
];
