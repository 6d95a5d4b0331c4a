import type { GraphErrorParts } from './graphError';

/** What a refusal means, and how to fix it. */
export interface Cause {
	/** Graph's code. */
	code?: string | readonly string[];
	/** A pattern for Graph's message, if the code isn't enough; without `code`, for any code. */
	message?: RegExp;
	status?: number;
	/** A sentence or two. */
	fix: string;
}

/**
 * Refusals that aren't about a permission of the app, though most of them come with 403. The first match applies;
 * those with a message come before those with only a code.
 * Sources: the pages in their comments; "Microsoft Graph error responses and resource types".
 */
const causes: readonly Cause[] = [
	{
		// "Configure application access to online meetings": its code has changed over time: Forbidden, General,
		// AccessDenied.
		message: /application access policy/i,
		fix: "A Teams administrator must grant the app an application access policy for the organizer: New-CsApplicationAccessPolicy with the app's client ID, then Grant-CsApplicationAccessPolicy for the user, or -Global for all. It takes effect after up to 30 minutes.",
	},
	{
		// "Limiting application permissions to specific Exchange Online mailboxes".
		message: /\[RAOP\]|AppOnly AccessPolicy/i,
		fix: "An Exchange application access policy blocks this mailbox for the app. An Exchange administrator can check it with Test-ApplicationAccessPolicy, and add the mailbox to the policy's group. A change takes up to two hours.",
	},
	{
		// "Send chatMessage in a channel", "Import third-party platform messages to Teams".
		status: 403,
		// If Teams also lists other permissions, one of those is missing.
		message: /migration mode|import(ing)? mode|requires one of 'Teamwork\.Migrate\.All'/i,
		fix: 'An app can post messages only while the team or channel is in migration mode, which is for importing messages. To post other messages, use a node with a signed-in user, or a Teams workflow webhook.',
	},
	{
		message: /not supported in application[- ]only/i,
		fix: 'Graph supports this only for signed-in users, not for apps: use a node with a signed-in user.',
	},
	{
		// "Resolve Microsoft Graph authorization errors".
		status: 403,
		message: /insufficient_claims|conditional access/i,
		fix: "A Conditional Access policy for workload identities blocks this app: check the app's policies in Microsoft Entra.",
	},
	{
		status: 403,
		message: /SPO license|SharePoint (Online )?licen[sc]e/i,
		fix: 'The tenant or the user has no SharePoint Online license: assign one, and wait until OneDrive is set up.',
	},
	{
		status: 403,
		message:
			/does not have an? .{0,80}licen[sc]e|licen[sc]e (is )?(required|missing)|not licensed|premium licen[sc]e|without a valid licen[sc]e/i,
		fix: 'A license is missing: the Graph reference lists the license that this request needs for the tenant and the user.',
	},
	{
		status: 403,
		message: /archived|read-?only state/i,
		fix: 'The team or site is archived, or locked against changes: restore it, or change it elsewhere.',
	},
	{
		// "Microsoft Graph error responses": users and groups that Microsoft Entra Connect syncs.
		status: 400,
		message: /on-premises mastered|objects currently undergoing migration/i,
		fix: "This object is synced from on-premises Active Directory, so most of it can be changed only there: change it in Active Directory, and wait for the next sync. To skip such objects, check that their onPremisesSyncEnabled isn't true.",
	},
	{
		// "Use the $filter query parameter": a date and time has no quotes there.
		status: 400,
		message: /Edm\.DateTimeOffset|DateTimeOffset text/,
		fix: "A date and time needs an offset here, such as 2030-01-01T09:00:00Z or 2030-01-01T09:00:00+01:00. In a filter, don't put quotes around it.",
	},
	{
		// "Get user": signInActivity is read by object ID only.
		status: 400,
		message: /has to be a valid Guid/i,
		fix: 'Graph accepts only the object ID here, not the user principal name: enter the user\'s "id".',
	},
	{
		// "Send Outlook messages from another user": a permission between mailboxes, not one of the app.
		code: 'ErrorSendAsDenied',
		fix: 'The mailbox isn\'t allowed to send as, or on behalf of, the address in "From" or "Sender". An Exchange administrator can grant it Send As or Send on Behalf for that address; or leave the address empty. The app\'s permissions don\'t affect this.',
	},
	{
		code: 'ErrorAccountSuspend',
		fix: 'Exchange has suspended this mailbox from sending, usually because of suspected spam. Open the mailbox and follow the message in its Inbox, or have an administrator release it under "Restricted entities" in Microsoft Defender.',
	},
	{
		code: ['ErrorExceededMessageLimit', 'ErrorSubmissionQuotaExceeded', 'ErrorRecipientLimitExceeded'],
		fix: 'The mailbox has reached its sending limit: wait until the next day, or send from another mailbox.',
	},
	{
		code: ['ErrorQuotaExceeded', 'ErrorMailboxQuotaExceeded'],
		fix: 'The mailbox is full.',
	},
	{
		code: 'quotaLimitReached',
		fix: 'The storage is full: free up storage, or raise the quota.',
	},
	{
		// "Microsoft Entra service limits and restrictions".
		code: 'Directory_QuotaExceeded',
		fix: 'The tenant or this app has reached its quota of directory objects: delete unneeded objects, including deleted ones, or assign the app a directory role.',
	},
	{
		code: 'MailboxNotEnabledForRESTAPI',
		fix: 'The user has no Exchange Online mailbox: a license is missing or was assigned less than about 15 minutes ago, or the mailbox is on-premises.',
	},
	{
		code: 'MailboxNotSupportedForRESTAPI',
		fix: "The mailbox is on-premises, or of a kind that Graph doesn't support.",
	},
	{
		code: 'Authorization_IdentityDisabled',
		fix: "The app's enterprise application is disabled in this tenant: enable it in Microsoft Entra.",
	},
	{
		code: 'Authorization_IdentityNotFound',
		fix: 'The app has no enterprise application in this tenant: have an administrator of the tenant consent.',
	},
	{
		code: [
			'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
			'Authentication_RequestFromUnsupportedUserRole',
		],
		fix: 'The tenant needs Microsoft Entra ID P1 or P2 for this.',
	},
	{
		status: 403,
		code: ['notSupported', 'NotSupported', 'ErrorNotSupported'],
		fix: "Graph doesn't support this for this object, or for apps: check the Graph reference.",
	},
	{
		status: 403,
		code: ['notAllowed', 'NotAllowed', 'actionNotAllowed', 'sharingDisabled'],
		fix: 'A SharePoint policy blocks it, such as one for sharing, a locked site, or blocked file types: check the SharePoint admin center.',
	},
	{
		code: 'malwareDetected',
		fix: 'Microsoft 365 found malware in the file, and blocks it.',
	},
];

