import { randomUUID } from 'node:crypto';
import { ExecutionLifecycleHooks, HookContext, PollContext, WebhookContext, WorkflowExecute } from 'n8n-core';
import { commonPollingParameters } from 'n8n-core/dist/nodes-loader/constants';
import * as n8nWorkflow from 'n8n-workflow';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type WebhookSetupMethodNames,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type * as CredentialModule from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import type * as NodeModule from '../../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';
import { additionalDataFor } from './additionalData';
import { credentialsHelper } from './credentialsHelper';
import { startDeduplication } from './deduplicator';
import { startEngine } from './engine';
import { nodeTypesOf, typeName } from './nodeTypes';
import { credentialName, expectNothingKept, type Product } from './product';
import { useWebhookServer, type Request, type Response } from './webhookServer';

/** What a workflow was given, and what of it passed the trigger's own first step. */
export interface Execution {
	mode: WorkflowExecuteMode;
	given: INodeExecutionData[];
	items: INodeExecutionData[];
	hints: NodeExecutionHint[];
}

/** A call of the webhook as n8n answered it. */
export interface WebhookAnswer {
	status: number;
	type: string;
	body: string;
}

export interface TriggerSettings {
	/** What differs from the credential's fields that work. */
	fields?: ICredentialDataDecryptedObject;
	/** Polls, webhooks and executions each in a process of their own, as in n8n's queue mode. */
	queueMode?: boolean;
	/** How many processes for webhooks, and for executions, the queue mode has; they take turns. One by default. */
	workers?: number;
}

/** What n8n's database holds of a workflow: static data as JSON. */
export type Stored = IDataObject;

/** A workflow that begins with the trigger, as n8n keeps and runs it. */
export interface TriggerWorkflow {
	/** All executions so far, in the order of their beginnings. */
	readonly executions: Execution[];
	/** The node's static data as n8n's database holds it. */
	readonly stored: Stored;
	/** Where Graph is to call. */
	readonly webhookUrl: string;
	/**
	 * Activates the workflow: the first poll, and `checkExists` and `create` beside it. What that changed in the static
	 * data is stored at the end.
	 * @returns the items of the execution that the first poll began
	 * @throws the first error; the webhook is taken away again then
	 */
	activate(mode?: WorkflowActivateMode): Promise<INodeExecutionData[]>;
	/** Takes the webhook away and calls `delete`. */
	deactivate(): Promise<void>;
	/**
	 * One poll of the active workflow. Static data are stored as n8n does: before the execution, and not without one.
	 * @returns the items of the execution that it began; none when it began none
	 */
	poll(): Promise<INodeExecutionData[]>;
	/** One poll during which somebody publishes an edit: n8n leaves out what it finds. @returns what that is */
	pollLeftOut(): Promise<INodeExecutionData[]>;
	/** `checkExists` of the active workflow's webhook. */
	checkExists(): Promise<boolean>;
	/** Calls the webhook, as Graph would. @param body JSON; `undefined` for none, as when Graph checks the URL */
	webhook(body: unknown, query?: Record<string, string>): Promise<WebhookAnswer>;
	/** Waits until Graph has sent all notifications and n8n has ended what came of them. */
	settled(): Promise<void>;
	/** Begins an execution with these items. @returns what passed the trigger's first step */
	execute(items: INodeExecutionData[], mode?: WorkflowExecuteMode): Promise<INodeExecutionData[]>;
	/** The test of the trigger in the editor, without waiting for a webhook. */
	fetchTestEvent(): Promise<INodeExecutionData[]>;
	/** The test in the editor that waits for Graph to call. @returns ends it */
	listenForTestEvent(): Promise<() => Promise<void>>;
	/**
	 * n8n ends and begins again: all that its processes knew is forgotten.
	 * @param from what the database holds then; what it holds now by default
	 * @returns the items of the execution that the first poll began
	 */
	restart(from?: Stored): Promise<INodeExecutionData[]>;
	/** Gives the node other parameters, in the database: what is active does not know them. */
	edit(parameters: INodeParameters): void;
}

/** Makes workflows that begin with the trigger. */
export type TriggerMaker = (parameters: INodeParameters, settings?: TriggerSettings) => TriggerWorkflow;

/** One process of n8n: the package's modules with all that they have in mind. */
interface Process {
	node: INodeType;
	credential: ICredentialType;
}

