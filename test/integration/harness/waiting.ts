import { Container } from '@n8n/di';
import { ExecutionLifecycleHooks, InstanceSettings, WebhookContext, WorkflowExecute } from 'n8n-core';
import { validateUrlSignature } from 'n8n-core';
import type {
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData';
import { engineRunOf, runOf, type WorkflowRun } from './runWorkflow';

/** What a browser got, and how the execution went on, if it did. */
export interface WaitingCall {
	status: number;
	headers: Record<string, string>;
	html: string;
	resumed: WorkflowRun | undefined;
}

/**
 * Calls the URL of an execution that waits, as a browser does, with what n8n's server does around it: it checks the
 * signature, calls the node's webhook, and resumes the execution with what that returns.
 * @param body of a POST, as n8n has parsed the form
 */
export async function callWaiting(
	run: WorkflowRun,
	url: string,
	{ method = 'GET', body = {} }: { method?: string; body?: unknown } = {},
): Promise<WaitingCall> {
	const { workflow, types, lastName, mode, helper } = engineRunOf(run);
	const asked = new URL(url);
	const executionId = asked.pathname.split('/').at(-2) ?? '';
	const signature = asked.searchParams.get('signature') ?? '';
	const { hmacSignatureSecret } = Container.get(InstanceSettings);
	if (!validateUrlSignature(signature, new URL(url), hmacSignatureSecret))
		return { status: 401, headers: {}, html: 'Invalid token', resumed: undefined };

	const data = structuredClone(run.data.data);
	const [entry] = data.executionData?.nodeExecutionStack ?? [];
	const node = workflow.getNode(lastName);
	if (entry === undefined || node === null || data.waitTill === undefined)
		return { status: 409, headers: {}, html: 'Finished already', resumed: undefined };
	if (node.id !== asked.pathname.split('/').at(-1))
		return { status: 404, headers: {}, html: 'Not found', resumed: undefined };
	entry.node.disabled = true;
	data.waitTill = undefined;
	data.resultData.runData[lastName]?.pop();

	const call: WaitingCall = { status: 200, headers: {}, html: '', resumed: undefined };
	const response = {
		status: (code: number) => {
			call.status = code;
			return response;
		},
		setHeader: (name: string, value: string) => {
			call.headers[name.toLowerCase()] = value;
		},
		send: (html: string) => {
			call.html = html;
		},
	};
	const query = Object.fromEntries(asked.searchParams);
	const base = additionalDataFor(helper, { executionId, workflowId: workflow.id });
	const additionalData = {
		...base,
		httpRequest: { method, query, body, headers: {} },
		httpResponse: response,
	};
	const context = new WebhookContext(
		workflow,
		node,
		additionalData as unknown as IWorkflowExecuteAdditionalData,
		mode,
		{ httpMethod: method, node: node.name, path: node.id, workflowId: workflow.id } as IWebhookData,
		[],
		data,
	);
	const type = types.at(-1);
	const webhook = type?.webhook as (this: unknown) => Promise<IWebhookResponseData>;
	const result = await webhook.call(context);
	if (result.workflowData !== undefined) {
		entry.data.main = result.workflowData;
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
		call.resumed = await resume(run, data, executionId);
	}
	if (result.noWebhookResponse !== true) call.html = String(result.webhookResponse);
	return call;
}

/** Lets the time limit of an execution that waits pass: n8n resumes it. */
export async function endWait(run: WorkflowRun): Promise<WorkflowRun> {
	return await resume(run, structuredClone(run.data.data), 'after the limit');
}

async function resume(run: WorkflowRun, data: IRunExecutionData, executionId: string): Promise<WorkflowRun> {
	const engine = engineRunOf(run);
	const { workflow, mode, helper } = engine;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, {
		id: workflow.id,
		name: 'Workflow of a test',
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		active: true,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	const additionalData = additionalDataFor(helper, { executionId, workflowId: workflow.id, hooks });
	const ended = await new WorkflowExecute(additionalData, mode, data).processRunExecutionData(workflow);
	return runOf(ended, undefined, engine);
}
