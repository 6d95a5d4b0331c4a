import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const run = async (operation: string, parameters = {}) =>
	await product.run({ resource: 'device', operation, ...parameters });

test.each([
	[{ operatingSystem: 'Windows' }, ['DESKTOP-ADELE', 'LAPTOP-ALEX']],
	[{ isCompliant: false }, ['LAPTOP-ALEX']],
	[{ accountEnabled: true, displayName: 'LAP' }, ['LAPTOP-ALEX']],
	[{ notSignedInSince: '2025-12-31T00:00:00' }, ['LAPTOP-ALEX', 'IPHONE-MEGAN']],
])('are found by %j', async (filters, names) => {
	const { items, error } = await run('getAll', { filters });
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ displayName }) => displayName)).toEqual(names);
	expect(items[0].json).not.toHaveProperty('systemLabels');
});

test('one that is not there: the other ID may have been meant', async () => {
	const { results } = await product.list('searchDevices', { filter: 'desktop' });
	expect(results).toMatchObject([{ name: 'DESKTOP-ADELE (Windows)' }]);
	const found = await run('get', { deviceObjectId: byId(String(results[0].value)) });
	const { deviceId } = found.items[0].json;
	const { error } = await run('get', { deviceObjectId: byId(String(deviceId)) });
	expect(error).toMatchObject({ description: expect.stringMatching(/object ID.*deviceId eq/) });
});
