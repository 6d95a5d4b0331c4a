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

/** How far n8n has come in publishing a workflow. */
interface Publication {
	status: string;
	liveVersionId: string | null;
	triggers: Array<{ status: string; errorMessage: string | null }>;
}

/**
 * Activates a workflow, or its newest version, and waits until its triggers are there.
 * @throws {Error} with what n8n says of each trigger when one of them failed
 */
export async function activate(client: N8nClient, workflowId: string): Promise<void> {
	const { versionId } = await client.call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
	await client.call('POST', `/workflows/${workflowId}/activate`, { versionId });
	let begun = false;
	await until('the workflow is active', async () => {
		const path = `/workflows/${workflowId}/publication-status`;
		const { status, liveVersionId, triggers } = await client.call<Publication>('GET', path);
		if (status === 'published') return liveVersionId === versionId || undefined;
		if (status === 'in_progress') begun = true;
		// Before it has begun, the outcome is that of an earlier activation; and n8n does not read all of it at one moment.
		else if (begun && status !== 'not_published')
			throw new Error(`n8n did not activate the workflow: ${status} ${JSON.stringify(triggers)}`);
		return undefined;
	});
}

/** Deactivates a workflow, and waits until its triggers have gone. */
export async function deactivate(client: N8nClient, workflowId: string): Promise<void> {
	await client.call('POST', `/workflows/${workflowId}/deactivate`, {});
	await until('the workflow is inactive', async () => {
		const path = `/workflows/${workflowId}/publication-status`;
		const { status } = await client.call<{ status: string }>('GET', path);
		return status === 'not_published' || undefined;
	});
}

/**
 * Starts a workflow and waits for its answer.
 * @param within how long, in ms
 */
export async function callWebhook(
	url: string,
	method: 'GET' | 'POST' = 'POST',
	within = 300_000,
): Promise<{ status: number; body: unknown }> {
	const { statusCode, body } = await request(url, { method, headersTimeout: within });
	const text = await body.text();
	return { status: statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
