import type { INodeParameters } from 'n8n-workflow';
import { fact } from '../../reality/facts';
import { newWorkbook } from '../../../simulator/graph/routes/workbooks';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

/*
 * What is limited by what it is, whatever name it goes by: a mailbox, by user principal name and by object ID; a workbook,
 * whichever node reads or writes it.
 */
const product = useProduct({ seed: { users: 30, messages: 40 } });

const adele = 'adelev@contoso.example';
const { batching, alone } = { batching: {}, alone: { options: { batching: false } } };

describe('a mailbox that is named in two ways', () => {
	const idOf = (name: string) => String(product.simulator.graph.findUser(name)?.id);
	const getMessage = (mailbox: string, messageId = '={{ $json.messageId }}'): INodeParameters => ({
		resource: 'message',
		operation: 'get',
		mailbox: byId(mailbox),
		messageId: byId(messageId),
	});
	const messages = async () => {
		const run = await product.run({
			resource: 'message',
			operation: 'getAll',
			mailbox: byId(adele),
			limit: 30,
			options: { select: 'id' },
		});
		return jsonOf(run.items).map(({ id }) => ({ messageId: String(id) }));
	};
	const slowly = () => {
		product.simulator.set({ partTime: 60 });
		product.simulator.graph.throttled = 0;
		product.simulator.graph.maxConcurrency.clear();
	};

	test.each([
		['in batches', batching],
		['one by one', alone],
	])('has four places in all, once Graph has named both in an answer: %s', async (_, options) => {
		const input = await messages();
		await product.run({ resource: 'user', operation: 'get', userId: byId(adele) });
		slowly();
		// Six nodes at the same time, three by each name.
		const runs = await Promise.all(
			[adele, idOf(adele), adele.toUpperCase(), idOf(adele), adele, idOf(adele)].map((mailbox, n) =>
				product.run(
					{ ...getMessage(mailbox), ...options },
					{ input: itemsOf(...input.slice(n * 5, n * 5 + 5)) },
				),
			),
		);
		for (const { error, items } of runs) {
			expect(error).toBeUndefined();
			expect(items).toHaveLength(5);
		}
		expect(product.simulator.graph.maxConcurrency.get(adele)).toBeLessThanOrEqual(4);
		expect(product.simulator.graph.throttled).toBe(0);
	});

	test('in the items of one node is no reason for a refusal either', async () => {
		const input = await messages();
		await product.run({ resource: 'user', operation: 'getAll', returnAll: true });
		slowly();
		const named = input.map((one, n) => ({ ...one, mailbox: n % 2 === 0 ? adele : idOf(adele) }));
		const run = await product.run(getMessage('={{ $json.mailbox }}'), { input: itemsOf(...named) });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ id }) => id)).toEqual(input.map(({ messageId }) => messageId));
		expect(product.simulator.graph.throttled).toBe(0);
	});

	test('before that counts as two: what Graph refuses then is sent again', async () => {
		const input = await messages();
		slowly();
		const runs = await Promise.all(
			[adele, idOf(adele)].map((mailbox) =>
				product.run({ ...getMessage(mailbox), ...alone }, { input: itemsOf(...input.slice(0, 8)) }),
			),
		);
		for (const { error } of runs) expect(error).toBeUndefined();
	});

	test('is throttled as one', async () => {
		await product.run({ resource: 'user', operation: 'get', userId: byId(adele) });
		const [{ messageId = '' } = {}] = await messages();
		product.simulator.faults.add({
			path: /messages/,
			action: { status: 429, headers: { 'retry-after': '1' } },
		});
		product.simulator.requests.length = 0;
		const first = product.run(getMessage(adele, messageId));
		const throttled = () => product.simulator.requests.find(({ status }) => status === 429);
		while (throttled() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
		await new Promise((resolve) => setTimeout(resolve, 100));
		const second = await product.run(getMessage(idOf(adele), messageId));
		expect([(await first).error, second.error]).toEqual([undefined, undefined]);
		const asked = product.simulator.requests.filter(({ path }) => path.includes('messages'));
		for (const { at } of asked.slice(1))
			expect(at - (throttled()?.finishedAt ?? 0)).toBeGreaterThanOrEqual(950);
	});
});

