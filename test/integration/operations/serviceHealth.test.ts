import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'serviceHealth', operation, ...parameters });

test('the health of each service, with its issues on request', async () => {
	const { items, error } = await run('getOverviews');
	expect(error).toBeUndefined();
	expect(jsonOf(items)).toMatchObject([{ status: 'serviceDegradation' }, { status: 'serviceOperational' }]);
	await run('getOverviews', { options: { withIssues: true } });
	expect(product.graphCalls().map(({ query }) => query)).toEqual([{}, { $expand: 'issues' }]);
});

test.each([
	['getIssues', { isResolved: false }, 'isResolved eq false', ['EX100001']],
	[
		'getIssues',
		{ service: 'Microsoft Teams', isResolved: true },
		/^isResolved eq true and service eq/,
		['TM100002'],
	],
	['getIssues', { classification: 'advisory' }, "classification eq 'advisory'", []],
	['getMessages', { isMajorChange: true }, 'isMajorChange eq true', ['MC100001']],
	['getMessages', { service: 'Microsoft Teams' }, "services/any(s:s eq 'Microsoft Teams')", ['MC100002']],
])('%s by %j', async (operation, filters, $filter, ids) => {
	const { items, error } = await run(operation, { filters });
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ id }) => id)).toEqual(ids);
	const found = product.graphCalls()[0].query.$filter;
	if (typeof $filter === 'string') expect(found).toBe($filter);
	else expect(found).toMatch($filter);
	for (const { json } of items) expect(json).not.toHaveProperty('details');
});

test('messages need their own permission', async () => {
	product.app.roles = ['ServiceHealth.Read.All'];
	expect((await run('getIssues')).error).toBeUndefined();
	expect((await run('getMessages')).error).toMatchObject({
		description: expect.stringContaining('ServiceMessage.Read.All'),
	});
});
