import type { INodeParameters } from 'n8n-workflow';
import { contentTypesOf, listOf, siteContentTypesOf, siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const marketing = 'https://contoso.sharepoint.com/sites/marketing';
const inSite = { siteId: byId(marketing) };
const inList = { ...inSite, listId: byId('Orders') };
const run = async (resource: string, operation: string, parameters: object = {}) =>
	await product.run({ resource, operation, ...inSite, ...parameters } as INodeParameters);
const ofList = async (operation: string, parameters: object = {}) =>
	await run('list', operation, { ...inList, ...parameters });
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const site = () => siteOf(product.simulator.graph, 'contoso.sharepoint.com:/sites/marketing');
const siteTypes = () => [...siteContentTypesOf(product.simulator.graph, site()).values()];
const listTypes = () => {
	const { graph } = product.simulator;
	return [...contentTypesOf(graph, listOf(graph, site(), 'Orders')).values()];
};
const named = (types: ReturnType<typeof siteTypes>, name: string) => types.find((one) => one.name === name);
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const last = () => product.graphCalls().at(-1);

test('a content type is created in a site, added to a list, used, and taken away again', async () => {
	const created = await run('site', 'createContentType', {
		name: 'Bill',
		baseContentTypeId: byName('Item'),
		additionalFields: { description: 'Bills of suppliers', group: 'Contoso' },
	});
	expect(created.error).toBeUndefined();
	expect(last()?.body).toEqual({
		name: 'Bill',
		base: { id: '0x01' },
		description: 'Bills of suppliers',
		group: 'Contoso',
	});
	const id = String(created.items[0].json.id);
	expect(id).toMatch(/^0x0100[\dA-F]{32}$/);
	const all = await run('site', 'getContentTypes', { returnAll: true });
	expect(jsonOf(all.items).map(({ name }) => name)).toEqual(expect.arrayContaining(['Document', 'Bill']));

	const added = await ofList('addContentType', { contentTypeId: byName('Bill') });
	expect(added.error).toBeUndefined();
	// The URL that the page of the action shows: of the site by its ID, wherever the site was named by its address.
	expect(last()?.body).toEqual({
		contentType: `${product.simulator.graphUrl}/v1.0/sites/${site().id}/contentTypes/${id}`,
	});
	expect(added.items[0].json).toMatchObject({ name: 'Bill', parentId: id });
	const ownId = String(added.items[0].json.id);
	expect(ownId).not.toBe(id);

	const item = await product.run({
		...{ resource: 'listItem', operation: 'create', ...inList },
		...{ columnsFrom: 'json', columnsJson: '{"Title": "Bill 1"}' },
		options: { contentType: ownId },
	});
	expect(item.error).toBeUndefined();
	expect(item.items[0].json.contentType).toEqual({ id: ownId, name: 'Bill' });

	expect(textOf((await run('site', 'deleteContentType', { contentTypeId: byId(id) })).error)).toMatch(
		/each list that it was added to/,
	);
	expect(textOf((await ofList('removeContentType', { contentTypeId: byName('Bill') })).error)).toMatch(
		/change or delete those first/,
	);
	await product.run({
		resource: 'listItem',
		operation: 'delete',
		...inList,
		itemId: String(item.items[0].json.id),
	});
	const removed = await ofList('removeContentType', { contentTypeId: byName('Bill') });
	expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
	expect(named(listTypes(), 'Bill')).toBeUndefined();
	expect(named(siteTypes(), 'Bill')).toBeDefined();
	const deleted = await run('site', 'deleteContentType', { contentTypeId: byName('Bill') });
	expect(jsonOf(deleted.items)).toEqual([{ deleted: true }]);
	expect(named(siteTypes(), 'Bill')).toBeUndefined();
});

test('a content type comes with its columns if wanted', async () => {
	const { items, error } = await run('site', 'getContentType', {
		contentTypeId: byName('Document'),
		withColumns: true,
	});
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ name: 'Document', id: '0x0101' });
	expect(items[0].json.columns).toEqual(
		expect.arrayContaining([expect.objectContaining({ name: 'Title', required: expect.any(Boolean) })]),
	);
	const without = await run('site', 'getContentType', { contentTypeId: byId('0x0101') });
	expect(without.items[0].json).not.toHaveProperty('columns');
});

test.each([
	['site', 'deleteContentType', { contentTypeId: byName('Nothing') }, /site has no content type .*"Nothing"/],
	['list', 'removeContentType', { contentTypeId: byName('Nothing') }, /list has no content type .*"Nothing"/],
	['site', 'deleteContentType', { contentTypeId: byId('0x0101') }, /SharePoint protects/],
	['site', 'createContentType', { name: 'Document', baseContentTypeId: byId('0x01') }, /another name/],
	['list', 'addContentType', { contentTypeId: byName('Complaint') }, /already .* this name/],
	['list', 'addContentType', { contentTypeId: byId('0x0100FF') }, /Choose a content type of the site/],
	[
		'list',
		'removeContentType',
		{ contentTypeId: byId('0x0100FF') },
		/Check the site, the list .* the content type/,
	],
])('%s: %s is refused: %j', async (resource, operation, parameters, message) => {
	expect(textOf((await run(resource, operation, { ...inList, ...parameters })).error)).toMatch(message);
});

test('a name that is in use is told from a content type that is in use', async () => {
	product.simulator.faults.add({
		...{ host: 'graph', method: 'POST', path: /\/contentTypes$/, times: 1 },
		action: {
			status: 409,
			body: { error: { code: 'nameAlreadyExists', message: 'The specified name is already in use.' } },
		},
	});
	const { error } = await run('site', 'createContentType', { name: 'Bill', baseContentTypeId: byId('0x01') });
	expect(textOf(error)).toMatch(/another name/);
});

test('pickers have the content types of the site and of the list', async () => {
	const ofSite = await product.list('searchSiteContentTypes', {
		parameters: { resource: 'list', operation: 'addContentType', ...inList },
		filter: 'doc',
	});
	expect(ofSite.results).toEqual([{ name: 'Document (Document Content Types)', value: '0x0101' }]);
	const inOrders = await product.list('searchListContentTypes', {
		parameters: { resource: 'list', operation: 'removeContentType', ...inList },
	});
	expect(inOrders.results.map(({ name }) => name)).toEqual(
		listTypes().map(({ name, group }) => `${String(name)} (${String(group)})`),
	);
});
