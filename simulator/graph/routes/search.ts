import { guidOf } from '../../random';
import { badRequest } from '../errors';
import { route } from '../rest';
import type { Route } from '../router';

/** What the tenant's index holds: files and list items. */
const found = Array.from({ length: 7 }, (_, n) => ({
	hitId: guidOf(`hit ${n}`),
	rank: n + 1,
	summary: `the <c0>budget</c0> of year ${n}`,
	resource: {
		'@odata.type': '#microsoft.graph.driveItem',
		id: guidOf(`hit ${n}`),
		name: `Budget ${n}.xlsx`,
		size: 1000 + n,
		webUrl: `https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Budget%20${n}.xlsx`,
		createdDateTime: '2025-03-01T08:00:00Z',
		lastModifiedDateTime: '2025-04-01T08:00:00Z',
	},
}));
const openToApps = ['driveItem', 'listItem', 'list', 'site', 'drive'];

interface SearchRequest {
	entityTypes?: string[];
	query?: { queryString?: string };
	region?: string;
	from?: number;
	size?: number;
}

/** The tenant's data is in Europe. */
export const searchRoutes: readonly Route[] = [
	route('POST', '/search/query', 'files', ['Files.Read.All', 'Sites.Read.All'], (_world, { call }) => {
		const [request] = ((call.body ?? {}) as { requests?: SearchRequest[] }).requests ?? [];
		const { entityTypes = [], query = {}, region, from = 0, size = 25 } = request ?? {};
		if (region === undefined) {
			throw badRequest(
				'SearchRequest Invalid (Region is required when request with application permission.)',
			);
		}
		if (region !== 'EUR') {
			throw badRequest('SearchRequest Invalid (Requested region is not found. Only valid regions are EUR.)');
		}
		if (entityTypes.some((type) => !openToApps.includes(type)) || size > 500) {
			throw badRequest('SearchRequest Invalid (entity type or size)');
		}
		const words = query.queryString?.toLowerCase() ?? '';
		const hits = found.filter(({ resource }) => words === '*' || resource.name.toLowerCase().includes(words));
		const page = hits.slice(from, from + size);
		const container = {
			total: hits.length,
			moreResultsAvailable: from + page.length < hits.length,
			...(page.length > 0 && { hits: page }),
		};
		return {
			status: 200,
			body: {
				'@odata.context': `${call.base}/${call.version}/$metadata#Collection(microsoft.graph.searchResponse)`,
				value: [{ searchTerms: words.split(' '), hitsContainers: [container] }],
			},
		};
	}),
];
