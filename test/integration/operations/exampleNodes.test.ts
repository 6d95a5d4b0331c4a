import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	itemsOf as itemsOfList,
	listEntity,
	listsOf,
	marketingUrl,
	siteOf,
} from '../../../simulator/graph/state/sites';
import { graphNodesOf, permissionsInNote, readExample } from '../../exampleWorkflows';
import { itemsOf, jsonOf, useProduct } from '../harness/product';

/*
 * The Microsoft Graph nodes of examples whose other nodes need a running n8n: an agent, a form, another workflow. As an app
 * with the permissions of the example's note.
 */
const product = useProduct({ seed: { messages: 5 } });

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';

/** Runs a node of an example for one item. @param change what a person would change */
async function runNode(file: string, name: string, json: IDataObject, change: IDataObject = {}) {
	const workflow = readExample(file);
	const node = graphNodesOf(workflow).find((one) => one.name === name);
	product.app.roles = permissionsInNote(workflow);
	const run = await product.run(
		{ ...(node?.parameters as INodeParameters), ...(change as INodeParameters) },
		{ input: itemsOf(json) },
	);
	return run;
}

/** What a Settings node of an example has. */
function settingsOf(file: string, name = 'Settings'): IDataObject {
	const node = readExample(file).nodes.find((one) => one.name === name);
	const { assignments } = node?.parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	return Object.fromEntries(assignments.map((one) => [one.name, one.value]));
}

describe('triage-mailbox.json', () => {
	const file = 'triage-mailbox.json';

	test("the agent's tools read messages", async () => {
		const list = await runNode(file, 'List unread messages', { query: { limit: 2 } });
		expect(list.error).toBeUndefined();
		expect(list.items.length).toBeGreaterThan(0);
		const messageId = String(list.items[0].json.id);
		const read = await runNode(file, 'Read a message', { query: { messageId } });
		expect(read.error).toBeUndefined();
		expect(read.items[0].json).toMatchObject({
			id: messageId,
			body: expect.stringContaining('Hello Adele Vance,'),
		});
	});

	test.each(['List unread messages', 'Read a message'])(
		'%s only reads, and only one mailbox',
		async (name) => {
			const node = graphNodesOf(readExample(file)).find((one) => one.name === name);
			expect(node?.type).toMatch(/Tool$/);
			const before = product.graphPaths().length;
			const other = { mailbox: { __rl: true, mode: 'id', value: alex } };
			const run = await runNode(file, name, { query: { limit: 2, messageId: 'x' } }, other);
			expect((run.error as { message?: string } | undefined)?.message).toContain('another user');
			const options = node?.parameters.options as INodeParameters;
			const write = await runNode(
				file,
				name,
				{},
				{ resource: 'api', operation: 'request', method: 'DELETE', path: `/users/${adele}`, options },
			);
			expect((write.error as { message?: string } | undefined)?.message).toContain('does more than read');
			expect(product.graphPaths()).toHaveLength(before);
		},
	);

	test('the summary is mailed', async () => {
		const run = await runNode(file, 'Mail the summary', { output: 'Nothing is urgent.' });
		expect(run.error).toBeUndefined();
		expect(product.simulator.graph.submissions.at(-1)).toMatchObject({ mailbox: adele, to: [adele] });
	});
});

test.each<[string, IDataObject]>([
	[
		'a failed execution',
		{
			execution: {
				id: '231',
				url: 'n8n.example/execution/231',
				error: { message: 'It broke.' },
				lastNodeExecuted: 'Get user',
			},
			workflow: { id: '1', name: 'Nightly' },
		},
	],
	[
		'a trigger that failed',
		{ trigger: { error: { message: 'It broke.' } }, workflow: { id: '1', name: 'Nightly' } },
	],
])('workflow-failed.json mails %s', async (_, failure) => {
	const file = 'workflow-failed.json';
	const run = await runNode(file, 'Mail it', { ...failure, ...settingsOf(file) });
	expect(run.error).toBeUndefined();
	const { graph } = product.simulator;
	expect(graph.submissions.at(-1)).toMatchObject({ subject: 'Nightly failed', to: [alex] });
	expect(graph.mailbox(alex).messagesIn('inbox').at(-1)?.properties.body?.content).toContain('It broke.');
});

test.each<[string, IDataObject, IDataObject]>([
	[
		'all answers',
		settingsOf('form-to-list.json', 'Sample answers'),
		{ Details: 'For the new desk', NeededBy: '2027-01-15T05:00:00.000Z' },
	],
	['what must be answered', { Title: 'A chair' }, { Title: 'A chair' }],
])('form-to-list.json stores %s', async (_, answers, expected) => {
	const file = 'form-to-list.json';
	const { graph } = product.simulator;
	const list = listEntity('requests', marketingUrl, {
		displayName: 'Requests',
		columns: [
			{ name: 'Details', text: {} },
			{ name: 'NeededBy', dateTime: {} },
		],
	});
	listsOf(graph, siteOf(graph, 'contoso.sharepoint.com:/sites/marketing')).set(list.id, list);
	const run = await runNode(file, 'Add to the list', { ...answers, ...settingsOf(file) });
	expect(run.error).toBeUndefined();
	expect(run.items[0].json.fields).toMatchObject(expected);
	expect(itemsOfList(graph, list).size).toBe(1);
});

test('free-times-tool.json finds when all are free', async () => {
	const file = 'free-times-tool.json';
	const settings = settingsOf(file);
	const run = await runNode(file, 'Get the schedules', {
		...settingsOf(file, 'Sample question'),
		...settings,
	});
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(2);
	const { jsCode } = readExample(file).nodes.find(({ name }) => name === 'When all are free')?.parameters as {
		jsCode: string;
	};
	const code = new Function('$', '$input', jsCode) as (
		node: (name: string) => unknown,
		input: unknown,
	) => Array<{ json: { free: unknown[]; unknown: unknown[] } }>;
	const freeTimes = (views: IDataObject[]) =>
		code(() => ({ first: () => ({ json: settings }) }), { all: () => itemsOf(...views) })[0].json;
	expect(freeTimes(jsonOf(run.items))).toMatchObject({ free: [{ from: '08:00' }], unknown: [] });
	expect(
		freeTimes([
			{ scheduleId: 'a', availabilityView: '00200000' },
			{ scheduleId: 'b', availabilityView: '02000010' },
			{ scheduleId: 'c', error: {} },
		]),
	).toEqual({
		free: [
			{ from: '08:00', to: '08:30' },
			{ from: '09:30', to: '11:00' },
			{ from: '11:30', to: '12:00' },
		],
		unknown: ['c'],
	});
});
