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

test('notification addresses and privacy profile are changed, and what is not named stays', async () => {
	const first = await run('update', {
		updateFields: {
			technicalNotificationMails: 'ops@contoso.example, it@contoso.example',
			contactEmail: 'privacy@contoso.example',
			statementUrl: 'https://contoso.example/privacy',
		},
	});
	expect(first.error).toBeUndefined();
	expect(first.items[0].json).toEqual({ success: true });
	const changed = product.graphCalls().at(-1);
	expect(changed).toMatchObject({
		method: 'PATCH',
		path: `/v1.0/organization/${product.simulator.graph.organization.id}`,
		body: {
			technicalNotificationMails: ['ops@contoso.example', 'it@contoso.example'],
			privacyProfile: {
				contactEmail: 'privacy@contoso.example',
				statementUrl: 'https://contoso.example/privacy',
			},
		},
	});
	// Graph may replace the profile as a whole.
	const second = await run('update', {
		updateFields: { contactEmail: 'dpo@contoso.example', securityComplianceNotificationPhones: '' },
	});
	expect(second.error).toBeUndefined();
	expect(product.graphCalls().at(-1)?.body).toEqual({
		privacyProfile: { contactEmail: 'dpo@contoso.example', statementUrl: 'https://contoso.example/privacy' },
		securityComplianceNotificationPhones: [],
	});
	const { items } = await run('get', { simplify: false });
	expect(items[0].json).toMatchObject({
		technicalNotificationMails: ['ops@contoso.example', 'it@contoso.example'],
		privacyProfile: { contactEmail: 'dpo@contoso.example' },
	});
	expect((await run('update', { updateFields: {} })).error?.message).toMatch(/nothing to update/);
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
