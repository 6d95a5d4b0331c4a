import type { GraphRequest } from '../graphRequest';

/** Below a user, what Exchange stores in the mailbox and limits by it; this includes To Do tasks, photos, and people. */
const inMailbox = new Set([
	'calendar',
	'calendargroups',
	'calendars',
	'calendarview',
	'contactfolders',
	'contacts',
	'events',
	'inferenceclassification',
	'mailboxsettings',
	'mailfolders',
	'messages',
	'outlook',
	'people',
	'photo',
	'photos',
	'sendmail',
	'todo',
	'translateexchangeids',
]);
/** Below a group, what is in its mailbox. */
const inGroupMailbox = new Set(['calendar', 'calendarview', 'conversations', 'events', 'photo', 'threads']);
/** Below anything, what SharePoint stores. */
const inSharePoint = new Set(['drive', 'drives', 'followedsites', 'insights', 'sites']);
const inTeams = new Set(['chats', 'joinedteams', 'team', 'teamwork']);

/** The scope of all sites and drives: SharePoint limits an app across all of them, by tenant. */
export const sharePoint = 'SharePoint';

/** Areas of Graph that share a limit; any other has its own. */
const areas: Readonly<Record<string, string>> = {
	...named('directory', [
		'administrativeunits',
		'applications',
		'contacts',
		'devices',
		'directory',
		'directoryobjects',
		'directoryroles',
		'domains',
		'groups',
		'invitations',
		'organization',
		'rolemanagement',
		'serviceprincipals',
		'subscribedskus',
		'users',
	]),
	...named(sharePoint, ['drives', 'shares', 'sites']),
	...named('Teams', ['chats', 'teams', 'teamwork']),
};

function named(name: string, members: readonly string[]): Record<string, string> {
	return Object.fromEntries(members.map((member) => [member, name]));
}

/** The throttling scope of a request. */
export interface Scope {
	/** Requests of the same name share Graph's `Retry-After`. */
	name: string;
	/** Set if only a few requests may be in flight: `mailbox 4`, `workbook 1` (`requestsAtOnce`). */
	limited?: 'mailbox' | 'workbook';
}

/**
 * How many concurrent requests an app may send.
 * Sources: "Microsoft Graph service-specific throttling limits" (Outlook), "Best practices for working with the Excel
 * API".
 */
export const requestsAtOnce = { mailbox: 4, workbook: 1 } as const;

/**
 * The scope of a request, from its path: a mailbox, a workbook, a service that throttles by app and tenant over all of its
 * paths (the directory, SharePoint, Teams), or an area of Graph.
 * Sources: "Microsoft Graph service-specific throttling limits"; "Avoid getting throttled or blocked in SharePoint Online".
 */
export function scopeOf({ path }: Pick<GraphRequest, 'path'>): Scope {
	const segments = withKeysApart(path);
	const [area = '', owner = '', below = ''] = segments.map((segment) => segment.toLowerCase());
	const workbook = workbookOf(segments);
	if (workbook !== undefined) return { name: `workbook ${workbook}`, limited: 'workbook' };
	const isInMailbox =
		(area === 'users' && inMailbox.has(below)) || (area === 'groups' && inGroupMailbox.has(below));
	if (isInMailbox) return { name: mailboxName(owner), limited: 'mailbox' };
	if (inSharePoint.has(below)) return { name: sharePoint };
	if (inTeams.has(below)) return { name: 'Teams' };
	return { name: areas[area] ?? area };
}

/** The name of a mailbox's scope. */
export function mailboxName(owner: string): string {
	return `mailbox ${owner.toLowerCase()}`;
}

/** `users('a')` is `users/a`. */
function withKeysApart(path: readonly string[]): string[] {
	const keyed = /^(users|groups)\('(.*)'\)$/i.exec(path[0] ?? '');
	return keyed === null
		? [...path]
		: [keyed[1] ?? '', (keyed[2] ?? '').replace(/''/g, "'"), ...path.slice(1)];
}

/**
 * The workbook of a path: the ID of its file, which is unique however its drive is addressed, or else everything before
 * it.
 */
function workbookOf(path: readonly string[]): string | undefined {
	const at = path.findIndex((segment) => segment.toLowerCase() === 'workbook');
	if (at < 2) return undefined;
	const lower = path.slice(0, at).map((segment) => segment.toLowerCase());
	if (!lower.some((segment) => /^(drives?|items|root:?|shares)$/.test(segment))) return undefined;
	const byId = lower.at(-2) === 'items' && !/:/.test(lower.at(-1) ?? '');
	return byId ? String(lower.at(-1)) : lower.join('/');
}

/** The scope of all requests of a credential, for a throttled batch. */
export const everything = '*';
