import { defaultTenantId } from '../entra';
import { GraphError } from './errors';
import type { GraphCall } from './call';

/**
 * The link to another page: the same request with one option changed.
 * @param call what was asked
 * @param option e.g. `$skiptoken`
 * @param value of the option in the link
 * @returns an absolute URL on the host that the caller used
 */
export function nextLink(call: GraphCall, option: string, value: string): string {
	const query = new URLSearchParams([...call.query].filter(([name]) => name !== option));
	query.set(option, value);
	// Outlook's pages, which go by number, are linked with an escaped `$` and with keys in parentheses.
	if (option === '$skip') return `${call.base}${keyedPath(call.path)}?${query.toString()}`;
	return `${call.base}${call.path}?${query.toString().replace(/%24/g, '$')}`;
}

/** Collections of Outlook whose objects stand in its links as keys. */
const keyed = /\/(users|mailFolders|childFolders|messages|calendars|events|contactFolders)\/([^/]+)(?=\/)/gi;

/** A path as Outlook writes it into links: `users('a@b.example')/mailFolders('inbox')/messages`. */
export function keyedPath(path: string): string {
	return path.replace(keyed, (_whole, collection: string, raw: string) => {
		const key = encodeURIComponent(decodeURIComponent(raw).replace(/'/g, "''"));
		return `/${collection}('${key.replace(/%40/g, '@').replace(/%3D/g, '=')}')`;
	});
}

/**
 * A token that stands for a place in a list.
 * @param offset number of items before it
 */
export function skipToken(offset: number): string {
	return Buffer.from(`place:${offset}`).toString('base64url');
}

/**
 * Reads a token of `skipToken`.
 * @returns 0 when there is none
 * @throws GraphError 400 for one that Graph never gave
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
 * The answer to a list.
 * @param call what was asked
 * @param context after `$metadata#`
 * @param page its items, the whole count where it was asked for, and the next link where more follow
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
 * The answer to a single entity.
 * @param context after `$metadata#`; what is made in a collection of an owner says where it is: `users('…')/messages`
 * @param status 200 or 201
 */
export function entityAnswer(
	call: GraphCall,
	context: string,
	entity: object,
	status = 200,
): { status: number; headers?: Record<string, string>; body: object } {
	const { id } = entity as { id?: string };
	const isOwned = status === 201 && id !== undefined && /^(users|teams)\('/.test(context);
	const location = `${call.base}/${call.version}/${context.replace(/\([\w,]+\)$/, '')}('${String(id)}')`;
	return {
		status,
		...(isOwned ? { headers: { location } } : {}),
		body: { '@odata.context': `${call.base}/${call.version}/$metadata#${context}/$entity`, ...entity },
	};
}

/** Where the directory says that something is which it made. */
export const directoryLocation = ({ base }: GraphCall, type: 'User' | 'Group', id: string) => ({
	location: `${base}/v2/${defaultTenantId}/directoryObjects/${id}/Microsoft.DirectoryServices.${type}`,
});

/** Where SharePoint says that something is which it made, on its own host. */
export const sharePointLocation = (path: string) => ({
	location: `https://contoso.sharepoint.com/_api/v2.0/${path}`,
});
