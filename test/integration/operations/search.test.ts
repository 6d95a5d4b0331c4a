import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const query = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'search',
	operation: 'query',
	queryString: 'budget',
	region: 'EUR',
	...parameters,
});
const requested = () =>
	product.graphCalls().map(({ body }) => (body as { requests: Array<Record<string, unknown>> }).requests[0]);

test('hits come as items, by relevance', async () => {
	const run = await product.run(query());
	expect(run.items).toHaveLength(7);
	expect(run.items[0].json).toMatchObject({
		rank: 1,
		summary: expect.stringContaining('budget'),
		resource: { name: 'Budget 0.xlsx' },
	});
	expect(requested()).toEqual([
		{ entityTypes: ['driveItem'], query: { queryString: 'budget' }, region: 'EUR', from: 0, size: 50 },
	]);
});

test('hits are read on until there are no more, or enough', async () => {
	const container = (hits: number, moreResultsAvailable: boolean) => ({
		value: [
			{
				hitsContainers: [
					{ hits: Array.from({ length: hits }, (_, n) => ({ rank: n })), moreResultsAvailable },
				],
			},
		],
	});
	for (const body of [container(500, true), container(500, true), container(3, false)]) {
		product.simulator.faults.add({ host: 'graph', path: /search/, action: { status: 200, body } });
	}
	const run = await product.run(query({ returnAll: true }));
	expect(run.items).toHaveLength(1003);
	expect(requested().map(({ from, size }) => [from, size])).toEqual([
		[0, 500],
		[500, 500],
		[1000, 500],
	]);

	const few = await product.run(query({ limit: 2 }));
	expect(jsonOf(few.items).map(({ rank }) => rank)).toEqual([1, 2]);
	expect(requested().at(-1)).toMatchObject({ from: 0, size: 2 });
});

test('options go where Graph has them', async () => {
	const run = await product.run(
		query({
			entityTypes: ['listItem', 'list'],
			options: {
				fields: 'title, author',
				privateContent: true,
				sortBy: 'lastModifiedDateTime desc',
				searchRequest: '{"enableTopResults": false}',
			},
		}),
	);
	expect(run.error).toBeUndefined();
	expect(requested()).toMatchObject([
		{
			entityTypes: ['listItem', 'list'],
			fields: ['title', 'author'],
			sharePointOneDriveOptions: { includeContent: 'privateContent,sharedContent' },
			sortProperties: [{ name: 'lastModifiedDateTime', isDescending: true }],
			enableTopResults: false,
		},
	]);
});

test('a search without an answer is repeated: it only reads', async () => {
	product.simulator.faults.add({ host: 'graph', path: /search/, action: { status: 504 } });
	const run = await product.run(query());
	expect(run.items).toHaveLength(7);
	expect(product.graphCalls()).toHaveLength(2);
});

test.each([
	[{ region: 'NAM' }, /Only valid regions are EUR/, /region in which the tenant has data/],
	[{ region: "={{ '' }}" }, /"Region" is empty/, /Fill it in/],
	[{ entityTypes: '={{ [] }}' }, /"Search In" is empty/, /Fill it in|Choose/],
])('says what is wrong with %j', async (parameters, message, description) => {
	const run = await product.run(query(parameters));
	expect(run.error).toMatchObject({
		message: expect.stringMatching(message),
		description: expect.stringMatching(description),
	});
});
