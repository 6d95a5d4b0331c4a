import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	ResourceMapperFields,
} from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { MicrosoftGraph } from '../../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { startSimulator, type RecordedRequest, type SimulatorOptions } from '../../../simulator';
import { type Simulator } from '../../../simulator/simulator';
import { defaultClientSecret, defaultTenantId, type AppRegistration } from '../../../simulator/entra';
import {
	callListSearch,
	callResourceMapping,
	runHttpRequestNode,
	runWorkflow,
	testCredential,
	type CredentialTestResult,
	type HttpRequestNodeSettings,
	type ListSearchRequest,
	type RunSettings,
	type WorkflowRun,
} from '.';
import type { NodeOfWorkflow } from './runWorkflow';

export const credentialName = 'microsoftGraphAppOnlyApi';

type Fields = ICredentialDataDecryptedObject;

/** Settings of a run, with the credential's fields that differ from the ones that work. */
type ProductRun = Omit<RunSettings, 'credentials' | 'credentialTypes'> &
	Pick<NodeOfWorkflow, 'continueOnFail' | 'retryOnFail' | 'executeOnce'> & { fields?: Fields };

/** This package's node and credential, in n8n's engine, against a simulator of their own. */
export interface Product {
	readonly simulator: Simulator;
	/** This test's own registration: an app without a past, as to tokens and limits, with all permissions. */
	readonly app: AppRegistration;
	/** The credential's fields for that app. */
	fields(change?: Fields): Fields;
	/** Runs the node; see `expectNothingKept`. */
	run(parameters: INodeParameters, settings?: ProductRun): Promise<WorkflowRun>;
	/** Sends requests as n8n's HTTP Request node does, with this package's credential. */
	http(
		settings: Pick<HttpRequestNodeSettings, 'url' | 'method' | 'headers' | 'body'> & ProductRun,
	): Promise<WorkflowRun>;
	/** The Test button of the credential. */
	test(change?: Fields): Promise<CredentialTestResult>;
	/** "From List" of a resource locator. */
	list(
		method: string,
		request?: Pick<ListSearchRequest, 'filter' | 'paginationToken' | 'parameters'> & { fields?: Fields },
	): Promise<INodeListSearchResult>;
	/** The columns of a resource mapper. */
	columns(method: string, parameters: INodeParameters): Promise<ResourceMapperFields>;
	/** Requests that reached Graph, in the order of arrival: parts of batches in place of the batches. */
	graphCalls(): RecordedRequest[];
	/** The same as `GET /v1.0/users/…`. */
	graphPaths(): string[];
	/** How often Entra was asked for a token. */
	tokenRequests(): number;
}

/**
 * Starts a simulator for the tests of a file. Before each test it is as new, with a new app.
 */
export function useProduct(options: SimulatorOptions = {}): Product {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator(options);
	});
	let app: AppRegistration;
	beforeEach(() => {
		simulator.reset();
		const { entra } = simulator;
		// What one sign-in has learned (tokens, refusals, limits) is kept for the life of the process.
		app = entra.register({ ...structuredClone(entra.app()), clientId: randomUUID() });
	});
	afterAll(async () => {
		await simulator.close();
	});

	const fields = (change: Fields = {}): Fields => ({
		authentication: 'clientSecret',
		tenantId: defaultTenantId,
		clientId: app.clientId,
		clientSecret: defaultClientSecret,
		cloud: 'custom',
		loginUrl: simulator.loginUrl,
		graphUrl: simulator.graphUrl,
		...change,
	});
	const credentials = (change?: Fields) => ({
		credentials: { [credentialName]: fields(change) },
		credentialTypes: [MicrosoftGraphAppOnlyApi],
	});

	const graphCalls = () =>
		[...simulator.requests, ...simulator.parts]
			.filter(({ host, path }) => host === 'graph' && !path.endsWith('/$batch'))
			.sort((a, b) => a.id - b.id);

	return {
		get simulator() {
			return simulator;
		},
		get app() {
			return app;
		},
		fields,
		run: async (parameters, { fields: change, ...settings } = {}) => {
			const run = await runWorkflow({
				node: MicrosoftGraph,
				parameters,
				...settings,
				...credentials(change),
			});
			expectNothingKept(simulator, run);
			return run;
		},
		http: async ({ fields: change, ...settings }) => {
			const run = await runHttpRequestNode({
				credentialType: credentialName,
				...settings,
				...credentials(change),
			});
			expectNothingKept(simulator, run);
			return run;
		},
		test: async (change) => {
			const result = await testCredential(MicrosoftGraphAppOnlyApi, fields(change));
			expectNothingKept(simulator, result);
			return result;
		},
		columns: async (method, parameters) =>
			await callResourceMapping(MicrosoftGraph, method, { parameters, ...credentials() }),
		list: async (method, { fields: change, ...request } = {}) => {
			const { credentialWrites, ...result } = await callListSearch(MicrosoftGraph, method, {
				...request,
				...credentials(change),
			});
			expectNothingKept(simulator, { credentialWrites, result });
			return result;
		},
		graphCalls,
		graphPaths: () => graphCalls().map(({ method, path }) => `${method} ${path}`),
		tokenRequests: () => simulator.entra.tokenRequests.length,
	};
}

/**
 * What holds for whatever was run: nothing went to n8n's database, and neither a token nor the app's secret stands in
 * what n8n stores, shows or logs.
 */
export function expectNothingKept<T extends { credentialWrites: unknown[] }>(
	simulator: Simulator,
	result: T,
): void {
	expect(result.credentialWrites).toEqual([]);
	const everything = inspect(result, {
		depth: 30,
		showHidden: false,
		maxArrayLength: 300,
		maxStringLength: null,
		getters: false,
	});
	const secrets = [defaultClientSecret, ...simulator.entra.tokens.keys()];
	expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
}

/** A resource locator with an id or an expression. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A resource locator with what was picked from its list. */
export const fromList = (value: string) => ({ __rl: true, mode: 'list', value });

/** Items with these values as their JSON. */
export const itemsOf = (...values: IDataObject[]): INodeExecutionData[] => values.map((json) => ({ json }));

/** Where each output item comes from: the index of its input item. */
export const sources = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number } | undefined)?.item);

/** The JSON of the items. */
export const jsonOf = (items: INodeExecutionData[]) => items.map(({ json }) => json);

/** A host that no token belongs to. It answers every request with 200 and an empty list. */
export interface ForeignHost {
	readonly url: string;
	/** What arrived. */
	readonly requests: Array<{ url: string; authorization?: string }>;
}

/** Starts a foreign host for the tests of a file; its log is empty before each. */
export function useForeignHost(): ForeignHost {
	const requests: ForeignHost['requests'] = [];
	const server = createServer((request, response) => {
		requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}');
	});
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => {
		requests.length = 0;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return {
		requests,
		get url() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
	};
}

/** The address of a port on which nothing listens. */
export async function closedPort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}
