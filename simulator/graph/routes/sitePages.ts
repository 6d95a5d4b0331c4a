import type { GraphCall } from '../call';
import type { Entity } from '../entity';
import { badRequest, GraphError } from '../errors';
import { entityAnswer, sharePointLocation } from '../paging';
import { listEntities, route, selected } from '../rest';
import type { Route } from '../router';
import type { GraphState } from '../state';
import { graphTime } from '../state/messages';
import { siteOf } from '../state/sites';
import { guidOf } from '../../random';
import type { GraphWorld } from '../world';

const write = ['Sites.ReadWrite.All', 'Sites.Manage.All', 'Sites.FullControl.All'];
const read = ['Sites.Read.All', ...write];

const by = { user: { displayName: 'SharePoint App' } };

/** A page as a request's body describes it, checked out as a new one is. */
export function newPage(site: Entity, body: Record<string, unknown>): Entity {
	const name = String(body.name);
	const id = guidOf(`page ${site.id} ${name}`);
	const now = graphTime(Date.now());
	const [, siteId = guidOf(site.id)] = site.id.split(',');
	return {
		id,
		eTag: `"{${id}},1"`,
		contentType: { id: '0x0101009D1CB255DA76424F860D91F20E6C4118', name: 'Site Page' },
		createdBy: by,
		createdDateTime: now,
		lastModifiedBy: by,
		lastModifiedDateTime: now,
		pageLayout: 'article',
		parentReference: { siteId },
		promotionKind: 'page',
		publishingState: { level: 'checkout', versionId: '0.1' },
		reactions: {},
		showComments: true,
		showRecommendedPages: false,
		webUrl: `${String(site.webUrl)}/SitePages/${name}`,
		title: '',
		...body,
		name,
	};
}

/** The pages of a site. */
export function pagesOf(state: GraphState, site: Entity): Map<string, Entity> {
	const key = `pages of ${site.id}`;
	const known = state.collections.get(key);
	if (known) return known;
	const home = newPage(site, { name: 'Home.aspx', title: 'Home', pageLayout: 'home' });
	home.publishingState = { level: 'published', versionId: '1.0' };
	const made = new Map([[home.id, home]]);
	state.collections.set(key, made);
	return made;
}

const bodyOf = ({ body }: GraphCall): Record<string, unknown> => {
	if (typeof body !== 'object' || body === null) throw badRequest('Empty Payload. JSON content expected.');
	const given = body as Record<string, unknown>;
	if (given['@odata.type'] === '#microsoft.graph.sitePage')
		return Object.fromEntries(Object.entries(given).filter(([name]) => name !== '@odata.type'));
	throw new GraphError(400, 'invalidRequest', 'The type of the page is missing.');
};

function pageAt({ state }: GraphWorld, [site = '', id = '']: readonly string[]): Entity {
	const found = pagesOf(state, siteOf(state, site)).get(id);
	if (found) return found;
	throw new GraphError(404, 'itemNotFound', 'The page was not found.');
}

/** A page with its annotations; its content only where it's expanded, and its title area only once it's created. */
function view(page: Entity, select?: string, expand?: string): object {
	const hidden = ['canvasLayout', 'thumbnailWebUrl', 'titleArea'];
	const facts = Object.fromEntries(Object.entries(page).filter(([name]) => !hidden.includes(name)));
	const content = expand === 'canvasLayout' ? { canvasLayout: page.canvasLayout ?? null } : {};
	return { '@odata.etag': page.eTag, ...selected(facts, select), ...content };
}

const pages = '/sites/{id}/pages';
const page = `${pages}/{page}`;
/** As a segment of a path, without its namespace. */
const typed = 'sitePage';

/** The pages of sites. */
export const sitePageRoutes: readonly Route[] = [
	route('GET', `${pages}/${typed}`, 'files', read, ({ state }, { call, params: [id = ''] }) => {
		const query = new Map([...call.query].filter(([name]) => name !== '$select'));
		const all = [...pagesOf(state, siteOf(state, id)).values()];
		return listEntities({ ...call, query }, 'pages', all, 'files', (one) =>
			view(one, call.query.get('$select')),
		);
	}),
	route('POST', pages, 'files', write, ({ state }, { call, params: [id = ''] }) => {
		const site = siteOf(state, id);
		const body = bodyOf(call);
		const all = pagesOf(state, site);
		if (typeof body.name !== 'string' || !body.name.endsWith('.aspx'))
			throw new GraphError(400, 'invalidRequest', 'The name of the page is invalid.');
		if ([...all.values()].some(({ name }) => name === body.name))
			throw new GraphError(409, 'nameAlreadyExists', 'A page with this name already exists.');
		const made = newPage(site, body);
		made.thumbnailWebUrl ??= `${String(site.webUrl)}/_layouts/15/images/sitepagethumbnail.png`;
		made.titleArea ??= {
			enableGradientEffect: true,
			layout: 'imageAndTitle',
			showAuthor: true,
			showPublishedDate: false,
			showTextBlockAboveTitle: false,
			textAlignment: 'left',
			title: made.title,
			'authors@odata.type': '#Collection(String)',
			authors: [],
			'authorByline@odata.type': '#Collection(String)',
			authorByline: [],
		};
		made.publishingState = { level: 'checkout', versionId: '0.1', checkedOutBy: by };
		all.set(made.id, made);
		const headers = sharePointLocation(`pages('${made.id}')`);
		return {
			...entityAnswer(
				call,
				'pages',
				{
					'@odata.type': `#microsoft.graph.${typed}`,
					...view(made),
					thumbnailWebUrl: made.thumbnailWebUrl,
					titleArea: made.titleArea,
				},
				201,
			),
			headers,
		};
	}),
	route('GET', `${page}/${typed}`, 'files', read, (world, { call, params }) =>
		entityAnswer(
			call,
			'pages',
			view(pageAt(world, params), call.query.get('$select'), call.query.get('$expand')),
		),
	),
	route('PATCH', `${page}/${typed}`, 'files', write, (world, { call, params }) => {
		const found = pageAt(world, params);
		Object.assign(found, bodyOf(call), { lastModifiedDateTime: graphTime(Date.now()) });
		found.publishingState = { level: 'draft', versionId: '1.1' };
		return entityAnswer(call, 'pages', view(found));
	}),
	route('POST', `${page}/${typed}/publish`, 'files', write, (world, { params }) => {
		pageAt(world, params).publishingState = { level: 'published', versionId: '2.0' };
		return { status: 204 };
	}),
	route('DELETE', page, 'files', write, (world, { params }) => {
		const { id } = pageAt(world, params);
		pagesOf(world.state, siteOf(world.state, params[0] ?? '')).delete(id);
		return { status: 204 };
	}),
];
