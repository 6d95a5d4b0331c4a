import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as BackendCommon from '@n8n/backend-common';
import type * as Di from '@n8n/di';
import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataDeduplicator,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodeType,
	IRun,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

export const credentialName = 'microsoftGraphAppOnlyApi';
const nodePrefix = 'n8n-nodes-microsoft-graph-app-only.';
/** n8n-core lets a node of this name use any credential type. */
const httpRequestNode = 'n8n-nodes-base.httpRequest';

/** A folder whose `node_modules` has one version of n8n-core and n8n-workflow, and in which the built package is. */
export interface EnginePlace {
	folder: string;
	/** Where the built package is, below it. */
	package: string;
	/** n8n's user folder: for settings and binary data. */
	userFolder: string;
}

/** What a run of one node came to. */
export interface EngineRun {
	/** As n8n stores it: `success`, `error`, or `canceled`. */
	status: string;
	items: INodeExecutionData[];
	/** The message and the description of what stopped it. */
	error?: string;
	/** Whether the node's own work had ended when the execution had, and else when it does. */
	nodeEnded: Promise<void>;
	/** How many times something would have been written to n8n's credentials. */
	writes: number;
}

export interface RunOptions {
	fields: ICredentialDataDecryptedObject;
	input?: INodeExecutionData[];
	/** Aborting it cancels the execution, as the Stop button does. */
	signal?: AbortSignal;
}

/** A trigger of an active workflow, as n8n polls it. */
export interface EngineTrigger {
	/** One poll, and the trigger's own step of the execution that it begins. */
	poll(): Promise<INodeExecutionData[]>;
}

/** One version of n8n's engine, with the built package as n8n's own loader reads it. */
export interface Engine {
	core: string;
	workflow: string;
	/** Runs Microsoft Graph once. */
	run(parameters: INodeParameters, options: RunOptions): Promise<EngineRun>;
	/** Sends one request as n8n's HTTP Request node can, with the package's credential, redirects followed. */
	http(
		helper: 'httpRequestWithAuthentication' | 'requestWithAuthentication',
		url: string,
		options: RunOptions,
	): Promise<EngineRun>;
	/** The Test button of the credential. @throws what n8n would show */
	test(fields: ICredentialDataDecryptedObject): Promise<void>;
	/** "From List" of a resource locator. */
	list(method: string, fields: ICredentialDataDecryptedObject): Promise<Array<{ name: string }>>;
	trigger(parameters: INodeParameters, fields: ICredentialDataDecryptedObject): EngineTrigger;
	store(content: Buffer, fileName: string): Promise<IBinaryData>;
	read(binary: IBinaryData): Promise<Buffer>;
}

/**
 * Loads the engine of a folder into this process, which can hold one only.
 * @throws when the package would not get the same n8n-workflow as n8n-core: its errors would be foreign ones
 */
