import type { INodeParameters } from 'n8n-workflow';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const adele = 'adelev@contoso.example';

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, mailbox: byId(adele), ...parameters });
const folder = async (displayName: string, parent = ''): Promise<string> => {
	const { items } = await run('contactFolder', 'create', { displayName, parentFolderId: byId(parent) });
	return String(items[0]?.json.id);
};

test('folders are listed with their paths, to any depth', async () => {
	const partners = await folder('Partners');
	const suppliers = await folder('Suppliers', partners);
	await folder('Berlin', suppliers);
	const { items } = await run('contactFolder', 'getAll', { returnAll: true });
	expect(jsonOf(items).map(({ path }) => path)).toEqual([
		'Partners',
		'Partners/Suppliers',
		'Partners/Suppliers/Berlin',
	]);
	const one = await run('contactFolder', 'getAll', { returnAll: true, includeChildren: false });
	expect(jsonOf(one.items)).toHaveLength(1);
	const below = await run('contactFolder', 'getAll', { returnAll: true, parentFolderId: byId(partners) });
	expect(jsonOf(below.items).map(({ path }) => path)).toEqual(['Suppliers', 'Suppliers/Berlin']);
});

test('a folder is renamed and deleted; a name that exists is explained', async () => {
	const suppliers = await folder('Suppliers');
	await folder('Partners');
	const taken = await run('contactFolder', 'update', {
		contactFolderId: byId(suppliers),
		displayName: 'Partners',
	});
	expect(taken.error?.description).toContain('choose another name');
	const renamed = await run('contactFolder', 'update', {
		contactFolderId: byId(suppliers),
		displayName: 'Vendors',
	});
	expect(renamed.items[0]?.json).toMatchObject({ id: suppliers, displayName: 'Vendors' });
	const gone = await run('contactFolder', 'delete', { contactFolderId: byId(suppliers) });
	expect(jsonOf(gone.items)).toEqual([{ deleted: true }]);
	const { items } = await run('contactFolder', 'getAll', { returnAll: true });
	expect(jsonOf(items).map(({ displayName }) => displayName)).toEqual(['Partners']);
});

test('the default folder stays', async () => {
	const { error } = await run('contactFolder', 'delete', { contactFolderId: byId('contacts') });
	expect(error?.description).toContain("can't be deleted");
});

test('contacts are created and listed in a folder', async () => {
	const suppliers = await folder('Suppliers');
	await run('contact', 'create', { givenName: 'Robin', contactFolderId: byId(suppliers) });
	const { items } = await run('contact', 'getAll', { returnAll: true, contactFolderId: byId(suppliers) });
	expect(jsonOf(items)).toMatchObject([{ givenName: 'Robin' }]);
	expect(product.graphPaths().slice(1)).toEqual([
		`POST /v1.0/users/${adele}/contactFolders/${suppliers}/contacts`,
		`GET /v1.0/users/${adele}/contactFolders/${suppliers}/contacts`,
	]);
	const others = await run('contact', 'getAll', { returnAll: true });
	expect(jsonOf(others.items).map(({ givenName }) => givenName)).not.toContain('Robin');
});

test('contact folders are picked from a list', async () => {
	const partners = await folder('Partners');
	await folder('Suppliers', partners);
	const { results } = await product.list('searchContactFolders', {
		parameters: { resource: 'contact', operation: 'getAll', mailbox: byId(adele) },
	});
	expect(results.map(({ name }) => name)).toEqual(['Partners', 'Partners/Suppliers']);
});
