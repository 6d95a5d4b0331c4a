import type { INodeExecutionData, INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import type { Operation } from '../../../nodes/MicrosoftGraph/operation';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { parametersOf, strayed, type Entry } from '../../operations/samples';
import { serviceOf } from '../../../simulator/graph/dispatch';
import { parsePath } from '../../../simulator/graph/router';
import { binaryField, type WorkflowRun } from '../harness';
import { sources, useProduct } from '../harness/product';

/*
 * Every operation that there is, alone, for three items, and without any permission. What they are run with is in
 * test/operations; paths that the simulator does not model are answered by its stand-in, and named at the end.
 */
const product = useProduct({ settings: { unknownPaths: 'answer' } });

/** ms after which a run counts as one that waits for something. */
const patience = 30_000;

const counts = new Map<string, number>();
const standIns = new Set<string>();

afterEach(() => {
	for (const request of unmodelled()) standIns.add(request);
	jest.restoreAllMocks();
});
afterAll(() => {
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	const list = [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
	const unknown = [...standIns].sort().map((line) => `\n  ${line}`);
	console.log(
		`${list} = ${total} operations\nAnswered by the simulator's stand-in: ${unknown.join('') || 'nothing'}`,
	);
});

/** Requests whose paths the simulator does not model, IDs left out. */
const unmodelled = () =>
	product
		.graphCalls()
		.map(({ method, path }) => ({ method, path: path.replace(/^\/[^/]+/, '') }))
		.filter(({ method, path }) => serviceOf({ method, segments: parsePath(path) }) === undefined)
		.map(({ method, path }) => `${method} ${path.replace(/[^/]*[0-9@%][^/]*(?=\/|$)/g, '…')}`);

const entries: Array<[string, Entry]> = resources.flatMap((resource) =>
	resource.operations.map((operation): [string, Entry] => [
		`${resource.value}: ${operation.value}`,
		{ resource, operation },
	]),
);

test('samples are there for operations that are there', async () => {
	expect(await strayed(resources)).toEqual([]);
});

test('no resource and no operation stands twice', () => {
	expect(entries.map(([name]) => name).filter((name, index, all) => all.indexOf(name) !== index)).toEqual([]);
});

describe.each(entries)('%s', (_, entry) => {
	const { resource, operation } = entry;

	test('alone', async () => {
		const { run } = await runFor(entry, 1);
		expectSuccess(run);
		// The stand-in's lists are empty.
		if (run.items.length > 0 || unmodelled().length === 0) {
			expect(run.items.length).toBeGreaterThanOrEqual(1);
			expect([...new Set(sources(run.items))]).toEqual([0]);
		}
		counts.set(resource.value, (counts.get(resource.value) ?? 0) + 1);
	});

	test('for three items', async () => {
		const { run, requests } = await runFor(entry, 3);
		if (operation.singleItem !== undefined) {
			expect(run.items.map(({ json }) => json.error)).toEqual(
				Array(3).fill(expect.stringContaining('one item')),
			);
			expect(callsSent()).toEqual([]);
			return;
		}
		expectSuccess(run);
		const from = sources(run.items);
		if (from.length > 0 || unmodelled().length === 0) expect([...new Set(from)]).toEqual([0, 1, 2]);
		expect(from).toEqual([...from].sort());
		if (batchesAll(requests)) expect(callsSent()).toEqual(['POST /v1.0/$batch']);
	});

	test('without permission', async () => {
		product.app.roles = [];
		const { run } = await runFor(entry, 1);
		expect(run.status).toBe('success');
		expect(run.items).toHaveLength(1);
		const { error, details } = run.items[0].json;
		if (operation.permissions.length === 0) return;
		// What failed, and the permission to grant.
		expect(error).toEqual(expect.any(String));
		const { status, description } = details as { status?: number; description: string };
		expect({ status, description }).toEqual({ status: 403, description: expect.any(String) });
		for (const permission of operation.permissions) expect(description).toContain(permission);
	});
});

/** Runs an operation with its samples, for each item anew; a failure becomes an item, as "continue on fail" has it. */
async function runFor(entry: Entry, count: number): Promise<{ run: WorkflowRun; requests: GraphRequest[] }> {
	const { operation } = entry;
	const made = operation.request && jest.spyOn(operation as Required<Operation>, 'request');
	const each: INodeParameters[] = [];
	for (let n = 0; n < count; n++) each.push(await parametersOf(entry, product.simulator));
	const held: INodeExecutionData['json'][] = each.map(() => ({}));
	const parameters = merged(each, held) as INodeParameters;
	const file = await binaryField({ content: 'content', fileName: 'file.txt', mimeType: 'text/plain' });
	const input = held.map((json) => ({ json, binary: { data: file } }));
	const run = await product.run(parameters, {
		input,
		continueOnFail: 'continueRegularOutput',
		timeout: patience,
	});
	if (run.status === 'canceled')
		throw new Error(
			`It had not ended after ${patience / 1000} s. Give it a sample for which the simulator answers at once, or a shorter wait.`,
		);
	const settled = await Promise.allSettled(
		(made?.mock.results ?? []).map(({ value }) => value as GraphRequest),
	);
	const requests = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
	return { run, requests };
}

/** The parameters of several items as those of one node: where they differ, an expression takes each item's own. */
function merged(
	values: readonly NodeParameterValueType[],
	held: Array<INodeExecutionData['json']>,
): NodeParameterValueType {
	const [first] = values;
	if (values.every((value) => JSON.stringify(value) === JSON.stringify(first))) return first;
	if (typeof first === 'object' && first !== null && !Array.isArray(first)) {
		const names = Object.keys(first);
		return Object.fromEntries(
			names.map((name) => [
				name,
				merged(
					values.map((value) => (value as INodeParameters)[name]),
					held,
				),
			]),
		) as NodeParameterValueType;
	}
	const name = `value${Object.keys(held[0]).length}`;
	held.forEach((json, index) => {
		json[name] = values[index] as INodeExecutionData['json'][string];
	});
	return `={{ $json.${name} }}`;
}

function expectSuccess(run: WorkflowRun): void {
	expect(run.error).toBeUndefined();
	const failures = run.items
		.map(({ json }) => json)
		.filter(({ error, details }) => error !== undefined && details !== undefined)
		.map(
			({ error, details }) => `${String(error)} ${String((details as { description?: string }).description)}`,
		);
	// The IDs of the requests differ, what is wrong with them does not.
	expect([...new Set(failures.map((text) => text.replace(/, request ID.*$/, ')')))]).toEqual([]);
}

/** Whether its requests go together: nothing is looked up first, none says otherwise, no two change the same object. */
function batchesAll(requests: readonly GraphRequest[]): boolean {
	const paths = requests
		.filter(({ method }) => !['GET', 'POST'].includes(method))
		.map(({ path }) => path.join('/'));
	return (
		requests.length === 3 &&
		product.graphCalls().length === 3 &&
		new Set(paths).size === paths.length &&
		requests.every(({ batchable, content, link }) => batchable !== false && !content && link === undefined)
	);
}

/** What went to Graph over the wire. */
const callsSent = () =>
	product.simulator.requests
		.filter(({ host }) => host === 'graph')
		.map(({ method, path }) => `${method} ${path}`);
