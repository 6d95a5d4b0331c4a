import type { Group } from '@microsoft/microsoft-graph-types';
import { guidOf } from '../../random';
import type { DirectoryUser } from './users';

export type StoredGroup = Group & {
	id: string;
	displayName: string;
	/** Object IDs of users and groups. */
	memberIds: Set<string>;
	ownerIds: Set<string>;
};

/** Every property that `$select` takes, the default ones first (Graph reference: "group resource type"). */
export const groupProperties: readonly string[] =
	`id deletedDateTime assignedLicenses classification createdDateTime creationOptions
	description displayName expirationDateTime groupTypes hasMembersWithLicenseErrors isAssignableToRole licenseProcessingState mail mailEnabled mailNickname membershipRule
	membershipRuleProcessingState onPremisesDomainName onPremisesLastSyncDateTime onPremisesNetBiosName
	onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation preferredLanguage
	proxyAddresses renewedDateTime resourceBehaviorOptions resourceProvisioningOptions securityEnabled
	securityIdentifier theme visibility onPremisesProvisioningErrors serviceProvisioningErrors uniqueName`.split(
		/\s+/,
	);

/** What comes only where `$select` names it. */
const onlySelected = [
	'assignedLicenses',
	'hasMembersWithLicenseErrors',
	'licenseProcessingState',
	'uniqueName',
];

const collections =
	/^(assignedLicenses|creationOptions|groupTypes|proxyAddresses|resource.*Options|\w+ingErrors)$/;

/**
 * The groups of a fresh tenant: two Microsoft 365 groups, a security group, one whose members a rule chooses, and one
 * without members.
 */
export function seedGroups(users: readonly DirectoryUser[]): StoredGroup[] {
	const make = (
		displayName: string,
		kind: 'unified' | 'security' | 'dynamic',
		memberIds: string[],
		ownerIds: string[] = [],
	): StoredGroup => {
		const mailNickname = displayName.toLowerCase().replace(/[^a-z]/g, '');
		const unified = kind === 'unified';
		return {
			id: guidOf(`group ${displayName}`),
			displayName,
			description: `${displayName} of Contoso`,
			createdDateTime: '2024-02-01T09:00:00Z',
			renewedDateTime: '2024-02-01T09:00:00Z',
			groupTypes: unified ? ['Unified'] : kind === 'dynamic' ? ['DynamicMembership'] : [],
			mail: unified ? `${mailNickname}@contoso.example` : null,
			mailEnabled: unified,
			mailNickname,
			membershipRule: kind === 'dynamic' ? '(user.department -eq "IT")' : null,
			membershipRuleProcessingState: kind === 'dynamic' ? 'On' : null,
			proxyAddresses: unified ? [`SMTP:${mailNickname}@contoso.example`] : [],
			securityEnabled: !unified,
			securityIdentifier: `S-1-12-1-${displayName.length}00-1200-3400-5600`,
			visibility: unified ? 'Private' : null,
			memberIds: new Set(memberIds),
			ownerIds: new Set(ownerIds),
		};
	};
	const ids = (first: number, last: number) => users.slice(first, last).map(({ id }) => id);
	return [
		make('Sales and Marketing', 'unified', ids(1, 5), ids(2, 3)),
		make('Leadership', 'unified', ids(0, 3), ids(0, 2)),
		make('All Engineers', 'security', ids(6, 12), ids(8, 9)),
		make(
			'IT Department',
			'dynamic',
			users
				.filter(({ department }) => department === 'IT')
				.slice(0, 20)
				.map(({ id }) => id),
		),
		make('Newcomers', 'security', []),
	];
}

/** What an answer shows of a group. */
export function groupView(
	group: StoredGroup,
	select: readonly string[] | undefined,
): Record<string, unknown> {
	const values = group as unknown as Record<string, unknown>;
	const view: Record<string, unknown> = {};
	for (const name of select ?? groupProperties.filter((one) => !onlySelected.includes(one))) {
		view[name] = values[name] ?? (collections.test(name) ? [] : null);
	}
	// Recorded answers show these unasked.
	return select ? view : { infoCatalogs: [], uniqueName: null, ...view };
}
