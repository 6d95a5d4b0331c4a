import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { N8nClient } from '../../../scripts/n8nClient';
import { until } from './until';
import type { NodeParts } from './workflows';

/** A trigger that an HTTP request starts; the answer is what the last node puts out. Each has a path of its own. */
export const webhookTrigger = (httpMethod: 'GET' | 'POST' = 'POST'): NodeParts => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: { httpMethod, path: randomUUID(), responseMode: 'lastNode', responseData: 'allEntries' },
});

/** Where the trigger listens once its workflow is active. */
export const webhookUrl = (n8nUrl: string, trigger: NodeParts) =>
	`${n8nUrl}/webhook/${String(trigger.parameters.path)}`;

/** Activates a workflow, and waits until its triggers are there. */
export async function activate(client: N8nClient, workflowId: string): Promise<void> {
	const { versionId } = await client.call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
	await client.call('POST', `/workflows/${workflowId}/activate`, { versionId });
	await until('the workflow is active', async () => {
		const path = `/workflows/${workflowId}/publication-status`;
		const { status } = await client.call<{ status: string }>('GET', path);
		return status === 'published' || undefined;
	});
}

/** Starts a workflow and waits for its answer. */
export async function callWebhook(
	url: string,
	method: 'GET' | 'POST' = 'POST',
): Promise<{ status: number; body: unknown }> {
	const { statusCode, body } = await request(url, { method });
	const text = await body.text();
	return { status: statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
