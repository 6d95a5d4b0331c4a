import type { Workflow, WorkflowNode } from '../../../scripts/n8nClient';

/** A node before it has a place in a workflow. */
export type NodeParts = Omit<WorkflowNode, 'id' | 'position'>;

export const manualTrigger: NodeParts = {
	name: 'When clicking ‘Execute workflow’',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** A node that puts out the given items. */
export function itemsFrom(items: object[]): NodeParts {
	return {
		name: 'Items',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));` },
	};
}

/** A node of this package. */
export function graphNode(
	name: string,
	credential: { id: string; name: string },
	parameters: Record<string, unknown>,
): NodeParts {
	return {
		name,
		type: 'n8n-nodes-microsoft-graph-app-only.microsoftGraph',
		typeVersion: 1,
		parameters,
		credentials: { microsoftGraphAppOnlyApi: credential },
	};
}

/** A workflow of nodes that follow each other. */
export function workflowOf(name: string, nodes: NodeParts[]): Workflow {
	const connections = nodes
		.slice(1)
		.map(({ name: next }, i) => [nodes[i].name, { main: [[{ node: next, type: 'main', index: 0 }]] }]);
	return {
		name,
		nodes: nodes.map((node, i) => ({ ...node, id: `node-${i}`, position: [i * 224, 0] })),
		connections: Object.fromEntries(connections),
		settings: { executionOrder: 'v1' },
	};
}
