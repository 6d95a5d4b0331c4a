import type { Simulator } from '../../../simulator/simulator';
import { newPage, pagesOf } from '../../../simulator/graph/routes/sitePages';
import { siteOf } from '../../../simulator/graph/state/sites';
import type { Samples } from '../samples';

let made = 0;

/** A page of its own. */
function ownPage({ graph }: Simulator): string {
	const site = siteOf(graph, 'root');
	const page = newPage(site, { name: `Page-${(made += 1)}.aspx`, title: `Page ${made}` });
	pagesOf(graph, site).set(page.id, page);
	return page.id;
}

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		pageId: ownPage,
		title: () => `Title ${(made += 1)}`,
	},
	operations: {
		update: () => ({ updateFields: { title: 'Another title' } }),
	},
};
