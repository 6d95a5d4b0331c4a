import type { INodeParameters } from 'n8n-workflow';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 2500, messages: 2300 } });

const adele = 'adelev@contoso.example';
const users = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'getAll',
	...parameters,
});
const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'getAll',
	mailbox: byId(adele),
	...parameters,
});
const tops = () => product.graphCalls().map(({ query }) => query.$top);

/** Answers requests whose path ends so with pages of this form, one after the other. */
const answerWith = (...pages: Array<{ value: object[]; link?: string }>) => {
	for (const { value, link } of pages) {
		const body = { value, ...(link === undefined ? {} : { '@odata.nextLink': link }) };
		product.simulator.faults.add({ host: 'graph', path: /\/users$/, action: { status: 200, body } });
	}
};

describe('all users', () => {
	test('come in the largest pages that Graph gives', async () => {
		const run = await product.run(users({ returnAll: true }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(2500);
		expect(tops()).toEqual(['999', '999', '999']);
		expect(new Set(sources(run.items))).toEqual(new Set([0]));
	});

	test('come with ConsistencyLevel on every page of an advanced query', async () => {
		const run = await product.run(users({ returnAll: true, options: { search: 'user' } }));
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(2475);
		expect(product.graphPaths()).toHaveLength(3);
		for (const { headers } of product.graphCalls()) expect(headers.consistencylevel).toBe('eventual');
	});

	test('come for each item, one list after its own pages', async () => {
		const run = await product.run(
			users({ returnAll: true, options: { filter: '={{ $json.filter }}', select: 'id,department' } }),
			{ input: itemsOf({ filter: "department eq 'IT'" }, { filter: "department eq 'Sales'" }) },
		);
		const departments = jsonOf(run.items).map(({ department }) => department);
		expect(new Set(departments.slice(0, sources(run.items).indexOf(1)))).toEqual(new Set(['IT']));
		expect(departments.filter((department) => department === 'IT')).toHaveLength(
			sources(run.items).filter((item) => item === 0).length,
		);
	});
});

describe('a limit', () => {
	test.each([
		[999, ['999']],
		[1000, ['999', '999']],
		[1500, ['999', '999']],
	])('of %d asks for no more pages than needed', async (limit, expected) => {
		const run = await product.run(users({ limit }));
		expect(run.items).toHaveLength(limit);
		expect(tops()).toEqual(expected);
	});

	test('beyond what there is gives what there is', async () => {
		const run = await product.run(users({ limit: 5000 }));
		expect(run.items).toHaveLength(2500);
	});
});

describe('all messages', () => {
	test('come in the largest pages that Graph gives when bodies are left out', async () => {
		const run = await product.run(messages({ returnAll: true, options: { select: 'id,subject' } }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(2300);
		expect(tops()).toEqual(['1000', '1000', '1000']);
	});

	test('come with the same preferences on each page', async () => {
		const run = await product.run(messages({ returnAll: true, options: { bodyAsText: true } }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(2300);
		expect(tops().length).toBeGreaterThan(1);
		for (const { headers } of product.graphCalls()) {
			expect(headers.prefer).toContain('IdType="ImmutableId"');
			expect(headers.prefer).toContain('outlook.body-content-type="text"');
		}
		expect(run.items.at(-1)?.json.body).toMatch(/^Hello /);
	});
});

describe('messages with their bodies', () => {
	test('come in pages that grow while they are light and quick', async () => {
		const run = await product.run(messages({ returnAll: true, simplify: false }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(2300);
		expect(tops()).toEqual(['250', '1000', '1000', '1000']);
	});

	test('come in no more and no larger pages than the limit needs', async () => {
		const run = await product.run(messages({ limit: 1300, simplify: false }));
		expect(run.items).toHaveLength(1300);
		expect(tops()).toEqual(['250', '1000', '50']);
	});

	test('come in smaller pages where the gateway times out on large ones, and none is lost or doubled', async () => {
		product.simulator.set({ outlook: { largestPage: 300 } });
		const run = await product.run(messages({ returnAll: true, simplify: false }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(2300);
		expect(run.items).toHaveLength(2300);
		// After one page that was too large, the next ones stay below half of it.
		expect(tops().slice(0, 3)).toEqual(['250', '1000', '250']);
		expect(tops().filter((top) => Number(top) > 300).length).toBeLessThanOrEqual(2);
	});

	test('come even where the first page is too large', async () => {
		product.simulator.set({ outlook: { largestPage: 100 } });
		const run = await product.run(messages({ limit: 200, simplify: false }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(200);
	});

	test('fail with what Graph says where no page is small enough', async () => {
		product.simulator.set({ outlook: { largestPage: 1 } });
		const run = await product.run(messages({ limit: 200, simplify: false }));
		expect(run.error?.message).toMatch(/did not answer in time/);
		expect(tops()).toEqual(['200', '62', '15', '10', '10']);
	});
});

describe('pages that are not as usual', () => {
	test('are followed when they are empty', async () => {
		const { graphUrl } = product.simulator;
		const link = (n: number) => `${graphUrl}/v1.0/users?$skiptoken=${n}`;
		answerWith(
			{ value: [], link: link(1) },
			{ value: [{ id: 'a' }], link: link(2) },
			{ value: [], link: link(3) },
			{ value: [{ id: 'b' }] },
		);
		const run = await product.run(users({ returnAll: true }));
		expect(jsonOf(run.items)).toEqual([{ id: 'a' }, { id: 'b' }]);
	});

	test('are not followed in circles', async () => {
		const link = `${product.simulator.graphUrl}/v1.0/users?$skiptoken=again`;
		answerWith(...Array.from({ length: 20 }, () => ({ value: [{ id: 'a' }], link })));
		const run = await product.run(users({ returnAll: true }));
		expect(run.error).toMatchObject({ message: expect.stringMatching(/same next page twice/) });
		expect(product.graphCalls().length).toBeLessThanOrEqual(3);
	});

	test('fail with what Graph says when one of them does', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /\/users$/,
			action: {
				status: 200,
				body: { value: [], '@odata.nextLink': `${product.simulator.graphUrl}/v1.0/users?$skiptoken=x` },
			},
		});
		const run = await product.run(users({ returnAll: true }));
		expect(run.error).toMatchObject({
			description: expect.stringMatching(/Directory_ExpiredPageToken, HTTP 400/),
		});
	});

	test('are asked for again after a passing fault, and nothing is lost or doubled', async () => {
		product.simulator.faults.add({ host: 'graph', path: /\/users$/, action: { delay: 1 } });
		product.simulator.faults.add({
			host: 'graph',
			path: /\/users$/,
			action: { status: 503, headers: { 'retry-after': '1' } },
		});
		const run = await product.run(users({ limit: 1500 }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(1500);
	});

	test('are not asked for any more once the run is stopped', async () => {
		product.simulator.set({ latency: 150 });
		const run = await product.run(users({ returnAll: true }), { signal: AbortSignal.timeout(200) });
		expect(run.status).toBe('canceled');
		const asked = product.graphCalls().length;
		expect(asked).toBeLessThan(3);
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(product.graphPaths()).toHaveLength(asked);
	});
});
