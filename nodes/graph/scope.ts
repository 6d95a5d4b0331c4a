import type { GraphRequest } from './graphRequest';

/** Below a user, what Exchange serves and limits by mailbox. */
const outlook = [
	'calendar',
	'calendarGroups',
	'calendars',
	'calendarView',
	'contactFolders',
	'contacts',
	'events',
	'inferenceClassification',
	'mailboxSettings',
	'mailFolders',
	'messages',
	'outlook',
	'sendMail',
	'translateExchangeIds',
];

/** What SharePoint and OneDrive serve, at the start of a path or below a user, group, or team. */
const files = ['drive', 'drives', 'followedSites', 'insights', 'shares', 'sites'];

/** The scope of all sites and drives: SharePoint limits an app over all of them together, by tenant. */
export const sharePoint = 'SharePoint';

/** What of Graph a request counts for. */
export interface Scope {
	/** Requests of the same name share Graph's `Retry-After`. */
	name: string;
	/** The mailbox whose four places it takes one of. */
	mailbox?: string;
}

/**
 * The scope of a request, from its path.
 * Source: "Microsoft Graph service-specific throttling limits", "Avoid getting throttled or blocked in SharePoint Online".
 */
export function scopeOf({ path }: Pick<GraphRequest, 'path'>): Scope {
	const [area = '', owner = '', below = ''] = path;
	if (area === 'users' && outlook.includes(below)) {
		const mailbox = owner.toLowerCase();
		return { name: `mailbox ${mailbox}`, mailbox };
	}
	if (files.includes(area) || (below !== '' && files.includes(below))) return { name: sharePoint };
	return { name: area };
}

/** The scope of everything a credential asks of Graph: what a throttled batch as a whole is held for. */
export const everything = '*';
