import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type ExecutionError,
	type ExecutionStatus,
	type IConnections,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type ITaskData,
	type IWorkflowSettings,
	type NodeExecutionHint,
	type OnError,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData';
import {
	credentialsHelper,
	type CredentialSource,
	type CredentialWrite,
	type StoredCredentials,
} from './credentialsHelper';
import { loggedLines, startEngine, type BinaryDataMode } from './engine';
import { newestVersion, nodeTypeOf, nodeTypesOf, sourceNode, typeName, type NodeSource } from './nodeTypes';

/** One node of a workflow: its type, its parameters as a workflow's JSON holds them, and n8n's settings tab. */
export interface NodeOfWorkflow {
	node: NodeSource;
	/** The node's name in the workflow; by default the one that n8n's editor gives it. */
	name?: string;
	parameters?: INodeParameters;
	/** "On Error" of the settings tab. */
	continueOnFail?: OnError;
	/** "Retry On Fail": n8n limits tries to 2–5 and the wait (ms) to 5000, and takes 0 for 1000. */
	retryOnFail?: { maxTries?: number; waitBetweenTries?: number };
	executeOnce?: boolean;
	alwaysOutputData?: boolean;
}

/** What the workflows of a run have in common. */
export interface RunSettings {
	/** The items that reach the first node; one empty item by default. */
	input?: INodeExecutionData[];
	/** Fields of each credential as stored; strings that begin with `=` are expressions. */
	credentials?: StoredCredentials;
	/** The types of these credentials. */
	credentialTypes?: CredentialSource[];
	/** Aborting it cancels the execution, as the editor's Stop button does. */
	signal?: AbortSignal;
	/** ms after which n8n cancels the execution, as the workflow's "Timeout" setting does. */
	timeout?: number;
	mode?: WorkflowExecuteMode;
	/** Where binary data are kept; `filesystem`, n8n's own default. Runs side by side share one mode. */
	binaryDataMode?: BinaryDataMode;
	workflowSettings?: IWorkflowSettings;
	executionId?: string;
}

/** A workflow of several nodes: in a row, unless `connections` (n8n's own form, by name) says otherwise. */
export interface NodesOfWorkflow {
	nodes: NodeOfWorkflow[];
	connections?: IConnections;
}

/** How an execution ended. Errors stand as n8n stores them: plain objects with the error's own properties. */
export interface WorkflowRun {
	/** As n8n stores it. */
	status: ExecutionStatus;
	/** First output of the last node. */
	items: INodeExecutionData[];
	/** Error output of the last node (`continueErrorOutput`). */
	errorItems: INodeExecutionData[];
	/** What stopped the workflow. */
	error?: ExecutionError;
	/** Of the last node, in ms. */
	executionTime: number;
	/** Of the last node. */
	hints: NodeExecutionHint[];
	/** What n8n would have written to its credentials table. */
	credentialWrites: CredentialWrite[];
	/** What n8n logged from this run's start to its end, at all levels; runs side by side see each other's. */
	logs: string[];
	/** All that n8n would store of this execution. */
	data: IRun;
	/** First output of the node called `name`, at its last run. */
	itemsOf(name: string): INodeExecutionData[];
}

const startName = 'Start';
let executions = 0;

/**
 * Runs a workflow in n8n's own engine, in this process: a start node that puts out `input`, then the given node
 * or nodes. Resolves when the engine has ended, after a failed or cancelled execution too.
 * @throws {WorkflowHasIssuesError} when n8n refuses to start the workflow, as it does for a required field
 * without a value
 */
