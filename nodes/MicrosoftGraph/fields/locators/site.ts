import { requestError } from '../../../graph/requestError';
import type { ItemParameters } from '../../itemParameters';
import { locatorField } from '../build';

/** Which SharePoint site an operation is about. */
export const siteId = locatorField(
	'siteId',
	'Site',
	{
		list: { method: 'searchSites', placeholder: 'Select a site…' },
		example:
			'e.g. contoso.sharepoint.com,2c712604-1370-44e7-a1f5-426573fda80a,2d2244c3-251a-49ea-93a8-39e1c3a060fe',
		modes: [
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://contoso.sharepoint.com/sites/marketing',
			},
		],
	},
	{ description: 'ID or address of the site; "root" as the ID stands for the root site' },
);

/** The path of the site that an item names, and of what is below it. */
export function siteAt(item: Pick<ItemParameters, 'id'>, ...below: readonly string[]): string[] {
	return sitePath(item.id('siteId'), ...below);
}

/**
 * The path of a site, and of what is below it.
 * @param site its ID, or its URL; that of a page or library in it does too
 * @throws RequestError when a URL names no site, and for an ID that would lead to another path
 * Source: "Get a site resource", "Get site by path".
 */
export function sitePath(site: string, ...below: readonly string[]): string[] {
	if (!isUrl(site)) return ['sites', withoutColon(site, 'site'), ...below];
	const { hostname, pathname } = new URL(site);
	const segments = siteSegments(pathname);
	const last = segments.pop();
	if (last === undefined) return ['sites', hostname, ...below];
	return ['sites', `${hostname}:`, ...segments, below.length > 0 ? `${last}:` : last, ...below];
}

/** Whether something is given by its address. */
export function isUrl(value: string): boolean {
	return /^https?:\/\//i.test(value) && URL.canParse(value);
}

/**
 * An ID as a path segment.
 * @throws RequestError when it has a colon: Graph would read what follows as the path of a file
 */
export function withoutColon(id: string, what: string): string {
	if (!id.includes(':')) return id;
	throw requestError({
		what: `${JSON.stringify(id)} is no ID of a ${what}: it has a colon.`,
		fix: `Check the ID of the ${what} for this item.`,
	});
}

/** Where a site's own address ends, and that of something in it begins. */
const insideSite = /^(_layouts|_api|_vti_bin|SitePages|SiteAssets|Shared Documents|Lists|Forms|.*\.aspx)$/i;

function siteSegments(pathname: string): string[] {
	const segments = pathname
		.split('/')
		.filter((segment) => segment !== '')
		.map((segment) => decoded(segment));
	const end = segments.findIndex((segment) => insideSite.test(segment));
	const own = end < 0 ? segments : segments.slice(0, end);
	if (!own.some((segment) => segment.includes(':'))) return own;
	throw requestError({
		what: 'The URL is a sharing link, not the address of a site.',
		fix: 'Give the address of the site, such as https://contoso.sharepoint.com/sites/marketing.',
	});
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
