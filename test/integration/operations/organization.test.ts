import { useProduct } from '../harness/product';

const product = useProduct();
const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'organization', operation, ...parameters });

test('the tenant is one item, simplified or whole', async () => {
	const { items } = await run('get');
	expect(items).toHaveLength(1);
	expect(items[0].json).toMatchObject({
		displayName: 'Contoso',
		verifiedDomains: [{ name: 'contoso.example' }],
	});
	expect(items[0].json).not.toHaveProperty('assignedPlans');
	const whole = await run('get', { simplify: false });
	expect(whole.items[0].json).toHaveProperty('assignedPlans');
});

test('licenses come with how many are left', async () => {
	const { items } = await run('getSubscribedSkus');
	const left = Object.fromEntries(
		items.map(({ json }) => [String(json.skuPartNumber), [json.consumedUnits, json.availableUnits]]),
	);
	expect(left).toEqual({
		ENTERPRISEPREMIUM: [23, 100_000 - 23],
		FLOW_FREE: [0, 10_000],
		VISIOCLIENT: [0, 0],
	});
});

test('the licenses to pick from say how many are left', async () => {
	const { results } = await product.list('searchLicenses', { filter: 'visio' });
	expect(results).toEqual([{ name: 'VISIOCLIENT (0 left)', value: 'c5928f49-12ba-48f7-ada3-0d743a3601d5' }]);
});

test('the licenses to pick from name the permission that they need', async () => {
	product.app.roles = [];
	await expect(product.list('searchLicenses')).rejects.toMatchObject({
		description: expect.stringContaining('LicenseAssignment.Read.All'),
	});
});
