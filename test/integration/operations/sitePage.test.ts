import type { INodeParameters } from 'n8n-workflow';
import { pagesOf } from '../../../simulator/graph/routes/sitePages';
import { siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const siteId = byId('https://contoso.sharepoint.com/sites/marketing');
const run = async (operation: string, parameters: object = {}, resource = 'sitePage') =>
	await product.run({ resource, operation, siteId, ...parameters } as INodeParameters);
const pages = () => [
	...pagesOf(
		product.simulator.graph,
		siteOf(product.simulator.graph, 'contoso.sharepoint.com:/sites/marketing'),
	).values(),
];
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const bodies = () =>
	product.graphCalls().flatMap(({ method, body }) => (method === 'GET' ? [] : [[method, body]]));

test('a page is created from HTML, as a draft', async () => {
	const additionalFields = { html: '<p>Hi</p>', promotionKind: 'newsPost' };
	const { items, error } = await run('create', { title: 'News: January!', additionalFields });
	expect(error).toBeUndefined();
	expect(bodies()).toEqual([
		[
			'POST',
			expect.objectContaining({
				'@odata.type': '#microsoft.graph.sitePage',
				name: 'News-January.aspx',
				title: 'News: January!',
				promotionKind: 'newsPost',
			}),
		],
	]);
	expect(JSON.stringify(bodies())).toContain(
		'"webparts":[{"@odata.type":"#microsoft.graph.textWebPart","innerHtml":"<p>Hi</p>"}]',
	);
	expect(items[0].json).toMatchObject({ publishingState: { level: 'checkout' } });
	expect(
		(await run('get', { pageId: byId(String(items[0].json.id)), withContent: true })).items[0].json,
	).toMatchObject({
		canvasLayout: { horizontalSections: [{ layout: 'oneColumn' }] },
	});
});

test('a page is created and published, changed, published again, and deleted', async () => {
	const { items, error } = await run('create', { title: 'News', publishNow: true });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ published: true });
	const pageId = byId(String(items[0].json.id));
	const level = () => pages().find(({ title }) => title === 'Newer' || title === 'News')?.publishingState;
	expect(level()).toMatchObject({ level: 'published' });
	const updateFields = { title: 'Newer', canvasLayout: '{"horizontalSections": []}', description: '' };
	expect((await run('update', { pageId, updateFields })).error).toBeUndefined();
	expect(bodies().at(-1)).toEqual([
		'PATCH',
		{
			'@odata.type': '#microsoft.graph.sitePage',
			title: 'Newer',
			canvasLayout: { horizontalSections: [] },
			description: null,
		},
	]);
	expect(level()).toMatchObject({ level: 'draft' });
	expect(jsonOf((await run('publish', { pageId })).items)).toEqual([{ success: true }]);
	expect(level()).toMatchObject({ level: 'published' });
	expect(jsonOf((await run('delete', { pageId })).items)).toEqual([{ deleted: true }]);
	expect(level()).toBeUndefined();
});

test('pages are listed, and chosen by their titles', async () => {
	await run('create', { title: 'News' });
	const { items, error } = await run('getAll', { options: { filter: "title eq 'News'" } });
	expect(error).toBeUndefined();
	expect(jsonOf(items)).toEqual([expect.objectContaining({ title: 'News', name: 'News.aspx' })]);
	const parameters = { resource: 'sitePage', operation: 'get', siteId };
	const { results } = await product.list('searchSitePages', { parameters, filter: 'new' });
	expect(results.map(({ name }) => name)).toEqual(['News (News.aspx)']);
});

test('what is wrong with a page is said', async () => {
	await run('create', { title: 'News' });
	expect(textOf((await run('create', { title: 'News' })).error)).toMatch(
		/already has a page with this file name/,
	);
	expect(textOf((await run('create', { title: '!!' })).error)).toMatch(/"File Name"/);
	expect(textOf((await run('get', { pageId: byId('nothing') })).error)).toMatch(/ID of the page/);
	expect(textOf((await run('update', { pageId: byId('a'), updateFields: {} })).error)).toMatch(
		/nothing to update/,
	);
});

test('a page whose publishing is refused stays a draft, and the error names it', async () => {
	product.simulator.faults.add({
		host: 'graph',
		method: 'POST',
		path: /publish$/,
		times: 9,
		action: { status: 403 },
	});
	const { error } = await run('create', { title: 'News', publishNow: true });
	expect(textOf(error)).toMatch(/The page was created with the ID .*, and is a draft\./);
	expect(pages().map(({ title }) => title)).toContain('News');
});

describe('drives', () => {
	test.each([
		['site', { siteId }, ['Documents', 'Archive']],
		['user', { userId: byId('adelev@contoso.example') }, ['OneDrive']],
	])('are listed with their quotas: of a %s', async (drivesOf, owner, names) => {
		const { items, error } = await run('getAll', { drivesOf, ...owner, returnAll: true }, 'drive');
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ name }) => name)).toEqual(names);
		expect(jsonOf(items)[0].quota).toMatchObject({ state: 'normal' });
	});

	test('are read by their owner or ID', async () => {
		const { items } = await run('get', { driveOf: 'site' }, 'drive');
		expect(items[0].json).toMatchObject({ name: 'Documents', quota: { total: expect.any(Number) } });
		const byDrive = await run('get', { driveOf: 'drive', driveId: byId(String(items[0].json.id)) }, 'drive');
		expect(byDrive.items[0].json).toMatchObject({ id: items[0].json.id });
		const { error } = await run('get', { driveOf: 'user', userId: byId('nobody@contoso.example') }, 'drive');
		expect(error).toBeDefined();
	});
});
