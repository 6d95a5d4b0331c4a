import { sitePath } from '../../../nodes/shared/fields/locators/site';
import { byId, useProduct } from '../harness/product';

const product = useProduct();
const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'site', operation, ...parameters });

const marketing = 'https://contoso.sharepoint.com/sites/marketing';

test.each([
	[marketing, 'Marketing'],
	['https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/x.docx', 'Marketing'],
	['https://contoso.sharepoint.com/', 'Communication site'],
	[`${marketing}/Freigegebene%20Dokumente/Forms/AllItems.aspx`, 'Marketing'],
	[`${marketing}/Freigegebene%20Dokumente`, 'Marketing'],
	[`${marketing}/Dokumente`, 'Marketing'],
	[`${marketing}/Documents%20partages/2026/Plan.docx?web=1`, 'Marketing'],
	[`${marketing}/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D&file=a.docx`, 'Marketing'],
	[`${marketing}/Lists/Orders/AllItems.aspx`, 'Marketing'],
	[`${marketing}/SitePages/Home.aspx`, 'Marketing'],
	[`${marketing}/plans`, 'Plans'],
	[`${marketing}/plans/Freigegebene%20Dokumente/Forms/AllItems.aspx`, 'Plans'],
	[`${marketing}/plans/Bibliothek/Ordner/Datei.txt`, 'Plans'],
	[`${marketing}/plans/Lists/Orders`, 'Plans'],
	['https://contoso.sharepoint.com/:x:/r/sites/marketing/Dokumente/a.xlsx?d=w1', 'Marketing'],
	['https://contoso.sharepoint.com/:x:/s/marketing/EaBcD', 'Marketing'],
	['https://contoso.sharepoint.com/Freigegebene%20Dokumente/Forms/AllItems.aspx', 'Communication site'],
	['https://contoso.sharepoint.com/_layouts/15/viewlsts.aspx', 'Communication site'],
	['https://contoso.sharepoint.com/SitePages/Home.aspx', 'Communication site'],
	['root', 'Communication site'],
])('is found by %s', async (site, displayName) => {
	const { items, error } = await run('get', { siteId: byId(site) });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ displayName });
	// Its ID, with commas, finds it again.
	const again = await run('get', { siteId: byId(String(items[0].json.id)) });
	expect(again.items[0].json).toMatchObject({ displayName });
});

test.each([
	[
		'https://contoso-my.sharepoint.com/personal/adele_contoso_com/Documents/x.docx',
		['personal', 'adele_contoso_com'],
	],
	[
		'https://contoso-my.sharepoint.com/:f:/g/personal/adele_contoso_com/EaB',
		['personal', 'adele_contoso_com'],
	],
	['https://contoso.sharepoint.com/teams/ops/Forms/AllItems.aspx', ['teams', 'ops']],
	['https://contoso.sharepoint.com/:f:/t/ops/EaB', ['teams', 'ops']],
	[`${marketing}/a%20b/Forms/AllItems.aspx`, ['sites', 'marketing']],
	[`${marketing}/Freigegebene%20Dokumente/x`, ['sites', 'marketing']],
	[`${marketing}/plans`, ['sites', 'marketing', 'plans']],
])('is told from its URL without asking: %s', (url, path) => {
	expect(sitePath(url)).toEqual(['sites', `${new URL(url).hostname}:`, ...path]);
});

test('a sharing link, and an ID that would lead elsewhere, are refused', () => {
	expect(() => sitePath('https://contoso-my.sharepoint.com/:x:/p/adele/Ea')).toThrow(/sharing link/);
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
