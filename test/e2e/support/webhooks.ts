import { request } from 'undici';
import type { N8nClient } from '../../../scripts/n8nClient';
import type { NodeParts } from './workflows';

/** A trigger that an HTTP request starts; the answer is what the last node puts out. */
export const webhookTrigger = (httpMethod: 'GET' | 'POST' = 'POST'): NodeParts => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: { httpMethod, path: 'start', responseMode: 'lastNode', responseData: 'allEntries' },
});

/** Activates a workflow that begins with `webhookTrigger`. Returns the address that starts it. */
export async function activate(client: N8nClient, n8nUrl: string, workflowId: string): Promise<string> {
	const { versionId } = await client.call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
	await client.call('POST', `/workflows/${workflowId}/activate`, { versionId });
	return `${n8nUrl}/webhook/${workflowId}/webhook/start`;
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