export async function loadEngine(place: EnginePlace): Promise<Engine> {
	Object.assign(process.env, {
		N8N_USER_FOLDER: place.userFolder,
		N8N_ENCRYPTION_KEY: 'only for tests',
		N8N_LOG_LEVEL: 'silent',
	});
	// n8n would send requests to this machine through them.
	for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
		delete process.env[name];
		delete process.env[name.toLowerCase()];
	}
	const within = createRequire(join(place.folder, 'index.js'));
	const fromCore = createRequire(within.resolve('n8n-core'));
	const core = within('n8n-core') as typeof N8nCore;
	const n8n = within('n8n-workflow') as typeof N8nWorkflow;
	const { Container } = fromCore('@n8n/di') as typeof Di;
	const { Logger } = fromCore('@n8n/backend-common') as typeof BackendCommon;
	const ofPackage = createRequire(join(place.folder, place.package, 'dist', 'index.js'));
	if (ofPackage.resolve('n8n-workflow') !== fromCore.resolve('n8n-workflow'))
		throw new Error('The package and n8n-core have different copies of n8n-workflow');
	Container.get(Logger);

	Container.get(core.BinaryDataConfig).mode = 'filesystem';
	const binaryData = Container.get(core.BinaryDataService);
	await binaryData.init();
	await core.DataDeduplicationService.init(deduplicator());

	const loader = new core.PackageDirectoryLoader(join(place.folder, place.package));
	await loader.loadAll();
	const nodeType = (name: string) => loader.getNode(name).type as INodeType;
	const credentialType = loader.getCredential(credentialName).type;
	credentialType.properties = [...credentialType.properties, ...domainFields];

	const versionOf = (name: string) => {
		const file = join(place.folder, 'node_modules', name, 'package.json');
		return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
	};
	const additionalData = (
		fields: ICredentialDataDecryptedObject,
		written: () => void,
		extra: Partial<IWorkflowExecuteAdditionalData> = {},
	) =>
		({
			...addresses,
			credentialsHelper: credentialsHelper(n8n, credentialType, fields, written),
			currentNodeExecutionIndex: 0,
			variables: {},
			logAiEvent: () => undefined,
			externalSecretsProxy: Container.get(core.ExternalSecretsProxy),
			...extra,
		}) as unknown as IWorkflowExecuteAdditionalData;
	const workflowOf = (nodes: INode[], types: INodeType[], connect: boolean) => {
		const byType = new Map(nodes.map(({ type }, index) => [type, types[index] as INodeType]));
		const find = (type: string) => {
			const found = byType.get(type);
			if (found === undefined) throw new Error(`The workflow has no node type ${type}`);
			return found;
		};
		const [first, second] = nodes;
		const main = [[{ node: second?.name ?? '', type: 'main' as const, index: 0 }]];
		return new n8n.Workflow({
			id: 'workflow-of-a-test',
			name: 'Workflow of a test',
			nodes,
			connections: connect && first ? { [first.name]: { main } } : {},
			active: true,
			nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) as IDataObject },
			settings: { executionOrder: 'v1' },
		});
	};
	const hooksOf = (workflow: Workflow, mode: WorkflowExecuteMode) =>
		new core.ExecutionLifecycleHooks(mode, '1', {
			id: workflow.id,
			name: 'Workflow of a test',
			nodes: Object.values(workflow.nodes),
			connections: {},
			active: true,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
		});

	async function runNode(
		type: string,
		own: INodeType,
		parameters: INodeParameters,
		{ fields, input = [{ json: {} }], signal }: RunOptions,
	): Promise<EngineRun> {
		let nodeEnded: Promise<void> = Promise.resolve();
		// n8n ends a cancelled execution whatever its node does: what the node does is seen here.
		const watched = Object.create(own, {
			execute: {
				value(this: IExecuteFunctions) {
					const work = own.execute?.call(this);
					nodeEnded = Promise.resolve(work).then(nothing, nothing);
					return work;
				},
			},
		}) as INodeType;
		const start = sourceOf(input);
		const nodes = [
			nodeOf('Start', start.description.name, {}),
			nodeOf(own.description.displayName, type, parameters),
		];
		const workflow = workflowOf(nodes, [start, watched], true);
		let writes = 0;
		const hooks = hooksOf(workflow, 'trigger');
		let status: string | undefined;
		hooks.addHandler('workflowExecuteAfter', (ended) => {
			status ??= ended.status;
		});
		const data = additionalData(fields, () => (writes += 1), {
			executionId: '1',
			workflowId: workflow.id,
			hooks,
		});
		const engine = new core.WorkflowExecute(data, 'trigger');
		const startNode = nodes[0] as INode;
		// Before n8n 2.5 the parts come one by one.
		const begin = engine.run.bind(engine) as unknown as (
			...parts: unknown[]
		) => ReturnType<typeof engine.run>;
		const execution =
			core.WorkflowExecute.prototype.run.length > 1
				? begin(workflow, startNode)
				: begin({ workflow, startNode });
		const cancel = () => execution.cancel();
		signal?.addEventListener('abort', cancel, { once: true });
		const ended: IRun = await execution;
		const { error, runData } = ended.data.resultData;
		const items = runData[own.description.displayName]?.at(-1)?.data?.main?.[0] ?? [];
		return {
			status: status ?? ended.status,
			items,
			...(error && { error: [error.message, error.description].filter(Boolean).join(' ') }),
			nodeEnded,
			writes,
		};
	}

	return {
		core: versionOf('n8n-core'),
		workflow: versionOf('n8n-workflow'),
		run: async (parameters, options) =>
			await runNode(`${nodePrefix}microsoftGraph`, nodeType('microsoftGraph'), parameters, options),
		http: async (helper, url, options) => await runNode(httpRequestNode, requester(helper), { url }, options),
		async test(fields) {
			const { test } = credentialType;
			const property = {
				displayName: 'Temp',
				name: 'temp',
				type: 'string' as const,
				default: '',
				routing: { request: test?.request },
			};
			const type = plainNode('n8n-nodes-base.noOp', {
				credentials: [{ name: credentialName, required: true }],
				properties: [property],
			});
			const node = nodeOf('Temp-Node', type.description.name, {});
			const workflow = workflowOf([node], [type], false);
			const helper = credentialsHelper(n8n, credentialType, fields, nothing);
			const data = await helper.getDecrypted(
				{} as IWorkflowExecuteAdditionalData,
				{ id: credentialName, name: credentialName },
				credentialName,
				'internal',
			);
			const context = new core.ExecuteContext(
				workflow,
				workflow.nodes[node.name] as INode,
				additionalData(fields, nothing, {
					// One object for the whole test, as n8n has it.
					credentialsHelper: Object.assign(helper, { getDecrypted: async () => data }),
					currentNodeParameters: node.parameters,
				}),
				'internal',
				{ resultData: { runData: {} } } as ConstructorParameters<typeof core.ExecuteContext>[4],
				0,
				[],
				{ main: [[{ json: {} }]] },
				{ node, data: {}, source: null },
				[],
			);
			const decrypted = { id: credentialName, name: credentialName, type: credentialName, data };
			await new core.RoutingNode(context, type, decrypted).runNode();
		},
		async list(method, fields) {
			const type = nodeType('microsoftGraph');
			const node = nodeOf('Temp-Node', `${nodePrefix}microsoftGraph`, {});
			const workflow = workflowOf([node], [type], false);
			const data = additionalData(fields, nothing, { currentNodeParameters: {} });
			const context = new core.LoadOptionsContext(workflow, workflow.nodes[node.name] as INode, data, '');
			const search = type.methods?.listSearch?.[method];
			if (search === undefined) throw new Error(`The node has no list ${method}`);
			return (await search.call(context)).results;
		},
		trigger(parameters, fields) {
			const type = nodeType('microsoftGraphTrigger');
			const node = nodeOf('Trigger', `${nodePrefix}microsoftGraphTrigger`, parameters);
			const workflow = workflowOf([node], [type], false);
			const data = additionalData(fields, nothing, { workflowId: workflow.id, executionId: '1' });
			return {
				async poll() {
					const context = new core.PollContext(
						workflow,
						workflow.nodes[node.name] as INode,
						data,
						'trigger',
						'activate',
					);
					const [items = []] = (await type.poll?.call(context)) ?? [];
					if (items.length === 0) return [];
					const execution = new core.ExecuteContext(
						workflow,
						workflow.nodes[node.name] as INode,
						data,
						'trigger',
						{ resultData: { runData: {} } } as ConstructorParameters<typeof core.ExecuteContext>[4],
						0,
						items,
						{ main: [items] },
						{ node, data: { main: [items] }, source: null },
						[],
					);
					const [passed = []] = ((await type.execute?.call(execution)) ?? []) as INodeExecutionData[][];
					return passed;
				},
			};
		},
		store: async (content, fileName) =>
			await binaryData.store(
				{ type: 'execution', workflowId: 'workflow-of-a-test', executionId: '1' },
				content,
				{ data: '', mimeType: 'application/octet-stream', fileName },
			),
		read: async (binary) => await binaryData.getAsBuffer(binary),
	};
}

