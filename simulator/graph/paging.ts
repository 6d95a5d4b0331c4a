import { defaultTenantId } from '../entra';
import { GraphError } from './errors';
import type { GraphCall } from './call';

/**
 * The link to another page: the same request with one option changed.
 * @param call the request
 * @param option e.g. `$skiptoken`
 * @param value of the option in the link
 * @returns an absolute URL on the host that the caller used
 */
export function nextLink(call: GraphCall, option: string, value: string): string {
	const query = new URLSearchParams([...call.query].filter(([name]) => name !== option));
	query.set(option, value);
	return `${call.base}${call.path}?${query.toString().replace(/%24/g, '$')}`;
}

/**
 * The link to another page as Outlook spells it: its keys are in parentheses, and `$` is `%24`.
 * Source: links of recorded answers.
 */
export function outlookLink(call: GraphCall, option: string, value: string): string {
	return nextLink({ ...call, path: outlookPath(call.path) }, option, value).replace(/([?&])\$/g, '$1%24');
}

/**
 * A path in which keys are in parentheses, as in `users('id')/mailFolders('id')/messages`.
 * @param path percent-encoded, with the version
 */
export function outlookPath(path: string): string {
	return path.replace(
		/\/(users|mailFolders|calendars|calendarGroups|contactFolders)\/([^/]+)/gi,
		(_, name: string, key: string) => `/${name}('${key.replace(/'|%27/g, "''")}')`,
	);
}

/**
 * A token for a position in a list.
 * @param offset number of items before it
 */
export function skipToken(offset: number): string {
	return Buffer.from(`place:${offset}`).toString('base64url');
}

/**
 * Reads a token of `skipToken`.
 * @returns 0 when there is none
 * @throws GraphError 400 for one that Graph never issued
 */
export function readSkipToken(token: string | undefined): number {
	if (token === undefined) return 0;
	const place = /^place:(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
	if (!place)
		throw new GraphError(
			400,
			'Directory_ExpiredPageToken',
			'The specified page token value is expired and can no longer be included in your request.',
		);
	return Number(place[1]);
}

/** The properties of a list's answer. */
export interface Page {
	'@odata.context': string;
	'@odata.count'?: number;
	'@odata.nextLink'?: string;
	value: unknown[];
}

/**
 * The response with a page of a list.
 * @param call the request
 * @param context after `$metadata#`
 * @param page its items, the total count where it was requested, and the next link where more follow
 */
export function listAnswer(
	call: GraphCall,
	context: string,
	page: { items: unknown[]; count?: number; next?: string },
): { status: 200; body: Page } {
	const body: Page = {
		'@odata.context': `${call.base}/${call.version}/$metadata#${context}`,
		value: page.items,
	};
	const ordered: Page = {
		'@odata.context': body['@odata.context'],
		...(page.count === undefined ? {} : { '@odata.count': page.count }),
		...(page.next === undefined ? {} : { '@odata.nextLink': page.next }),
		value: page.items,
	};
	return { status: 200, body: ordered };
}

/**
 * The response with a single entity.
 * @param context after `$metadata#`; what is created in an owner's collection names that collection: `users('…')/messages`
 * @param status 200 or 201
 */
export function entityAnswer(
	call: GraphCall,
	context: string,
	entity: object,
	status = 200,
): { status: number; headers?: Record<string, string>; body: object } {
	const { id } = entity as { id?: string };
	const location = status === 201 && id !== undefined ? locationOf(call, context, id) : undefined;
	return {
		status,
		...(location === undefined ? {} : { headers: { location } }),
		body: { '@odata.context': `${call.base}/${call.version}/$metadata#${context}/$entity`, ...entity },
	};
}

/** The `Location` that Graph returns for what it created: recorded for the directory, mailboxes, and teams. */
function locationOf({ base, version }: GraphCall, context: string, id: string): string | undefined {
	const name = {
		applications: 'Application',
		groups: 'Group',
		servicePrincipals: 'ServicePrincipal',
		users: 'User',
	}[context];
	if (name) return `${base}/v2/${defaultTenantId}/directoryObjects/${id}/Microsoft.DirectoryServices.${name}`;
	if (!/^(users|teams)\('/.test(context)) return undefined;
	return `${base}/${version}/${context.replace(/\([\w,]+\)$/, '')}('${id}')`;
}

/** The `Location` that SharePoint returns for what it created, on its own host. */
export const sharePointLocation = (path: string) => ({
	location: `https://contoso.sharepoint.com/_api/v2.0/${path}`,
});
