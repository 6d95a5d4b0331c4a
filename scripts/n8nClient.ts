import { setTimeout as wait } from 'node:timers/promises';

/** The most executions that n8n lists in one answer. */
const PAGE = 100;

/** How many executions are read at the same time. */
const AT_ONCE = 10;

const UNFINISHED = ['new', 'running', 'waiting'];

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** The parts of n8n's workflow file that are needed here. */
export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	/** By their source node, and by their type, which is `main` except for what serves an AI agent. */
	connections: Record<string, Record<string, Array<Array<{ node: string; type: string; index: number }>>>>;
	settings?: Record<string, unknown>;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	/** "On Error" of the settings tab. */
	onError?: 'continueRegularOutput';
}

export interface Item {
	json: Record<string, unknown>;
	pairedItem?: unknown;
	error?: unknown;
}

export interface NodeRun {
	executionStatus?: string;
	error?: { message: string; description?: string | null };
	data?: { main: Array<Item[] | null> };
}

export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	/** What each node did, each time it ran. */
	runData: Record<string, NodeRun[]>;
	error?: { message: string; description?: string | null };
	/** As n8n stores it, to be searched for what must not be in it. */
	text: string;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** n8n's REST API as its own editor uses it, signed in as the owner. */
export interface N8nClient {
	/** A call of a path under `/rest`; its `data`. Throws with n8n's own message on any status but 2xx. */
	call<T>(method: string, path: string, body?: unknown): Promise<T>;
	/** The cookie of the session, for a browser that need not sign in again. */
	cookie(): { name: string; value: string };
	/** All node types that n8n offers, as `types/nodes.json` lists them. */
	nodeTypes(): Promise<Array<{ name: string; displayName: string }>>;
	/** Makes the credential, or updates the one that has this name and type. Returns its reference for nodes. */
	saveCredential(name: string, type: string, data: object): Promise<{ id: string; name: string }>;
	testCredential(credential: {
		id: string;
		name: string;
		type: string;
		data: object;
	}): Promise<CredentialTest>;
	/** Makes the workflow, or brings the one that has this name back to what is given. Returns its id. */
	saveWorkflow(workflow: Workflow): Promise<string>;
	/**
	 * Runs a workflow from its trigger, as the editor's button does, and waits for its end.
	 * @param within ms
	 */
	runWorkflow(workflowId: string, trigger: string, within?: number): Promise<Execution>;
	/** All executions of a workflow, the first one first; those under way with what is stored of them by now. */
	executions(workflowId: string): Promise<Execution[]>;
}

/**
 * Signs in to n8n as its owner, whose account is made when n8n has none yet.
 *
 * @param baseUrl for example http://localhost:5678
 * @throws {Error} with n8n's message, for example when the owner has another password
 */
