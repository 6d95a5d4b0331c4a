import type { User } from '@microsoft/microsoft-graph-types';
import { guidOf } from '../../random';
import { people } from './people';

/** A user of the directory, with what the simulator also needs to know. */
export type DirectoryUser = User & {
	id: string;
	userPrincipalName: string;
	displayName: string;
	/** Object ID of the manager. */
	managerId?: string;
	/** The profile photo. */
	image?: { bytes: Buffer; type: string };
};

/** What Graph returns without `$select` (Graph reference: "user resource type"). */
export const defaultUserProperties: readonly string[] = [
	'businessPhones',
	'displayName',
	'givenName',
	'jobTitle',
	'mail',
	'mobilePhone',
	'officeLocation',
	'preferredLanguage',
	'surname',
	'userPrincipalName',
	'id',
];

/** What User.ReadBasic.All shows (Graph permissions reference). */
export const basicUserProperties: readonly string[] = [
	'displayName',
	'givenName',
	'mail',
	'surname',
	'userPrincipalName',
	'securityIdentifier',
	'id',
];

const collections: readonly string[] = [
	'businessPhones',
	'assignedLicenses',
	'assignedPlans',
	'identities',
	'imAddresses',
	'interests',
	'licenseAssignmentStates',
	'onPremisesProvisioningErrors',
	'otherMails',
	'pastProjects',
	'provisionedPlans',
	'proxyAddresses',
	'responsibilities',
	'schools',
	'serviceProvisioningErrors',
	'skills',
];

/** Every property that `$select` takes. */
export const userProperties: readonly string[] = [
	...new Set([
		...defaultUserProperties,
		...collections,
		...`aboutMe accountEnabled ageGroup authorizationInfo birthday city companyName consentProvidedForMinor country
			createdDateTime creationType customSecurityAttributes deletedDateTime department employeeHireDate employeeId
			employeeLeaveDateTime employeeOrgData employeeType externalUserState externalUserStateChangeDateTime faxNumber
			hireDate isManagementRestricted isResourceAccount lastPasswordChangeDateTime legalAgeGroupClassification
			mailboxSettings mailNickname mySite onPremisesDistinguishedName onPremisesDomainName
			onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime onPremisesSamAccountName
			onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName passwordPolicies
			passwordProfile postalCode preferredDataLocation preferredName securityIdentifier showInAddressList
			signInActivity signInSessionsValidFromDateTime state streetAddress usageLocation userType`.split(/\s+/),
	]),
];

/** Who of the named people reports to whom, by index; all others report to the president, Patti Fernandez. */
const managers: Readonly<Record<number, number>> = { 0: 2, 1: 2, 12: 0, 18: 0 };
const president = 14;

function managerOf(index: number): string | undefined {
	if (index >= people.length || index === president) return undefined;
	return guidOf(`user ${managers[index] ?? president}`);
}

/** The smallest JPEG that viewers accept: a single gray pixel. */
const pixel = Buffer.from(
	'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
	'base64',
);

function makeUser(index: number): DirectoryUser {
	const person = people[index];
	const number = String(index + 1).padStart(5, '0');
	const userPrincipalName = person?.userPrincipalName ?? `user${number}@contoso.example`;
	const mailbox = person === undefined || person.without === undefined;
	const mail = person?.guestMail ?? (mailbox ? userPrincipalName : null);
	return {
		id: guidOf(`user ${index}`),
		userPrincipalName,
		displayName: person ? `${person.givenName} ${person.surname}` : `User ${number}`,
		givenName: person?.givenName ?? 'User',
		surname: person?.surname ?? number,
		mail,
		mailNickname: userPrincipalName.split('@')[0].replace(/[^\w.]/g, ''),
		jobTitle: person?.jobTitle ?? 'Employee',
		department: person?.department ?? ['Sales', 'Operations', 'IT', 'Finance'][index % 4],
		city: person?.city ?? 'Redmond',
		country: person?.country ?? 'United States',
		companyName: person?.guestMail ? 'Fabrikam' : 'Contoso',
		officeLocation: `${(index % 30) + 1}/${2100 + (index % 50)}`,
		businessPhones: [`+1 425 555 ${String(100 + (index % 9900)).padStart(4, '0')}`],
		mobilePhone: null,
		preferredLanguage: 'en-US',
		usageLocation: 'US',
		employeeId: String(10000 + index),
		userType: person?.guestMail ? 'Guest' : 'Member',
		accountEnabled: index % 10 !== 9,
		createdDateTime: new Date(Date.UTC(2024, 0, 1) + index * 3600_000).toISOString().replace('.000', ''),
		proxyAddresses: mailbox ? [`SMTP:${userPrincipalName}`] : [],
		assignedLicenses: mailbox ? [{ skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df', disabledPlans: [] }] : [],
		securityIdentifier: `S-1-12-1-${1000000 + index}-1137284723-4123456789-${2000000 + index}`,
		managerId: managerOf(index),
		image: person && mailbox && !person.guestMail ? { bytes: pixel, type: 'image/jpeg' } : undefined,
	};
}

/**
 * The users of a fresh tenant: the named people first.
 * @param count how many
 */
export function seedUsers(count: number): DirectoryUser[] {
	return Array.from({ length: count }, (_, index) => makeUser(index));
}

/** Whether a user has an Exchange mailbox: one with a license who isn't a guest. */
export function hasMailbox(user: DirectoryUser): boolean {
	return user.userType !== 'Guest' && (user.assignedLicenses ?? []).length > 0;
}

/**
 * What an answer shows of a user.
 * @param select names from `$select`, undefined for the default ones
 * @param basic only what User.ReadBasic.All may see
 */
export function userView(
	user: DirectoryUser,
	select: readonly string[] | undefined,
	basic: boolean,
): Record<string, unknown> {
	const view: Record<string, unknown> = {};
	const values = user as unknown as Record<string, unknown>;
	for (const name of select ?? defaultUserProperties) {
		if (basic && !basicUserProperties.includes(name)) continue;
		view[name] = values[name] ?? (collections.includes(name) ? [] : null);
	}
	return view;
}
