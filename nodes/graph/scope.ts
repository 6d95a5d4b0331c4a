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

/** What of Graph a request counts for. */
export interface Scope {
	/** Requests of the same name share Graph's `Retry-After`. */
	name: string;
	/** The mailbox whose four places it takes one of. */
	mailbox?: string;
}

/**
 * The scope of a request, from its path.
 * Source: "Microsoft Graph service-specific throttling limits".
 */
export function scopeOf({ path }: Pick<GraphRequest, 'path'>): Scope {
	const [area = '', owner = '', below = ''] = path;
	if (area === 'users' && outlook.includes(below)) {
		const mailbox = owner.toLowerCase();
		return { name: `mailbox ${mailbox}`, mailbox };
	}
	return { name: area };
}

/** The scope of everything a credential asks of Graph: what a throttled batch as a whole is held for. */
export const everything = '*';
