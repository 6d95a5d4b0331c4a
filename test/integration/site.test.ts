import { sitePath } from '../../nodes/MicrosoftGraph/fields/locators/site';
import { byId, useProduct } from './harness/product';

const product = useProduct();
const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'site', operation, ...parameters });

test.each([
	['https://contoso.sharepoint.com/sites/marketing', 'Marketing'],
	['https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/x.docx', 'Marketing'],
	['https://contoso.sharepoint.com/', 'Communication site'],
	['root', 'Communication site'],
])('is found by %s', async (site, displayName) => {
	const { items, error } = await run('get', { siteId: byId(site) });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ displayName });
	// Its ID, with commas, finds it again.
	const again = await run('get', { siteId: byId(String(items[0].json.id)) });
	expect(again.items[0].json).toMatchObject({ displayName });
});

test('a sharing link, and an ID that would lead elsewhere, are refused', () => {
	expect(() => sitePath('https://contoso.sharepoint.com/:x:/s/marketing/Ea')).toThrow(/sharing link/);
	expect(() => sitePath('contoso.sharepoint.com:', 'lists')).toThrow(/colon/);
	expect(sitePath('https://contoso.sharepoint.com/sites/a b', 'lists')).toEqual([
		'sites',
		'contoso.sharepoint.com:',
		'sites',
		'a b:',
		'lists',
	]);
});

test('lets an app in, and out again', async () => {
	const site = { siteId: byId('https://contoso.sharepoint.com/sites/sales') };
	const grant = { ...site, grantedClientId: 'an-app', grantedName: 'Invoices', role: 'write' };
	const { items } = await run('grantPermission', grant);
	expect(product.graphCalls()[0].body).toEqual({
		roles: ['write'],
		grantedToIdentities: [{ application: { id: 'an-app', displayName: 'Invoices' } }],
	});
	await run('revokePermission', { ...site, permissionId: items[0].json.id });
	expect((await run('getPermissions', site)).items).toHaveLength(1);
});

test('is chosen from a list', async () => {
	const { results } = await product.list('searchSites', { filter: 'sales' });
	expect(results.map(({ name }) => name)).toEqual(['Sales (https://contoso.sharepoint.com/sites/sales)']);
});
