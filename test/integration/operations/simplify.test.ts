import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { parametersOf, type Entry } from '../../operations/samples';
import { useProduct } from '../harness/product';

const product = useProduct({ settings: { unknownPaths: 'answer' } });

const entries = resources.flatMap((resource) =>
	resource.operations.map((operation): [string, Entry] => [
		`${resource.value}: ${operation.value}`,
		{ resource, operation },
	]),
);

/** The first item of an operation that is run with its samples; `undefined` where there is none. */
async function firstOf(entry: Entry, more: IDataObject = {}): Promise<IDataObject | undefined> {
	const parameters = { ...(await parametersOf(entry, product.simulator)), ...(more as object) };
	const { items, error } = await product.run(parameters);
	expect(error).toBeUndefined();
	return items[0]?.json;
}

/** Properties of an object, without Graph's annotations. */
const propertiesOf = (json: IDataObject = {}) => Object.keys(json).filter((name) => !name.startsWith('@'));

describe.each(
	entries.filter(([, { operation }]) => /^get/.test(operation.value) && operation.simple === undefined),
)('%s', (name, entry) => {
	const { simpleInNode } = entry.operation;

	test(simpleInNode ? 'has a simple output if wanted' : 'is simple already', async () => {
		const full = propertiesOf(await firstOf(entry));
		if (simpleInNode === undefined) {
			expect([name, full.length > 10 ? full : []]).toEqual([name, []]);
			return;
		}
		const simple = propertiesOf(await firstOf(entry, { simplify: true }));
		// The useful ones first, and nothing that Graph doesn't have.
		const paths = simpleInNode.map((one) => one.split('/')).filter(([one]) => full.includes(one));
		expect(simple).toEqual(paths.map((path) => path.at(-1)));
		expect(simple.length).toBeLessThanOrEqual(11);
		expect(simple.length).toBeGreaterThanOrEqual(Math.min(3, full.length));
	});
});

test('a single page is simplified too', async () => {
	const json = await firstOf(entries.find(([name]) => name === 'subscription: getAll')?.[1] as Entry, {
		simplify: true,
		options: { singlePage: true },
	});
	expect(json).toHaveProperty('entries');
});

test('a workflow that was stored without "Simplify" keeps its output', async () => {
	const entry = entries.find(([name]) => name === 'organization: getDomains')?.[1] as Entry;
	expect(propertiesOf(await firstOf(entry)).length).toBeGreaterThan(10);
});
