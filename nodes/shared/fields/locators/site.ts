import type { IDataObject } from 'n8n-workflow';

import { decoded } from '../../../graph/decoded';
import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { GraphError } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import type { ItemParameters } from '../../parameters/itemParameters';
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
	{
		description:
			'ID or address of the site; the address of a library, list, page, or file in it works too. Use the ID "root" for the root site.',
	},
);

/**
 * The path of the site that an item names, and of what is below it.
 * @param send asks which of the sites there is that its URL can be of
 * @throws what `sitePath` and `send` throw
 */
export async function siteAt(
	item: Pick<ItemParameters, 'id'>,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	return pathBelow(await siteOf(item.id('siteId'), send), below);
}

/** A site as a path names it: by its ID, or by its host and its own path. */
type SiteName = string | { host: string; segments: readonly string[] };

/**
 * The site that a value names.
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
 * The ID of the site that a value names, as a path: for what is below a file or folder, whose path has colons of its own.
 * @returns the path of the site
 */
export async function siteWithId(site: string, send: Send): Promise<string[]> {
	const found = await siteOf(site, send);
	if (typeof found === 'string') return ['sites', found];
	const { body } = await send({ method: 'GET', path: pathBelow(found, []), query: { $select: 'id' } });
	return ['sites', String((body as IDataObject).id)];
}

/**
 * The path of a site, and of what is below it, without asking: where its URL can be that of a library or of a subsite, it is
 * taken for the one that it looks like.
 * @param site its ID, or any URL in it
 * @throws RequestError when a URL names no site, and for an ID that would lead to another path
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
		what: `${JSON.stringify(id)} isn't the ID of a ${what}: it has a colon.`,
		fix: `Check the ID of the ${what} for this item.`,
	});
}

/** Where a site's own address ends, and that of something in it begins: the same names in all languages. */
const systemFolder = /^(_layouts|_api|_vti_bin|_catalogs|_forms|SitePages|SiteAssets|Style Library|Lists)$/i;
/** Libraries by the names that they have in the address in many languages, Office's own among them. */
const library = /^(Shared Documents|Documents)$/i;
/** What is below a library. */
const forms = /^Forms$/i;
/** Where sites are, but for the root site and those below it. */
const managedPath = /^(sites|teams|personal)$/i;
/** The most levels of subsites that are looked for. */
const maxSubsites = 3;

/**
 * The sites that a URL can be of, by the segments of their own paths; none for the root site. A subsite and a library look
 * the same: then the longer path is first, and the last one is that of a site for certain, if the URL is one of SharePoint's.
 * @throws RequestError for a sharing link that does not tell the site
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

/**
 * The path that a URL leads to, decoded; of a sharing link the part that it tells of it.
 * @throws RequestError for a sharing link that tells no site
 */
export function pathIn(url: string): string[] {
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
		what: "The URL is a sharing link that doesn't contain the site's address.",
		fix: 'Enter the address of the site, such as https://contoso.sharepoint.com/sites/marketing.',
	});
}
