import { entityAnswer, listAnswer } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';
import { parseSelect } from '../odata/options';
import { badRequest, resourceNotFound } from '../errors';
import { readObject } from '../messageBody';
import type { GraphWorld } from '../world';

const properties = `id deletedDateTime businessPhones city country countryLetterCode createdDateTime
	defaultUsageLocation displayName isMultipleDataLocationsForServicesEnabled marketingNotificationEmails
	onPremisesLastSyncDateTime onPremisesSyncEnabled partnerTenantType postalCode preferredLanguage privacyProfile
	securityComplianceNotificationMails securityComplianceNotificationPhones state street technicalNotificationMails
	tenantType assignedPlans provisionedPlans verifiedDomains directorySizeQuota onPremisesSyncStatus`.split(
	/\s+/,
);

/** Default properties of an organization. Source: recorded answers. */
const emptyOrganization = () => ({
	assignedPlans: [],
	defaultUsageLocation: null,
	directorySizeQuota: { total: 300_000, used: 1200 },
	isMultipleDataLocationsForServicesEnabled: null,
	marketingNotificationEmails: [],
	onPremisesLastSyncDateTime: null,
	onPremisesSyncEnabled: null,
	onPremisesSyncStatus: [],
	partnerTenantType: null,
	postalCode: null,
	privacyProfile: null,
	provisionedPlans: [],
	securityComplianceNotificationMails: [],
	securityComplianceNotificationPhones: [],
	state: null,
	street: null,
});

function organizationView(
	{ state }: GraphWorld,
	select: readonly string[] | undefined,
): Record<string, unknown> {
	const { id, displayName, verifiedDomains, changed } = state.organization;
	const all: Record<string, unknown> = {
		id,
		deletedDateTime: null,
		...emptyOrganization(),
		businessPhones: ['+1 425 555 0100'],
		city: 'Redmond',
		country: 'United States',
		countryLetterCode: 'US',
		createdDateTime: '2024-01-01T00:00:00Z',
		displayName,
		preferredLanguage: 'en',
		technicalNotificationMails: ['admin@contoso.example'],
		tenantType: 'AAD',
		verifiedDomains: verifiedDomains.map((name, index) => ({
			capabilities: 'Email, OfficeCommunicationsOnline',
			isDefault: index === 0,
			isInitial: index === 0,
			name,
			type: 'Managed',
		})),
		...changed,
	};
	return select ? Object.fromEntries(select.map((name) => [name, all[name] ?? null])) : all;
}

const type = 'microsoft.graph.organization';

/** What can be changed. Source: "Update organization". */
const changeable = [
	'marketingNotificationEmails',
	'privacyProfile',
	'securityComplianceNotificationMails',
	'securityComplianceNotificationPhones',
	'technicalNotificationMails',
];

export const organizationRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/organization',
		service: 'directory',
		permissions: permissions.readOrganization,
		handle: (world, { call }) =>
			listAnswer(call, 'organization', {
				items: [organizationView(world, parseSelect(call.query.get('$select'), properties, type))],
			}),
	},
	{
		method: 'GET',
		path: '/organization/{id}',
		service: 'directory',
		permissions: permissions.readOrganization,
		handle: (world, { call, params }) => {
			if (params[0] !== world.state.organization.id) throw resourceNotFound(params[0]);
			return entityAnswer(
				call,
				'organization',
				organizationView(world, parseSelect(call.query.get('$select'), properties, type)),
			);
		},
	},
	{
		method: 'PATCH',
		path: '/organization/{id}',
		service: 'directory',
		permissions: ['Organization.ReadWrite.All'],
		handle: ({ state }, { call, params }) => {
			if (params[0] !== state.organization.id) throw resourceNotFound(params[0]);
			const body = readObject(call.body, 'organization');
			const strange = Object.keys(body).find((name) => !changeable.includes(name));
			if (strange !== undefined) throw badRequest(`Property '${strange}' is read-only and cannot be set.`);
			Object.assign(state.organization.changed, body);
			return { status: 204 };
		},
	},
];
