import type { IDataObject } from 'n8n-workflow';

import { decoded } from '../../../graph/decoded';
import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { GraphError } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import type { ItemParameters } from '../../parameters/itemParameters';
import { locatorField } from '../build';

/** The SharePoint site of an operation. */
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
	{
		description:
			'ID or address of the site; the address of a library, list, page, or file in it works too. Use the ID "root" for the root site.',
	},
);

/**
 * The path of an item's site, with further segments.
 * @param send checks which of the possible sites of its URL exists
 * @throws what `sitePath` and `send` throw
 */
export async function siteAt(
	item: Pick<ItemParameters, 'id'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	return pathBelow(await siteOf(item.id('siteId'), send), below);
}

/** A site as part of a path: by its ID, or by its host and path. */
type SiteName = string | { host: string; segments: readonly string[] };

/**
 * The site of a value.
 * @param site an ID, or any URL in the site: of the site itself, a library, a list, a page, a file, a sharing link
 */
async function siteOf(site: string, send: Send): Promise<SiteName> {
	if (!isUrl(site)) return withoutColon(site, 'site');
	const host = new URL(site).hostname;
	const candidates = sitesIn(site);
	for (const segments of candidates.slice(0, -1)) {
		const path = pathBelow({ host, segments }, []);
		try {
			const { body } = await send({ method: 'GET', path, query: { $select: 'id' } });
			return String((body as IDataObject).id);
		} catch (error) {
			if (!(error instanceof GraphError) || ![400, 403, 404].includes(error.parts.status))
				throw caught(error);
		}
	}
	return { host, segments: candidates.at(-1) ?? [] };
}

/**
 * The path of a value's site by its ID: for paths that also have a file or folder, whose path has its own colons.
 * @returns the path of the site
 */
export async function siteWithId(site: string, send: Send): Promise<string[]> {
	const found = await siteOf(site, send);
	if (typeof found === 'string') return ['sites', found];
	const { body } = await send({ method: 'GET', path: pathBelow(found, []), query: { $select: 'id' } });
	return ['sites', String((body as IDataObject).id)];
}

/**
 * The path of a site, with further segments, without a request: if its URL can be that of a library or a subsite, the
 * more likely one is used.
 * @param site its ID, or any URL in it
 * @throws RequestError if a URL has no site, and for an ID that would change the path
 * Source: "Get a site resource", "Get site by path".
 */
export function sitePath(site: string, ...below: readonly string[]): string[] {
	if (!isUrl(site)) return pathBelow(withoutColon(site, 'site'), below);
	const candidates = sitesIn(site);
	const looksLike = candidates.find(
		(segments) => !segments.slice(2).some((segment) => /[\s.]/.test(segment)),
	);
	return pathBelow({ host: new URL(site).hostname, segments: looksLike ?? candidates.at(-1) ?? [] }, below);
}

function pathBelow(site: SiteName, below: readonly string[]): string[] {
	if (typeof site === 'string') return ['sites', site, ...below];
	const { host, segments } = site;
	const last = segments.at(-1);
	if (last === undefined) return ['sites', host, ...below];
	const own = [...segments.slice(0, -1), below.length > 0 ? `${last}:` : last];
	return ['sites', `${host}:`, ...own, ...below];
}

/** Whether a value is a URL. */
export function isUrl(value: string): boolean {
	return /^https?:\/\//i.test(value) && URL.canParse(value);
}

/**
 * An ID as a path segment.
 * @throws RequestError if it has a colon, because Graph would read the rest as a file's path
 */
export function withoutColon(id: string, what: string): string {
	if (!id.includes(':')) return id;
	throw requestError({
		what: `${JSON.stringify(id)} isn't the ID of a ${what}: it has a colon.`,
		fix: `Check the ID of the ${what} for this item.`,
	});
}

/** Path segments that end a site's own address, the same in all languages. */
const systemFolder = /^(_layouts|_api|_vti_bin|_catalogs|_forms|SitePages|SiteAssets|Style Library|Lists)$/i;
/** Names of default libraries in addresses, in many languages. */
const library = /^(Shared Documents|Documents)$/i;
/** What is below a library. */
const forms = /^Forms$/i;
/** The paths of sites, except for the root site and its subsites. */
const managedPath = /^(sites|teams|personal)$/i;
/** The most levels of subsites to check. */
const maxSubsites = 3;

/**
 * The possible sites of a URL, by the segments of their paths; none for the root site. A subsite and a library look the
 * same, so the longest path is first. The last one is certainly a site if the URL is SharePoint's.
 * @throws RequestError for a sharing link without the site's address
 */
function sitesIn(url: string): string[][] {
	const segments = pathIn(url);
	const [first = ''] = segments;
	const isManaged = managedPath.test(first) && segments.length > 1;
	const base = isManaged ? segments.slice(0, 2) : [];
	if (/^personal$/i.test(first)) return [base];
	const rest = isManaged ? segments.slice(2) : segments;
	const end = rest.findIndex((segment) => systemFolder.test(segment) || library.test(segment));
	if (end >= 0) return [[...base, ...rest.slice(0, end)]];
	const formsAt = rest.findIndex((segment) => forms.test(segment));
	if (formsAt >= 0) return [[...base, ...rest.slice(0, Math.max(0, formsAt - 1))]];
	const folders = rest.filter((segment, index) => index < rest.length - 1 || !/\.\w+$/.test(segment));
	const most = Math.min(folders.length, maxSubsites);
	return Array.from({ length: most + 1 }, (_, n) => [...base, ...folders.slice(0, most - n)]);
}

/** What a person can enter instead of an address that has no site. */
const addressOf = {
	site: 'the address of the site, such as https://contoso.sharepoint.com/sites/marketing',
	list: 'the address of the list, such as https://contoso.sharepoint.com/sites/marketing/Lists/Orders',
};

/**
 * The decoded path of a URL; for a sharing link, the path that it contains.
 * @param what the URL is of, for the error
 * @throws RequestError for a sharing link without the site's address, and for a path with a colon, which no address in
 * SharePoint has
 */
export function pathIn(url: string, what: 'site' | 'list' = 'site'): string[] {
	const segments = new URL(url).pathname
		.split('/')
		.filter((segment) => segment !== '')
		.map((segment) => decoded(segment));
	const [kind = '', where = '', ...rest] = segments;
	const isSharing = /^:[a-z]+:$/i.test(kind);
	const [site] = rest;
	const tells: Readonly<Record<string, readonly string[] | undefined>> = {
		r: rest,
		g: rest.slice(0, 2),
		s: rest.length > 1 && site !== undefined ? ['sites', site] : [],
		t: rest.length > 1 && site !== undefined ? ['teams', site] : undefined,
	};
	const own = isSharing ? tells[where.toLowerCase()] : segments;
	if (own !== undefined && !own.some((segment) => segment.includes(':'))) return [...own];
	throw requestError({
		what: isSharing
			? `${shown(url)} is a sharing link that doesn't contain the site's address.`
			: `${shown(url)} isn't an address in SharePoint: its path has a colon.`,
		fix: `Enter ${addressOf[what]}.`,
	});
}