/** The known cause of a refusal by its code and message; `undefined` if it may be about a permission. */
export function causeOf({ status, code = '', message }: GraphErrorParts): Cause | undefined {
	return causes.find(
		(cause) =>
			(cause.status ?? status) === status &&
			(cause.code === undefined || [cause.code].flat().includes(code)) &&
			(cause.message === undefined || cause.message.test(message)),
	);
}

/** Teams' message about roles: `API requires one of 'A, B'. Roles on the request 'C'.` */
const rolesInMessage = /requires one of '([^']*)'/;

/** The permissions in Teams' message, any of which is enough; an empty list if it has none. */
export function rolesAskedFor(message: string): string[] {
	const listed = rolesInMessage.exec(message)?.[1] ?? '';
	return (
		listed
			.split(',')
			.map((name) => name.trim())
			// Those for one team or chat can't be granted to an app in Entra.
			.filter((name) => /^[A-Z][\w-]*(\.\w+)+$/.test(name) && !/\.(Group|Chat|User)$/.test(name))
	);
}

/** What can allow or restrict access in addition to the token's permissions. */
const narrowedBy = {
	exchange:
		"Exchange's application access policy or RBAC for Applications, which can limit an app to some mailboxes. A change there takes up to two hours.",
	sharePoint: 'the site permissions of the app (Sites.Selected) and the sharing of the file.',
	teams:
		'whether the team is archived, and resource-specific consent, which gives an app access to one team or chat. Recent consent can take some minutes to take effect.',
	directory:
		'the directory role that some changes need in addition to the permission, and ownership. Recent consent can take some minutes to take effect.',
} as const;

/**
 * What can allow or restrict access in addition to the token's permissions: by the service that refused, from its code,
 * or else by the type of permission.
 * @returns the end of a sentence
 */
export function narrowing(code: string | undefined, permissions: readonly string[], request: string): string {
	if (code === 'ErrorAccessDenied') return narrowedBy.exchange;
	if (code === 'Authorization_RequestDenied') return narrowedBy.directory;
	if (/ \/?(teams|chats)\b/.test(request)) return narrowedBy.teams;
	const concerns = (pattern: RegExp) => permissions.some((permission) => pattern.test(permission));
	if (concerns(/^(Mail|Calendars|Contacts)/)) return narrowedBy.exchange;
	if (code === 'accessDenied' || concerns(/^(Files|Sites)/)) return narrowedBy.sharePoint;
	return narrowedBy.directory;
}