/** The trigger's longest waits take a tenth of their time: nothing here is as slow as what they wait for. */
const hurried: typeof n8nWorkflow.sleep = async (ms, signal) =>
	await n8nWorkflow.sleep(ms >= 5_000 ? ms / 10 : ms, signal);

/** A new process. n8n-workflow stays the same: its errors are n8n's own. */
function startProcess(): Process {
	let made: Process | undefined;
	jest.doMock('n8n-workflow', () => ({ ...n8nWorkflow, sleep: hurried }));
	jest.isolateModules(() => {
		const { MicrosoftGraphTrigger } = jest.requireActual<typeof NodeModule>(
			'../../../nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node',
		);
		const { MicrosoftGraphAppOnlyApi } = jest.requireActual<typeof CredentialModule>(
			'../../../credentials/MicrosoftGraphAppOnlyApi.credentials',
		);
		made = { node: new MicrosoftGraphTrigger(), credential: new MicrosoftGraphAppOnlyApi() };
	});
	const process = made as Process;
	process.node.description.properties.unshift(...commonPollingParameters);
	return process;
}

/**
 * The trigger in n8n's engine, in this test process: activation, polls, webhooks that Graph's simulator really calls, and
 * executions with n8n's deduplication. For tests that use `product`.
 * @param database how long n8n's database takes to read or write what was processed, in ms
 */
export function useTrigger(product: Product, { database = 0 }: { database?: number } = {}): TriggerMaker {
	const server = useWebhookServer();
	let first: Process | undefined;
	beforeEach(async () => {
		await startEngine('filesystem');
		await startDeduplication(database);
	});
	afterEach(async () => {
		// What is still on its way belongs to this test.
		await product.simulator.notifier.idle();
	});
	return (parameters, settings = {}) =>
		triggerWorkflow({ product, server, parameters, settings, first: (first ??= startProcess()) });
}

/** Gives one after the other, again and again. */
function inTurns<T>(all: readonly T[]): () => T {
	let next = 0;
	return () => all[next++ % all.length] as T;
}

interface Setting {
	product: Product;
	server: ReturnType<typeof useWebhookServer>;
	parameters: INodeParameters;
	settings: TriggerSettings;
	first: Process;
}

