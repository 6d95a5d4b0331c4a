import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type * as credentialFile from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import type * as nodeFile from '../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { binaryField } from '../integration/harness/binary';
import { startEngine } from '../integration/harness/engine';
import { runWorkflow } from '../integration/harness/runWorkflow';
import { located } from '../operations/examples';
import { operationOf } from './parts/operations';

// By path: an import of a name that ends with `.node` is taken for a native addon.
const load = createRequire(__filename);
const project = join(__dirname, '..', '..');
const { MicrosoftGraph } = load(
	join(project, 'nodes/MicrosoftGraph/MicrosoftGraph.node.ts'),
) as typeof nodeFile;
const { MicrosoftGraphAppOnlyApi } = load(
	join(project, 'credentials/MicrosoftGraphAppOnlyApi.credentials.ts'),
) as typeof credentialFile;

/** A file that the node's item has in the field `data`. */
export interface TextFile {
	content: string | Buffer;
	fileName: string;
}

/** What became of one run of the node. */
export interface NodeRun {
	items: INodeExecutionData[];
	/** What stopped it; its outcome is unknown where Graph may have carried the request out. */
	error?: { message: string; description: string; status?: number; code?: string; outcomeUnknown: boolean };
	cancelled: boolean;
}

const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/** Prepares n8n's engine. It takes the proxies of the environment away, which a tenant may only be reached through. */
export async function prepareNode(): Promise<void> {
	const kept = proxies.map((name) => [name, process.env[name]] as const);
	await startEngine('filesystem');
	for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
	process.env.NO_PROXY = [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
}

/**
 * Runs the node in n8n's engine, as a workflow does.
 * @param name of the operation, such as `message.send`
 * @param parameters of its fields; of a resource locator the plain ID, or a URL
 */
export async function runNode(
	credential: ICredentialDataDecryptedObject,
	name: string,
	parameters: Readonly<Record<string, unknown>>,
	{ file, signal }: { file?: TextFile; signal?: AbortSignal } = {},
): Promise<NodeRun> {
	const operation = operationOf(name);
	const [resource, value] = name.split('.');
	const filled = Object.entries(parameters).map(([field, given]) => {
		const known = operation.fields.find((one) => one.name === field);
		const isPlain = known?.type === 'resourceLocator' && typeof given === 'string';
		return [field, isPlain ? located(known, given, isUrl(given) ? 'url' : 'id') : given];
	});
	const run = await tryWorkflow({
		node: MicrosoftGraph,
		parameters: {
			resource,
			operation: value,
			...(operation.simple && { simplify: false }),
			...(Object.fromEntries(filled) as INodeParameters),
		},
		input: file && [{ json: {}, binary: { data: await binaryField({ ...file, mimeType: 'text/plain' }) } }],
		signal,
		// The keys that keep things from being done twice are made of it: another run is another execution.
		executionId: randomUUID(),
		credentialTypes: [MicrosoftGraphAppOnlyApi],
		credentials: { microsoftGraphAppOnlyApi: credential },
	});
	if (run instanceof Error) {
		const { message } = run;
		return { items: [], cancelled: false, error: { message, description: '', outcomeUnknown: false } };
	}
	return { items: run.items, error: errorOf(run.error), cancelled: run.status === 'canceled' };
}

/** n8n refuses to start a workflow whose required field is empty. */
const tryWorkflow = async (workflow: Parameters<typeof runWorkflow>[0]) =>
	await runWorkflow(workflow).catch((error: Error) => error);

const isUrl = (text: string) => text.startsWith('https://');

function errorOf(error: unknown): NodeRun['error'] {
	if (error === undefined) return undefined;
	const {
		message = '',
		description,
		context,
	} = error as {
		message?: string;
		description?: string | null;
		context?: { data?: { status?: number; code?: string; outcomeUnknown?: boolean } };
	};
	const { status, code, outcomeUnknown = false } = context?.data ?? {};
	return { message, description: description ?? '', status, code, outcomeUnknown };
}
