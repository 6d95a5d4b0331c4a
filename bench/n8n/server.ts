import { performance } from 'node:perf_hooks';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { signInToN8n, type N8nClient, type Workflow } from '../../scripts/n8nClient';
import { launchN8n } from '../../scripts/n8nServer';
import type { BenchGraph } from '../graph';
import type { N8nRuntime } from '../scripts';
import { attachInspector, type Inspector } from './inspector';

/** For this n8n alone, which listens on this machine only and ends with the bench. */
const owner = {
	email: 'owner@example.com',
	password: 'App-only-1234',
	firstName: 'Graph',
	lastName: 'Owner',
};

/** How long one run of a workflow may take, in ms. */
const runTimeout = 300_000;

/** The n8n that everything is measured in. */
export interface BenchN8n {
	pid: number;
	client: N8nClient;
	inspector: Inspector;
	/** Replaces the workflow of this name, and activates its webhooks. */
	install(workflow: Workflow): Promise<void>;
	/**
	 * Runs a workflow.
	 * @param name of the workflow, without "Bench: "
	 * @returns ms until its webhook answered
	 * @throws Error with n8n's reason when it fails
	 */
	run(name: string, items: readonly object[]): Promise<number>;
	/** Runs a workflow and returns the JSON of the items that its last node put out. */
	check(name: string, items: readonly object[]): Promise<Array<Record<string, unknown>>>;
	stop(): Promise<void>;
}

/**
 * Starts n8n so that Microsoft's hosts point to the simulator and no other host can be reached.
 * @param options free ports; where n8n keeps its data, with the package installed; where its output goes
 */
export async function startN8n(
	runtime: N8nRuntime,
	graph: BenchGraph,
	options: { ports: [number, number, number]; userFolder: string; logFile: string },
): Promise<BenchN8n> {
	const { ports, userFolder, logFile } = options;
	const [port, brokerPort, inspectorPort] = ports;
	const authorityFile = join(userFolder, 'authority.pem');
	await writeFile(authorityFile, graph.authority);
	const proxy = graph.proxy.url;
	const server = launchN8n({
		runtime,
		userFolder,
		port,
		brokerPort,
		logFile,
		env: {
			HTTP_PROXY: proxy,
			HTTPS_PROXY: proxy,
			http_proxy: proxy,
			https_proxy: proxy,
			ALL_PROXY: '',
			all_proxy: '',
			NO_PROXY: '127.0.0.1,localhost',
			no_proxy: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: authorityFile,
			NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
			// What is saved would be measured too, and is the same for every node.
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			N8N_LOG_LEVEL: 'warn',
		},
	});
	const dispatcher = new Agent({ headersTimeout: runTimeout, bodyTimeout: runTimeout });
	const post = async (path: string, items: readonly object[]): Promise<string> => {
		const { statusCode, body } = await request(`http://127.0.0.1:${port}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
			dispatcher,
		});
		const text = await body.text();
		if (statusCode !== 200) throw new Error(`n8n answered ${statusCode} to ${path}: ${text.slice(0, 500)}`);
		return text;
	};
	try {
		await server.ready;
		const client = await signInToN8n(`http://127.0.0.1:${port}`, owner);
		const inspector = await attachInspector(inspectorPort);
		return {
			pid: server.process.pid ?? 0,
			client,
			inspector,
			install: async (workflow) => {
				const id = await client.saveWorkflow(workflow);
				const { versionId } = await client.call<{ versionId: string }>('GET', `/workflows/${id}`);
				await client.call('POST', `/workflows/${id}/activate`, { versionId });
			},
			run: async (name, items) => {
				const begunAt = performance.now();
				await post(name, items);
				return performance.now() - begunAt;
			},
			check: async (name, items) =>
				JSON.parse(await post(`${name}-checked`, items)) as Array<Record<string, unknown>>,
			stop: async () => {
				inspector.close();
				await dispatcher.destroy();
				await server.stop();
			},
		};
	} catch (error) {
		await server.stop();
		throw error;
	}
}
