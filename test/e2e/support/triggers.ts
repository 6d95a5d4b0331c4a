import { randomUUID } from 'node:crypto';
import { itemsOf, type N8nClient } from '../../../scripts/n8nClient';
import type { OwnSimulator } from './ownSimulator';
import { activate } from './webhooks';
import { workflowOf, type NodeParts } from './workflows';

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

/** The mailbox that the triggers of these tests watch, and how. */
export const mailbox = 'adelev@contoso.example';
export const inbox = {
	mode: 'instant',
	resource: 'message',
	event: ['created'],
	mailbox: byId(mailbox),
	folderId: byId('inbox'),
};

/** An active workflow that passes on what its trigger gives. */
export interface ActiveWorkflow {
	id: string;
	/** Where Graph notifies the trigger. */
	url: string;
	/** Its subscription in the simulator, if there is one. */
	subscription(): { id: string; clientState: string } | undefined;
}

/** Makes such a workflow. */
export async function activeWorkflow(
	{ url: n8nUrl, client }: { url: string; client: N8nClient },
	graph: OwnSimulator,
	name: string,
	{ clientSecret, ...parameters }: Record<string, unknown> & { clientSecret: string },
	nodes: NodeParts[] = [passOn],
): Promise<ActiveWorkflow> {
	const fields = graph.credential({ authentication: 'clientSecret', clientSecret });
	const credential = await client.saveCredential(name, 'microsoftGraphAppOnlyApi', fields);
	const trigger = graphTrigger(credential, parameters);
	const id = await client.saveWorkflow(workflowOf(name, [trigger, ...nodes]));
	await activate(client, id);
	const url = `${n8nUrl}/webhook/${trigger.webhookId}/graph`;
	const subscription = () =>
		graph.simulator.notifier.subscriptions().find(({ notificationUrl }) => notificationUrl === url) as
			{ id: string; clientState: string } | undefined;
	return { id, url, subscription };
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
