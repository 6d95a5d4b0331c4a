import type { Workflow, WorkflowNode } from '../../scripts/n8nClient';

/** A node as the bench sets it up. */
export interface NodeSetup {
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** Credential type and its reference. */
	credentials?: Record<string, { id: string; name: string }>;
}

/** A node with what n8n's own workflow files also have. */
type BenchNode = WorkflowNode & { webhookId?: string; onError?: 'continueRegularOutput' };

/** The node that does nothing: with it, a workflow shows what n8n itself takes. */
export const nothing: NodeSetup = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };

/**
 * n8n's node that sets fields, with the expressions that these parameters have: what any node pays for reading them.
 * @returns `undefined` when there are none
 */
export function resolvingOnly(parameters: Record<string, unknown>): NodeSetup | undefined {
	const expressions = expressionsIn(parameters);
	if (expressions.length === 0) return undefined;
	const assignments = expressions.map((value, index) => ({
		id: String(index),
		name: `field${index}`,
		value,
		type: 'string',
	}));
	return {
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { assignments: { assignments }, options: {} },
	};
}

function expressionsIn(value: unknown): string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

/**
 * A workflow that is started by a webhook, which responds when the workflow finishes: it makes items of the request's
 * `items` and passes them to one node. `POST /webhook/<name>` responds without a body, `POST /webhook/<name>-checked` with
 * what the node put out.
 * @param after nodes that follow it
 */
export function benchWorkflow(name: string, setup: NodeSetup, after: NodeSetup[] = []): Workflow {
	const webhook = (id: string, path: string, responseData: string): BenchNode => ({
		...placed(id, 0),
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: `${name}-${id}`,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData, options: {} },
	});
	const items: WorkflowNode = {
		...placed('Items', 1),
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'body.items', options: {} },
	};
	const nodes = [setup, ...after].map((one, index): BenchNode => ({
		...placed(index === 0 ? 'Node' : `After ${index}`, 2 + index),
		...one,
		// An item that fails is one item's failure, as in a workflow that people rely on.
		onError: 'continueRegularOutput',
	}));
	const chain = [items, ...nodes];
	const next = (node?: WorkflowNode) => ({
		main: node === undefined ? [] : [[{ node: node.name, type: 'main', index: 0 }]],
	});
	return {
		name: `Bench: ${name}`,
		nodes: [webhook('Timed', name, 'noData'), webhook('Checked', `${name}-checked`, 'allEntries'), ...chain],
		connections: {
			Timed: next(items),
			Checked: next(items),
			...Object.fromEntries(chain.map((node, index) => [node.name, next(chain[index + 1])])),
		},
		settings: { executionOrder: 'v1' },
	};
}

function placed(name: string, column: number): Pick<WorkflowNode, 'id' | 'name' | 'position'> {
	return { id: name, name, position: [column * 200, 0] };
}
