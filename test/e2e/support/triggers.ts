import { randomUUID } from 'node:crypto';
import type { N8nClient } from '../../../scripts/n8nClient';
import { itemsOf } from '../../../scripts/n8nClient';
import type { NodeParts } from './workflows';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The name that a trigger has in the workflows of tests. */
export const triggerName = 'Microsoft Graph Trigger';

/** A trigger of this package. */
export function graphTrigger(
	credential: { id: string; name: string },
	parameters: Record<string, unknown>,
): NodeParts & { webhookId: string } {
	return {
		name: triggerName,
		type: 'n8n-nodes-microsoft-graph-app-only.microsoftGraphTrigger',
		typeVersion: 1,
		webhookId: randomUUID(),
		parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
		credentials: { microsoftGraphAppOnlyApi: credential },
	};
}

/** A node that passes on what it gets. */
export const passOn: NodeParts = {
	name: 'Pass on',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** What the executions of a workflow put out, and those that n8n says ended in another way than well, such as in a crash. */
export async function outcomeOf(client: N8nClient, workflowId: string) {
	const executions = await client.executions(workflowId);
	return {
		items: executions.flatMap((execution) => itemsOf(execution, passOn.name).map(({ json }) => json)),
		failed: executions.filter(({ status }) => status !== 'success'),
		empty: executions.filter((execution) => itemsOf(execution, passOn.name).length === 0).length,
		count: executions.length,
	};
}
