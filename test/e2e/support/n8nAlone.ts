import { signInToN8n, type N8nClient } from '../../../scripts/n8nClient';
import { startN8nProcess, type N8nProcess } from './n8nProcess';
import { servers } from './servers';

/** An n8n of a test's own in one process, which the test may end and start again. */
export interface N8nAlone extends N8nProcess {
	/** Signed in as its owner; the session outlives a restart. */
	client: N8nClient;
}

/**
 * Starts an n8n with the package in it, and nothing else.
 * @param name what its log is called
 * @param env further settings of n8n
 */
export async function startN8nAlone(name: string, env: Record<string, string> = {}): Promise<N8nAlone> {
	const n8n = await startN8nProcess(name, { env });
	const client = await signInToN8n(n8n.url, servers().n8n.owner);
	return Object.assign(n8n, { client });
}