export async function runWorkflow(
	workflow: RunSettings & (NodeOfWorkflow | NodesOfWorkflow),
): Promise<WorkflowRun> {
	const { input = [{ json: {} }], credentials = {}, credentialTypes = [], mode = 'trigger' } = workflow;
	await startEngine(workflow.binaryDataMode ?? 'filesystem');

	const entries = 'nodes' in workflow ? workflow.nodes : [workflow];
	const types = entries.map(({ node }) => nodeTypeOf(node));
	const nodes = entries.map((entry, index) => nodeOf(entry, types[index], index, credentials));
	const source = sourceNode(input);
	const start = nodeOf({ node: source, name: startName }, source, -1, {});
	const connections = 'nodes' in workflow && workflow.connections ? workflow.connections : {};
	if (Object.keys(connections).length === 0) Object.assign(connections, inARow([start, ...nodes]));

	const executionId = workflow.executionId ?? String(++executions);
	const helper = credentialsHelper(credentialTypes, credentials);
	const n8nWorkflow = new Workflow({
		id: 'workflow-of-a-test',
		name: 'Workflow of a test',
		nodes: [start, ...nodes],
		connections,
		active: mode !== 'manual',
		nodeTypes: nodeTypesOf([source, ...types]),
		settings: { executionOrder: 'v1', ...workflow.workflowSettings },
	});
	const hooks = new ExecutionLifecycleHooks(mode, executionId, {
		id: n8nWorkflow.id,
		name: 'Workflow of a test',
		nodes: [start, ...nodes],
		connections,
		active: mode !== 'manual',
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	// n8n stores an execution when this hook is called: at once when it is cancelled, whatever the node does then.
	let status: ExecutionStatus | undefined;
	hooks.addHandler('workflowExecuteAfter', (ended) => {
		status ??= ended.status;
	});
	const additionalData = additionalDataFor(helper, {
		executionId,
		workflowId: n8nWorkflow.id,
		hooks,
		executionTimeoutTimestamp: workflow.timeout === undefined ? undefined : Date.now() + workflow.timeout,
	});

	const logsBefore = loggedLines().length;
	const data = await untilEnd(
		new WorkflowExecute(additionalData, mode).run({ workflow: n8nWorkflow, startNode: start }),
		workflow,
	);

	return runOf(data, status, {
		workflow: n8nWorkflow,
		types,
		lastName: nodes[nodes.length - 1].name,
		mode,
		helper,
		logsBefore,
	});
}

/** What belongs to a run in n8n's engine. */
export interface EngineRun {
	workflow: Workflow;
	/** Of the nodes, in their order. */
	types: INodeType[];
	lastName: string;
	mode: WorkflowExecuteMode;
	helper: ReturnType<typeof credentialsHelper>;
	logsBefore: number;
}

const engineRuns = new WeakMap<WorkflowRun, EngineRun>();

/** What a run of `runWorkflow` was in n8n's engine, to go on with it. */
export function engineRunOf(run: WorkflowRun): EngineRun {
	const found = engineRuns.get(run);
	if (found === undefined) throw new Error('This run is not one of runWorkflow');
	return found;
}

/** How an execution ended, from what n8n stores of it. */
export function runOf(data: IRun, status: ExecutionStatus | undefined, engine: EngineRun): WorkflowRun {
	const { lastName, helper, logsBefore } = engine;
	const lastTask = (name: string): ITaskData | undefined => data.data.resultData.runData[name]?.at(-1);
	const output = (name: string, index: number) => lastTask(name)?.data?.main?.[index] ?? [];
	const run: WorkflowRun = {
		status: status ?? data.status,
		items: output(lastName, 0),
		errorItems: output(lastName, 1),
		error: data.data.resultData.error,
		executionTime: lastTask(lastName)?.executionTime ?? 0,
		hints: lastTask(lastName)?.hints ?? [],
		credentialWrites: helper.writes,
		logs: loggedLines().slice(logsBefore),
		data,
		itemsOf: (name) => output(name, 0),
	};
	engineRuns.set(run, engine);
	return run;
}

/** n8n's Stop button and its timeout both cancel the engine's promise, which then resolves. */
async function untilEnd(
	execution: ReturnType<WorkflowExecute['run']>,
	{ signal, timeout }: RunSettings,
): Promise<IRun> {
	const cancel = () => execution.cancel();
	const timer = timeout === undefined ? undefined : setTimeout(cancel, timeout);
	signal?.addEventListener('abort', cancel, { once: true });
	if (signal?.aborted) cancel();
	try {
		return await execution;
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', cancel);
	}
}

function nodeOf(
	entry: NodeOfWorkflow,
	type: ReturnType<typeof nodeTypeOf>,
	index: number,
	credentials: StoredCredentials,
): INode {
	const { description } = type;
	const taken = (description.credentials ?? []).filter(({ name }) => name in credentials);
	return {
		id: `node-${index}`,
		name: entry.name ?? description.defaults.name ?? description.displayName,
		type: typeName(type),
		typeVersion: newestVersion(description),
		position: [200 * index, 0],
		parameters: entry.parameters ?? {},
		onError: entry.continueOnFail,
		...(entry.retryOnFail ? { retryOnFail: true, ...entry.retryOnFail } : {}),
		executeOnce: entry.executeOnce,
		alwaysOutputData: entry.alwaysOutputData,
		credentials: Object.fromEntries(taken.map(({ name }) => [name, { id: name, name }])),
	};
}

function inARow(nodes: INode[]): IConnections {
	return Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index].name,
				{ main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
			]),
	);
}