function triggerWorkflow({ product, server, parameters, settings, first }: Setting): TriggerWorkflow {
	const id = randomUUID();
	const webhookId = randomUUID();
	const database = { staticData: {} as IDataObject, parameters };
	const executions: Execution[] = [];
	const underWay = new Set<Promise<unknown>>();
	let processes = processesOf(first);
	let active: { workflow: Workflow; node: INode; activation: WorkflowActivateMode } | undefined;

	function processesOf(main: Process) {
		const { queueMode, workers = 1 } = settings;
		const others = () => inTurns(queueMode === true ? Array.from({ length: workers }, startProcess) : [main]);
		return { main, webhooks: others(), executions: others() };
	}
	const stored = (): Stored => (database.staticData[`node:${nodeName}`] ?? {}) as Stored;
	const nodeName = processes.main.node.description.defaults.name ?? '';

	const fresh = (process: Process): { workflow: Workflow; node: INode } => {
		const node: INode = {
			id: 'trigger',
			name: nodeName,
			type: typeName(process.node),
			typeVersion: 1,
			position: [0, 0],
			webhookId,
			parameters: structuredClone(database.parameters),
			credentials: { [credentialName]: { id: credentialName, name: credentialName } },
		};
		const workflow = new Workflow({
			id,
			name: 'Workflow of a test',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: nodeTypesOf([process.node]),
			staticData: structuredClone(database.staticData),
			settings: { executionOrder: 'v1' },
		});
		return { workflow, node };
	};
	const save = ({ staticData }: Workflow) => {
		if (!staticData.__dataChanged) return;
		database.staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		staticData.__dataChanged = false;
	};

	/** Calls the node with what n8n gives it, and sees that nothing is kept that must not be. */
	async function within<T>(
		{ credential }: Process,
		work: (additionalData: IWorkflowExecuteAdditionalData) => Promise<T>,
	): Promise<T> {
		const helper = credentialsHelper([credential], { [credentialName]: product.fields(settings.fields) });
		const additionalData = additionalDataFor(helper, {
			workflowId: id,
			webhookBaseUrl: `${server.url}/webhook`,
			webhookTestBaseUrl: `${server.url}/webhook-test`,
		});
		let outcome: unknown;
		try {
			const result = await work(additionalData);
			outcome = result;
			return result;
		} catch (error) {
			outcome = error;
			throw error;
		} finally {
			const { staticData } = database;
			expectNothingKept(product.simulator, { credentialWrites: helper.writes, outcome, staticData });
		}
	}

	async function execute(items: INodeExecutionData[], mode: WorkflowExecuteMode) {
		const process = processes.executions();
		const { workflow, node } = fresh(process);
		const execution: Execution = { mode, given: structuredClone(items), items: [], hints: [] };
		executions.push(execution);
		const data = await within(process, async (base) => {
			const hooks = new ExecutionLifecycleHooks(mode, String(executions.length), {
				id,
				name: 'Workflow of a test',
				nodes: [node],
				connections: {},
				active: true,
				isArchived: false,
				activeVersionId: null,
				createdAt: new Date(),
				updatedAt: new Date(),
			});
			const additionalData = { ...base, executionId: String(executions.length), hooks };
			const nodeExecutionStack = [{ node, data: { main: [items] }, source: null }];
			const run = createRunExecutionData({ executionData: { nodeExecutionStack } });
			return await new WorkflowExecute(additionalData, mode, run).processRunExecutionData(workflow);
		});
		const { error, runData } = data.data.resultData;
		if (error !== undefined) throw error;
		const task = runData[nodeName]?.at(-1);
		execution.items = task?.data?.main?.[0] ?? [];
		execution.hints = task?.hints ?? [];
		return execution.items;
	}

	async function found(base: IWorkflowExecuteAdditionalData): Promise<INodeExecutionData[] | undefined> {
		if (active === undefined) throw new Error('The workflow is not active');
		const { workflow, node, activation } = active;
		const context = new PollContext(workflow, node, base, 'trigger', activation);
		const output = await processes.main.node.poll?.call(context);
		return output?.[0];
	}

	async function pollActive(base: IWorkflowExecuteAdditionalData): Promise<INodeExecutionData[]> {
		const items = await found(base);
		if (items === undefined) return [];
		if (active !== undefined) save(active.workflow);
		return await execute(items, 'trigger');
	}

	/** The path of the node's webhook; `undefined` where it has none now. */
	function webhookPath({ workflow, node }: ReturnType<typeof fresh>, isTest = false): string | undefined {
		const [description] = processes.main.node.description.webhooks ?? [];
		const { httpMethod, path } = description ?? {};
		const value = (template: unknown) =>
			workflow.expression.getSimpleParameterValue(node, String(template), 'internal', {});
		if (description === undefined || value(httpMethod) === '') return undefined;
		return `/${isTest ? 'webhook-test' : 'webhook'}/${webhookId}/${String(value(path))}`;
	}

	const webhookData = (workflow: Workflow, base: IWorkflowExecuteAdditionalData, isTest: boolean) => {
		const [webhookDescription] = processes.main.node.description.webhooks ?? [];
		return {
			httpMethod: 'POST',
			node: nodeName,
			path: 'graph',
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: base,
			webhookId,
			isTest,
		} as IWebhookData;
	};

	async function hook(
		method: WebhookSetupMethodNames,
		{ workflow, node }: ReturnType<typeof fresh>,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const process = processes.main;
		return await within(process, async (base) => {
			const data = webhookData(workflow, base, activation === 'manual');
			const context = new HookContext(workflow, node, base, mode, activation, data);
			return (await process.node.webhookMethods?.default?.[method]?.call(context)) ?? true;
		});
	}

	/** Answers a call of Graph. */
	async function answer(request: Request, response: Response, isTest: boolean): Promise<void> {
		const process = processes.webhooks();
		const { workflow, node } = fresh(process);
		const mode = isTest ? 'manual' : 'webhook';
		try {
			const result = await within(process, async (base) => {
				const additionalData = { ...base, httpRequest: request, httpResponse: response };
				const data = webhookData(workflow, base, isTest);
				const context = new WebhookContext(
					workflow,
					node,
					additionalData as IWorkflowExecuteAdditionalData,
					mode,
					data,
					[],
					null,
				);
				return (await process.node.webhook?.call(context)) ?? {};
			});
			const execution = result.workflowData && execute(result.workflowData[0] ?? [], mode);
			if (!isTest) save(workflow);
			if (!result.noWebhookResponse) response.status(200).json({ message: 'Workflow was started' });
			await execution;
		} catch (error) {
			if (!response.headersSent) response.status(500).json({ message: (error as Error).message });
			else throw error;
		}
	}
	const handle = (isTest: boolean) => async (request: Request, response: Response) => {
		const work = answer(request, response, isTest);
		underWay.add(work);
		await work.catch((error) => failures.push(error)).finally(() => underWay.delete(work));
	};
	const failures: unknown[] = [];

	async function register(opened: ReturnType<typeof fresh>, activation: WorkflowActivateMode): Promise<void> {
		const path = webhookPath(opened);
		if (path === undefined) return;
		server.handlers.set(path, handle(false));
		try {
			const exists = await hook('checkExists', opened, 'trigger', activation);
			if (!exists) await hook('create', opened, 'trigger', activation);
		} catch (error) {
			// What n8n does after a refusal; an error in it is of no interest any more.
			await hook('delete', opened, 'trigger', activation).catch(() => undefined);
			server.handlers.delete(path);
			throw error;
		}
	}

	async function activate(activation: WorkflowActivateMode): Promise<INodeExecutionData[]> {
		const process = processes.main;
		const opened = fresh(process);
		const { workflow, node } = opened;
		return await within(process, async (base) => {
			active = { workflow, node, activation };
			const [polled, registered] = await Promise.allSettled([pollActive(base), register(opened, activation)]);
			save(workflow);
			if (polled.status === 'fulfilled' && registered.status === 'fulfilled') return polled.value;
			active = undefined;
			throw (polled.status === 'rejected' ? polled : (registered as PromiseRejectedResult)).reason;
		});
	}

	return {
		executions,
		get stored() {
			return structuredClone(stored());
		},
		get webhookUrl() {
			return `${server.url}/webhook/${webhookId}/graph`;
		},
		activate: async (mode = 'activate') => await activate(mode),
		async deactivate() {
			const opened = fresh(processes.main);
			const path = webhookPath(opened);
			active = undefined;
			if (path === undefined) return;
			server.handlers.delete(path);
			await hook('delete', opened, 'internal', 'update');
			save(opened.workflow);
		},
		poll: async () => await within(processes.main, pollActive),
		pollLeftOut: async () => (await within(processes.main, found)) ?? [],
		async checkExists() {
			return await hook('checkExists', fresh(processes.main), 'trigger', active?.activation ?? 'activate');
		},
		async webhook(body, query = {}) {
			const url = `${server.url}/webhook/${webhookId}/graph?${String(new URLSearchParams(query))}`;
			const headers = { 'content-type': body === undefined ? 'text/plain' : 'application/json' };
			const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) ?? '' });
			const type = response.headers.get('content-type') ?? '';
			return { status: response.status, type, body: await response.text() };
		},
		async settled() {
			await product.simulator.notifier.idle();
			while (underWay.size > 0) await Promise.allSettled([...underWay]);
			if (failures.length > 0) throw failures[0];
		},
		execute: async (items, mode = 'trigger') => await execute(items, mode),
		fetchTestEvent: async () => await execute([{ json: {} }], 'manual'),
		async listenForTestEvent() {
			const opened = fresh(processes.main);
			const path = webhookPath(opened, true);
			if (path === undefined) throw new Error('The node has no webhook with these parameters');
			server.handlers.set(path, handle(true));
			await hook('create', opened, 'manual', 'manual');
			return async () => {
				await hook('delete', opened, 'manual', 'manual');
				server.handlers.delete(path);
			};
		},
		async restart(from = stored()) {
			// Nothing of a process that has ended runs beside the next one.
			while (underWay.size > 0) await Promise.allSettled([...underWay]);
			database.staticData = { [`node:${nodeName}`]: structuredClone(from) };
			processes = processesOf(startProcess());
			return await activate('init');
		},
		edit(changed) {
			database.parameters = changed;
		},
	};
}

/** The event and name of items: `created Invoice`. */
export const emittedOf = (items: INodeExecutionData[], name = 'subject'): string[] =>
	items.map(({ json }) => `${String((json.change as IDataObject).event)} ${String(json[name])}`);
