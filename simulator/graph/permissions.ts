/*
 * Who may do what: the least privileged application permission first, then those that include it.
 * Source: the "Permissions" tables of the Graph reference, and permissions.json of microsoft-graph-devx-content.
 */
const writeDirectory = ['Directory.ReadWrite.All'];
const readDirectory = ['Directory.Read.All', ...writeDirectory];
const writeUsers = ['User.ReadWrite.All'];
const readUsers = ['User.Read.All', ...writeUsers, ...readDirectory];
const writeAccounts = ['User.EnableDisableAccount.All', 'User-PasswordProfile.ReadWrite.All'];
const writeGroups = ['Group.ReadWrite.All', ...writeDirectory];
const readGroups = ['Group.Read.All', ...writeGroups, 'Directory.Read.All'];
const readMail = ['Mail.Read', 'Mail.ReadWrite'];
const basicMail = ['Mail.ReadBasic.All', 'Mail.ReadBasic', ...readMail];
const readApplications = [
	'Application.Read.All',
	'Application.ReadWrite.OwnedBy',
	'Application.ReadWrite.All',
	...readDirectory,
];

export const permissions = {
	readUsersBasic: ['User.ReadBasic.All', ...readUsers],
	readUsers,
	writeUsers: [...writeUsers, ...writeDirectory],
	readPhotos: [
		'ProfilePhoto.Read.All',
		'ProfilePhoto.ReadWrite.All',
		'User.ReadBasic.All',
		'User.Read.All',
		...writeUsers,
	],
	/** `Directory.ReadWrite.All` writes no photos. */
	writePhotos: ['ProfilePhoto.ReadWrite.All', ...writeUsers],
	/** What some properties of users can be changed by. */
	writeSomeOfUsers: [...writeUsers, ...writeDirectory, ...writeAccounts],
	deleteUsers: ['User.DeleteRestore.All', ...writeUsers],
	readMemberships: readDirectory,
	createGroups: ['Group.Create', ...writeGroups],
	readLicenses: ['LicenseAssignment.Read.All', 'Organization.Read.All', ...readDirectory],
	readOrganization: ['Organization.Read.All', 'Organization.ReadWrite.All', ...readDirectory],
	readApplications,
	readMailBasic: basicMail,
	readMail,
	writeMail: ['Mail.ReadWrite'],
	sendMail: ['Mail.Send'],
	readEvents: ['Calendars.ReadBasic.All', 'Calendars.Read', 'Calendars.ReadWrite'],
	/** To forward one sends its body on: basic properties are not enough. */
	forwardEvents: ['Calendars.Read', 'Calendars.ReadWrite'],
	writeEvents: ['Calendars.ReadWrite'],
	readGroups: ['GroupMember.Read.All', 'Group.ReadBasic.All', 'GroupMember.ReadWrite.All', ...readGroups],
	writeGroups,
	/** `Directory.ReadWrite.All` deletes no groups. */
	deleteGroups: ['Group.ReadWrite.All'],
	/** `Group.ReadBasic.All` does not show owners. */
	readOwners: ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', ...readGroups],
	writeMembers: ['GroupMember.ReadWrite.All', ...writeGroups],
} as const;

/** Every application permission that some route asks for. */
export const knownPermissions: readonly string[] = [...new Set(Object.values(permissions).flat())].sort();

/**
 * Whether a token's roles open a route.
 * @param roles of the token
 * @param needed any one of these
 */
export function mayCall(roles: readonly string[], needed: readonly string[]): boolean {
	return needed.length === 0 || needed.some((permission) => roles.includes(permission));
}
