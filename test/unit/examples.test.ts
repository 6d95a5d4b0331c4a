import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MicrosoftGraph } from '../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { MicrosoftGraphTrigger } from '../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';
import { watches } from '../../nodes/MicrosoftGraphTrigger/watches';
import { includes } from '../../nodes/graph/errors/permissions';
import type { Workflow, WorkflowNode } from '../../scripts/n8nClient';
import { exampleFiles, graphNodesOf, noteOf, permissionsInNote, readExample } from '../exampleWorkflows';

const { description: actions } = new MicrosoftGraph();
const { description: trigger } = new MicrosoftGraphTrigger();
const page = readFileSync(join(__dirname, '..', '..', 'docs', 'examples.md'), 'utf8');

/** What the way in which an example uses an operation needs beyond the operation's own permissions. */
const beyond: Readonly<Record<string, readonly string[]>> = {
	// "Verified" delivery makes a draft and looks for it.
	'mail-new-reports.json': ['Mail.ReadWrite'],
	// Bodies of messages.
	'triage-mailbox.json': ['Mail.Read'],
	'report-appears.json': ['Mail.ReadWrite'],
	// Members are compared by their names.
	'sync-group-with-list.json': ['User.ReadBasic.All'],
};

const isTrigger = ({ type }: WorkflowNode) => type.endsWith('.microsoftGraphTrigger');

/** The least permissions that a node needs as it is set up; `undefined` where it does nothing that is known. */
function permissionsOf(node: WorkflowNode): readonly string[] | undefined {
	const { resource, operation, mode } = node.parameters;
	if (isTrigger(node)) {
		const watch = watches.find(({ value }) => value === resource);
		return (mode === 'instant' ? watch?.subscriptionPermissions : undefined) ?? watch?.permissions;
	}
	const { operations = [] } = resources.find(({ value }) => value === resource) ?? {};
	return operations.find(({ value }) => value === operation)?.permissions;
}

/** The permissions of a workflow, without those that another one of them includes. @param more beyond those of its nodes */
function permissionsOfNodes(workflow: Workflow, more: readonly string[] = []): string[] {
	const nodes = graphNodesOf(workflow);
	const all = [...new Set([...nodes.flatMap((node) => permissionsOf(node) ?? []), ...more])];
	// One permission may include another for one operation only: it counts for the nodes that need the other one.
	const users = (one: string) => nodes.filter((node) => permissionsOf(node)?.includes(one));
	const isIncluded = (one: string, other: string) =>
		users(one).length === 0
			? includes(other, one)
			: users(one).every((node) => includes(other, one, keyOf(node)));
	return all.filter((one) => !all.some((other) => other !== one && isIncluded(one, other)));
}

/** What the permission table calls a node's operation or watch. */
function keyOf(node: WorkflowNode): string {
	const { resource, operation } = node.parameters;
	return isTrigger(node) ? `trigger:${String(resource)}` : `${String(resource)}:${String(operation)}`;
}

/** Names and values that the node does not have, as paths. */
function unknownIn(values: INodeParameters, properties: readonly INodeProperties[], path = ''): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const at = `${path}${name}`;
		const property = properties.find((one) => one.name === name);
		if (property === undefined) return [at];
		if (typeof value === 'string' && value.startsWith('=')) return [];
		const { type, options = [] } = property;
		if (type === 'options')
			return options.some((option) => 'value' in option && option.value === value)
				? []
				: [`${at}: ${String(value)}`];
		if (type === 'collection')
			return unknownIn(value as INodeParameters, options as INodeProperties[], `${at}.`);
		if (type === 'resourceLocator') {
			const { mode } = value as { mode: string };
			return property.modes?.some((one) => one.name === mode) ? [] : [`${at}: ${mode}`];
		}
		return [];
	});
}

/** The node's fields that are shown with these parameters. */
function fieldsShown(node: INode, description: INodeTypeDescription): INodeProperties[] {
	const values = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter({ ...values }, property, node, description),
	);
}

const asNode = (node: WorkflowNode) => ({ disabled: false, ...node }) as unknown as INode;

test('the names of the workflows differ', () => {
	expect(new Set(exampleFiles.map((file) => readExample(file).name)).size).toBe(exampleFiles.length);
});

describe.each(exampleFiles)('%s', (file) => {
	const workflow = readExample(file);
	const nodes = graphNodesOf(workflow);

	test.each(nodes.map((node) => [node.name, node] as const))('%s has what the node knows', (_name, node) => {
		const description = isTrigger(node) ? trigger : actions;
		// n8n itself adds the poll times.
		const { pollTimes, ...parameters } = node.parameters;
		expect(pollTimes !== undefined).toBe(description.polling === true);
		expect(permissionsOf(node)).toBeDefined();
		expect(unknownIn(parameters as INodeParameters, fieldsShown(asNode(node), description))).toEqual([]);
		expect(NodeHelpers.getNodeParametersIssues(description.properties, asNode(node), description)).toBeNull();
	});

	test('the note names the permissions that are needed, and no others', () => {
		const needed = permissionsOfNodes(workflow, beyond[file]);
		expect(permissionsInNote(workflow).sort()).toEqual(needed.sort());
	});

	test('the list of examples names it and its permissions', () => {
		const row = page.split('\n').find((line) => line.includes(`(../examples/${file})`)) ?? '';
		expect(row).toContain(workflow.name);
		expect(row.match(/[A-Z][\w-]+(\.[A-Z]\w+)+/g) ?? []).toEqual(permissionsInNote(workflow));
	});

	test("only n8n's own nodes and this package's are in it, and nothing is asked of other hosts", () => {
		const others = workflow.nodes.filter((node) => !nodes.includes(node)).map(({ type }) => type);
		for (const type of others)
			expect(type).toMatch(/^(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\.(?!httpRequest)/);
		const hosts = JSON.stringify(workflow.nodes).match(/https?:\/\/[\w.]+/g) ?? [];
		expect(hosts.filter((host) => !/\.sharepoint\.com$/.test(host))).toEqual([]);
	});

	test('its connections lead to nodes, and a note says what it is', () => {
		const names = workflow.nodes.map(({ name }) => name);
		const ends = Object.values(workflow.connections).flatMap((kinds) =>
			Object.values(kinds).flatMap((outputs) => outputs.flat().map(({ node }) => node)),
		);
		expect(names).toEqual(expect.arrayContaining([...ends, ...Object.keys(workflow.connections)]));
		expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(names.length);
		expect(noteOf(workflow)).toMatch(/^## /);
	});
});