describe('a workbook', () => {
	const newBook = (name?: string) => newWorkbook(product.simulator.graph, name);
	const range = (address: string) => `/worksheets('Sheet1')/range(address='${address}')`;
	const request = (parameters: INodeParameters): INodeParameters => ({
		resource: 'api',
		operation: 'request',
		...parameters,
	});
	const write = (book: string): INodeParameters =>
		request({
			method: 'PATCH',
			// One cell under two addresses: what is changed is the workbook, not the address.
			path: `=${book}${range("{{ $json.value % 2 ? 'A1' : 'A1:A1' }}")}`,
			body: '={{ JSON.stringify({ values: [[$json.value]] }) }}',
		});
	const read = (book: string): INodeParameters => request({ method: 'GET', path: `${book}${range('A1')}` });
	const values = (count: number) => Array.from({ length: count }, (_, value) => ({ value }));

	test.each([
		['conflict', 'in batches', batching],
		['conflict', 'one by one', alone],
		['throttled', 'in batches', batching],
	] as const)(
		fact(
			25,
			'node',
			'is asked one request at a time, and changed in the order of the items: a busy one is in %s, %s',
		),
		async (workbookBusy, _, options) => {
			const book = newBook();
			product.simulator.set({ workbookBusy, partTime: 10 });
			const run = await product.run({ ...write(book), ...options }, { input: itemsOf(...values(12)) });
			expect(run.error).toBeUndefined();
			expect(jsonOf(run.items).map((item) => (item.values as unknown[][])[0]?.[0])).toEqual(
				values(12).map(({ value }) => value),
			);
			expect(product.simulator.graph.throttled).toBe(0);
			const last = await product.run(read(book));
			expect(jsonOf(last.items)).toMatchObject([{ values: [[11]] }]);
		},
	);

	test(fact(25, 'node', 'keeps its order when a change has to be sent again'), async () => {
		const book = newBook();
		product.simulator.faults.add({
			path: /workbook/,
			part: true,
			action: { status: 429, headers: { 'retry-after': '0.3' } },
		});
		product.simulator.faults.add({
			path: /workbook/,
			part: false,
			method: 'PATCH',
			action: { status: 429, headers: { 'retry-after': '0.3' } },
		});
		const run = await product.run(write(book), { input: itemsOf(...values(5)) });
		expect(run.error).toBeUndefined();
		expect(product.simulator.faults.struck).toBeGreaterThan(0);
		expect(jsonOf((await product.run(read(book))).items)).toMatchObject([{ values: [[4]] }]);
	});

	test(
		fact(25, 'node', 'is shared by nodes that run at the same time, reads too; others go on beside it'),
		async () => {
			const [book, other] = [newBook('One.xlsx'), newBook('Two.xlsx')];
			product.simulator.set({ partTime: 15 });
			const runs = await Promise.all([
				product.run(write(book), { input: itemsOf(...values(5)) }),
				product.run(read(book), { input: itemsOf(...values(5)) }),
				product.run({ ...read(book), ...alone }, { input: itemsOf(...values(5)) }),
				product.run(write(other), { input: itemsOf(...values(5)) }),
			]);
			for (const { error } of runs) expect(error).toBeUndefined();
			expect(product.simulator.graph.throttled).toBe(0);
		},
	);

	test(
		fact(25, 'node', 'goes with other requests in a batch, and with other workbooks, once in each'),
		async () => {
			const books = [newBook('One.xlsx'), newBook('Two.xlsx'), newBook('Three.xlsx')];
			const paths = [...books, ...books].map((book) => ({ path: `${book}${range('A1')}` }));
			const run = await product.run(request({ method: 'GET', path: '={{ $json.path }}' }), {
				input: itemsOf(...paths, { path: '/users' }),
			});
			expect(run.error).toBeUndefined();
			expect(product.simulator.graph.throttled).toBe(0);
			const batches = new Map<number, string[]>();
			for (const { batchPartOf, path } of product.simulator.parts) {
				const at = batchPartOf ?? 0;
				batches.set(at, [...(batches.get(at) ?? []), path]);
			}
			expect(Math.max(...[...batches.values()].map(({ length }) => length))).toBeGreaterThan(2);
			for (const parts of batches.values()) {
				const inBooks = parts.filter((path) => path.includes('workbook'));
				expect(new Set(inBooks).size).toBe(inBooks.length);
			}
		},
	);

	test(fact(25, 'node', 'in a batch of one’s own is asked when no other request is at it'), async () => {
		const book = newBook();
		product.simulator.set({ partTime: 15 });
		const parts = [1, 2, 3].map((id) => ({
			id: String(id),
			method: 'GET',
			url: `${book}${range('A1')}`,
			...(id > 1 && { dependsOn: [String(id - 1)] }),
		}));
		const batch = { resource: 'api', operation: 'batch', requests: JSON.stringify(parts) };
		const runs = await Promise.all([
			product.run(write(book), { input: itemsOf(...values(6)) }),
			product.run(batch),
			product.run(batch),
		]);
		for (const { error } of runs) expect(error).toBeUndefined();
		const answers = runs.slice(1).flatMap(({ items }) => jsonOf(items));
		expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
		expect(product.simulator.graph.throttled).toBe(0);
	});
});
