import { guidOf } from '../../random';
import { collectionRoutes } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';

const policy = (displayName: string, own: Partial<Entity>): Entity => ({
	id: guidOf(`policy ${displayName}`),
	templateId: null,
	displayName,
	createdDateTime: '2025-01-15T09:00:00Z',
	modifiedDateTime: null,
	state: 'enabled',
	conditions: {
		clientAppTypes: ['all'],
		applications: { includeApplications: ['All'], excludeApplications: [], includeUserActions: [] },
		users: { includeUsers: ['All'], excludeUsers: [guidOf('user 0')], includeGroups: [], excludeGroups: [] },
		locations: null,
		platforms: null,
		signInRiskLevels: [],
		userRiskLevels: [],
	},
	grantControls: {
		operator: 'OR',
		builtInControls: ['mfa'],
		customAuthenticationFactors: [],
		termsOfUse: [],
	},
	sessionControls: null,
	...own,
});

/** The policies of the tenant. Source: "conditionalAccessPolicy resource type". */
const policies: Collection = {
	path: '/identity/conditionalAccess/policies',
	service: 'directory',
	read: ['Policy.Read.All'],
	seed: () => [
		policy('Require MFA for all', {}),
		policy('Block legacy sign-in', {
			state: 'enabledForReportingButNotEnforced',
			grantControls: {
				operator: 'OR',
				builtInControls: ['block'],
				customAuthenticationFactors: [],
				termsOfUse: [],
			},
		}),
	],
};

/** The named locations of the tenant. Sources: "ipNamedLocation resource type", "countryNamedLocation resource type". */
const namedLocations: Collection = {
	path: '/identity/conditionalAccess/namedLocations',
	service: 'directory',
	read: ['Policy.Read.All'],
	seed: () => [
		{
			'@odata.type': '#microsoft.graph.ipNamedLocation',
			id: guidOf('location Offices'),
			displayName: 'Offices',
			createdDateTime: '2025-01-15T09:00:00Z',
			modifiedDateTime: '2025-01-15T09:00:00Z',
			isTrusted: true,
			ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '203.0.113.0/24' }],
		},
		{
			'@odata.type': '#microsoft.graph.countryNamedLocation',
			id: guidOf('location Europe'),
			displayName: 'Europe',
			createdDateTime: '2025-01-15T09:00:00Z',
			modifiedDateTime: '2025-01-15T09:00:00Z',
			countriesAndRegions: ['DE', 'FR'],
			countryLookupMethod: 'clientIpAddress',
			includeUnknownCountriesAndRegions: false,
		},
	],
};

/** Conditional Access, to be read. */
export const conditionalAccessRoutes: readonly Route[] = [
	...collectionRoutes(policies),
	...collectionRoutes(namedLocations),
];