const nothing = () => undefined;

/** The fields that n8n's server adds to every credential that can sign requests, with what matters of them here. */
const domainFields: INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		options: ['all', 'domains', 'none'].map((value) => ({ name: value, value })),
		default: 'all',
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
];

// Nothing listens there: n8n only builds addresses from it.
const instance = 'http://127.0.0.1:5678';
const addresses = {
	restApiUrl: `${instance}/rest`,
	instanceBaseUrl: `${instance}/`,
	formWaitingBaseUrl: `${instance}/form-waiting`,
	webhookBaseUrl: `${instance}/webhook`,
	webhookWaitingBaseUrl: `${instance}/webhook-waiting`,
	webhookTestBaseUrl: `${instance}/webhook-test`,
};

function nodeOf(name: string, type: string, parameters: INodeParameters): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credentialName]: { id: credentialName, name: credentialName } },
	};
}

function plainNode(name: string, more: Partial<INodeType['description']>): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...more,
		},
	};
}

/** A node that puts out `items`, in the place of the workflow's trigger. */
function sourceOf(items: INodeExecutionData[]): INodeType {
	return { ...plainNode('test.source', { inputs: [] }), execute: async () => [structuredClone(items)] };
}

/** A node that sends one request by a helper of n8n's, with nothing said of redirects. */
function requester(helper: 'httpRequestWithAuthentication' | 'requestWithAuthentication'): INodeType {
	const url = { displayName: 'URL', name: 'url', type: 'string' as const, default: '' };
	return {
		...plainNode(httpRequestNode, { credentials: [{ name: credentialName }], properties: [url] }),
		async execute() {
			const to = String(this.getNodeParameter('url', 0));
			const body: unknown =
				helper === 'httpRequestWithAuthentication'
					? await this.helpers.httpRequestWithAuthentication.call(this, credentialName, {
							url: to,
							json: true,
						})
					: await this.helpers.requestWithAuthentication.call(this, credentialName, {
							uri: to,
							json: true,
							followRedirect: true,
							followAllRedirects: true,
						});
			return [[{ json: { body } as IDataObject }]];
		},
	};
}