export async function signInToN8n(baseUrl: string, owner: Owner): Promise<N8nClient> {
	let session = '';

	async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${baseUrl}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...(session && { cookie: session }) },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${messageOf(text)}`);
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) session = cookie.split(';')[0];
		}
		return (JSON.parse(text) as { data: T }).data;
	}

	const settings = await call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('GET', '/settings');
	if (settings.userManagement.showSetupOnFirstLoad) await call('POST', '/owner/setup', owner);
	else await call('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });

	/** @returns `undefined` where n8n has nothing under that number, for example not yet */
	async function execution(id: string): Promise<Execution | undefined> {
		const path = `/executions/${id}`;
		const found = await call<{ status: string; workflowId: string; data: string } | undefined>('GET', path);
		if (found === undefined) return undefined;
		// Of one that has only begun nothing is stored.
		const { resultData } = (unflatten(found.data) ?? {}) as {
			resultData?: { runData: Execution['runData']; error?: Execution['error'] };
		};
		return {
			id,
			workflowId: found.workflowId,
			status: found.status,
			runData: resultData?.runData ?? {},
			error: resultData?.error,
			text: found.data,
		};
	}

	/**
	 * The executions of a workflow that n8n lists, by their numbers. It lists them by the time of the start, which queue mode
	 * sets later: one may be on two pages, and another on none.
	 */
	async function listedExecutions(workflowId: string): Promise<number[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const listed: number[] = [];
		let from = '';
		do {
			const path = `/executions?filter=${filter}&limit=${PAGE}${from}`;
			const page = await call<{ results: Array<{ id: string }>; nextCursor?: string | null }>('GET', path);
			listed.push(...page.results.map(({ id }) => Number(id)));
			from = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : '';
		} while (from !== '');
		return listed;
	}

	return {
		call,
		cookie() {
			const [name, value] = session.split('=');
			return { name, value };
		},
		async nodeTypes() {
			const response = await fetch(`${baseUrl}/types/nodes.json`, { headers: { cookie: session } });
			return (await response.json()) as Array<{ name: string; displayName: string }>;
		},
		async saveCredential(name, type, data) {
			const all = await call<Array<{ id: string; name: string; type: string }>>('GET', '/credentials');
			const known = all.find((credential) => credential.name === name && credential.type === type);
			const path = known ? `/credentials/${known.id}` : '/credentials';
			const { id } = await call<{ id: string }>(known ? 'PATCH' : 'POST', path, { name, type, data });
			return { id, name };
		},
		async testCredential(credential) {
			return await call('POST', '/credentials/test', { credentials: credential });
		},
		async saveWorkflow(workflow) {
			const filter = encodeURIComponent(JSON.stringify({ name: workflow.name, isArchived: false }));
			const found = await call<Array<{ id: string; name: string }>>('GET', `/workflows?filter=${filter}`);
			const known = found.find(({ name }) => name === workflow.name);
			const path = known ? `/workflows/${known.id}` : '/workflows';
			const { id } = await call<{ id: string }>(known ? 'PATCH' : 'POST', path, workflow);
			return id;
		},
		async runWorkflow(workflowId, trigger, within = 60_000) {
			const { executionId } = await call<{ executionId: string }>('POST', `/workflows/${workflowId}/run`, {
				triggerToStartFrom: { name: trigger },
			});
			const startedAt = Date.now();
			while (Date.now() - startedAt < within) {
				const found = await execution(executionId);
				if (found !== undefined && !UNFINISHED.includes(found.status)) return found;
				await wait(100);
			}
			throw new Error(`The workflow ran for more than ${within / 1000} s (execution ${executionId}).`);
		},
		async executions(workflowId) {
			const listed = await listedExecutions(workflowId);
			if (listed.length === 0) return [];
			const oldest = Math.min(...listed);
			const newest = Math.max(...listed);
			const all: Execution[] = [];
			for (let from = oldest; from <= newest; from += AT_ONCE) {
				const ids = Array.from({ length: Math.min(AT_ONCE, newest - from + 1) }, (_, n) => from + n);
				const some = await Promise.all(ids.map(async (id) => await execution(String(id)).catch(noExecution)));
				all.push(...some.filter((one) => one !== undefined).filter((one) => one.workflowId === workflowId));
			}
			return all;
		},
	};
}

/** One that n8n has deleted, or that is not the owner's. */
function noExecution(error: Error): undefined {
	if (!/answered 404/.test(error.message)) throw error;
}

/** The items that a node put out in its last run, of its first output. */
export function itemsOf(execution: Execution, node: string): Item[] {
	return execution.runData[node]?.at(-1)?.data?.main[0] ?? [];
}

/**
 * Attaches a credential to each node of a workflow that comes from this package.
 *
 * @param packageName node types start with it
 * @param type the credential's type
 */
export function withCredential(
	workflow: Workflow,
	packageName: string,
	type: string,
	credential: { id: string; name: string },
): Workflow {
	const nodes = workflow.nodes.map((node) =>
		node.type.startsWith(`${packageName}.`) ? { ...node, credentials: { [type]: credential } } : node,
	);
	return { ...workflow, nodes };
}

function messageOf(text: string): string {
	try {
		return (JSON.parse(text) as { message?: string }).message ?? text;
	} catch {
		return text.slice(0, 500);
	}
}

/**
 * n8n stores executions flattened, so that shared and circular parts survive: a list, in which each string inside
 * an object or a list is the position of its value.
 */
function unflatten(text: string): unknown {
	const flat = JSON.parse(text) as unknown[];
	const built = new Map<number, unknown>();
	const at = (position: number): unknown => {
		if (built.has(position)) return built.get(position);
		const value = flat[position];
		if (value === null || typeof value !== 'object') return value;
		const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
		built.set(position, copy);
		for (const [key, entry] of Object.entries(value)) {
			Object.assign(copy, { [key]: typeof entry === 'string' ? at(Number(entry)) : entry });
		}
		return copy;
	};
	return at(0);
}