/**
 * What n8n's server does with a credential: the same in all these versions as far as this package's uses it. A new object of
 * decrypted fields each time; `preAuthentication` when the expirable property is empty or refused.
 * @param written called for what would be written to n8n's database
 */
function credentialsHelper(
	n8n: typeof N8nWorkflow,
	type: ICredentialType,
	stored: ICredentialDataDecryptedObject,
	written: () => void,
): ICredentialsHelper {
	const decrypted = () =>
		n8n.NodeHelpers.getNodeParameters(
			type.properties,
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	const helper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: () => type.properties,
		authenticate: async (
			credentials: ICredentialDataDecryptedObject,
			_name: string,
			options: Parameters<ICredentialsHelper['authenticate']>[2],
		) => {
			if (typeof type.authenticate !== 'function') throw new Error('The credential has no authenticate');
			return await type.authenticate(credentials, options as Parameters<typeof type.authenticate>[1]);
		},
		preAuthentication: async (
			helpers: Parameters<ICredentialsHelper['preAuthentication']>[0],
			credentials: ICredentialDataDecryptedObject,
			_name: string,
			{ type: nodeType, parameters }: INode,
			expired: boolean,
		) => {
			const { name } = type.properties.find((property) => property.typeOptions?.expirable === true) ?? {};
			if (name === undefined || type.preAuthentication === undefined) return undefined;
			const isTest = nodeType === 'n8n-nodes-base.noOp' && parameters.temp === '';
			if (credentials[name] !== '' && !expired && !isTest) return undefined;
			const output = (await type.preAuthentication.call(
				helpers,
				credentials,
			)) as ICredentialDataDecryptedObject;
			if (output[name] === undefined) return undefined;
			written();
			return Object.assign(credentials, output);
		},
		runPreAuthentication: async (
			helpers: Parameters<ICredentialsHelper['preAuthentication']>[0],
			credentials: ICredentialDataDecryptedObject,
		) => await type.preAuthentication?.call(helpers, credentials),
		getDecrypted: async () => decrypted(),
		updateCredentials: async () => written(),
		updateCredentialsOauthTokenData: async () => written(),
	};
	return helper as unknown as ICredentialsHelper;
}

/** What n8n's server does behind `helpers.checkProcessedAndRecord`, in memory. */
function deduplicator(): IDataDeduplicator {
	const known = new Set<string>();
	return {
		async checkProcessedAndRecord(items) {
			const fresh = items.filter((item) => !known.has(String(item)));
			const processed = items.filter((item) => known.has(String(item)));
			for (const item of fresh) known.add(String(item));
			return { new: fresh, processed };
		},
		async removeProcessed() {
			throw new Error('Not available in a test');
		},
		async clearAllProcessedItems() {
			known.clear();
		},
		async getProcessedDataCount() {
			return known.size;
		},
	};
}
