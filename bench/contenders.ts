import { defaultClientId, defaultClientSecret, defaultTenantId } from '../simulator/entra';
import type { BenchCase, OwnNode } from './benchCase';
import type { NodeParameters, Offer } from './n8n/offer';
import { graphHost, loginHost, type BenchGraph, type Transport } from './graph';
import { benchWorkflow, nothing, resolvingOnly, type NodeSetup } from './n8n/workflows';
import type { BenchN8n } from './n8n/server';
import type { RawProcess } from './raw/process';

/**
 * Who does the tasks. Two do none of them: `floor` is n8n with a node that does nothing, `expressions` is n8n with a
 * node that only resolves the expressions that our node's fields have.
 */
export type ContenderId = 'ours' | 'own' | 'byHand' | 'raw' | 'rawConnecting' | 'expressions' | 'floor';

/** Raw undici: with connections that stay open, or with a connection for each call, as n8n has. */
export const isRaw = (id: ContenderId): boolean => id === 'raw' || id === 'rawConnecting';

export const contenderNames: Readonly<Record<ContenderId, string>> = {
	ours: 'this node',
	own: "n8n's own node",
	byHand: "n8n's HTTP Request node",
	raw: 'raw undici',
	rawConnecting: 'raw undici with a connection for each call',
	expressions: "n8n's Edit Fields node: our fields' expressions, no request",
	floor: 'n8n, doing nothing',
};

/** One who does a task, by one transport. */
export interface Contender {
	id: ContenderId;
	transport: Transport;
	/** Runs the task once. Returns ms: wall, and CPU where the contender itself measures it. */
	run(items: object[]): Promise<{ wall: number; cpu?: number; done?: number }>;
	/** Runs it once, not measured; returns how many results it put out, and the first error among them. */
	check(items: object[]): Promise<{ results: number; error?: string }>;
}

/** One who can't do a task. */
export interface Unable {
	id: ContenderId;
	transport: Transport;
	reason: string;
}

/** What contenders are made from. */
export interface Bench {
	graph: BenchGraph;
	n8n: BenchN8n;
	raw: RawProcess;
	offer: Offer;
	nodes: Nodes;
}

/** The node types with their credentials, by transport. */
export interface Nodes {
	ours: Record<Transport, Omit<NodeSetup, 'parameters'>>;
	own: Readonly<Record<OwnNode, Omit<NodeSetup, 'parameters'>>>;
	byHand: Omit<NodeSetup, 'parameters'>;
	/** Parameters that choose the credential. */
	ownAuthentication: NodeParameters;
	byHandAuthentication: NodeParameters;
}

const app = { tenantId: defaultTenantId, clientId: defaultClientId, clientSecret: defaultClientSecret };
const ownCredential = 'microsoftEntraServicePrincipalApi';
const ourCredential = 'microsoftGraphAppOnlyApi';

/**
 * Stores the credentials in n8n.
 * @param packageName of this package, as n8n has it installed
 */
export async function makeNodes(n8n: BenchN8n, graph: BenchGraph, packageName: string): Promise<Nodes> {
	const save = n8n.client.saveCredential;
	const { loginUrl, graphUrl } = graph.plain;
	const fields = { authentication: 'clientSecret', ...app };
	const plain = await save('Graph, plain', ourCredential, { ...fields, cloud: 'custom', loginUrl, graphUrl });
	const tls = await save('Graph, TLS', ourCredential, { ...fields, cloud: 'global' });
	const own = await save('Service principal', ownCredential, {
		...fields,
		graphApiBaseUrl: `https://${graphHost}`,
	});
	const ours = (credential: { id: string; name: string }) => ({
		type: `${packageName}.microsoftGraph`,
		typeVersion: 1,
		credentials: { [ourCredential]: credential },
	});
	const credentials = { [ownCredential]: own };
	return {
		ours: { plain: ours(plain), tls: ours(tls) },
		own: {
			Outlook: { type: 'n8n-nodes-base.microsoftOutlook', typeVersion: 2, credentials },
			Excel: { type: 'n8n-nodes-base.microsoftExcel', typeVersion: 2.2, credentials },
		},
		byHand: { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, credentials },
		ownAuthentication: { authentication: ownCredential },
		byHandAuthentication: { authentication: 'predefinedCredentialType', nodeCredentialType: ownCredential },
	};
}

/** Signs raw undici in by both transports. */
export async function openRawTargets(raw: RawProcess, graph: BenchGraph): Promise<void> {
	for (const transport of ['plain', 'tls'] as const) {
		const { ports, graphUrl } = graph[transport];
		const scheme = transport === 'tls' ? 'https' : 'http';
		await raw.open({
			transport,
			graph: `${scheme}://127.0.0.1:${ports.graph}`,
			login: `${scheme}://127.0.0.1:${ports.login}`,
			...(transport === 'tls' && {
				tls: { authority: graph.authority, graphHost, loginHost, proxy: graph.proxy.url },
			}),
			tenantId: app.tenantId,
			form: {
				client_id: app.clientId,
				client_secret: app.clientSecret,
				grant_type: 'client_credentials',
				scope: `${graphUrl}/.default`,
			},
		});
	}
}

/** Everyone who does this task or can't; their workflows are added to n8n. */
export async function contendersFor(one: BenchCase, bench: Bench): Promise<Array<Contender | Unable>> {
	const { nodes, offer } = bench;
	const found: Array<Contender | Unable> = [
		await inN8n(bench, `${one.id}-floor`, 'floor', 'plain', nothing),
		...rawContenders(one, bench),
	];
	const parameters = one.ours(offer);
	const setup = isUnable(parameters) ? undefined : resolvingOnly(parameters);
	if (setup) found.push(await inN8n(bench, `${one.id}-expressions`, 'expressions', 'plain', setup));
	for (const transport of ['plain', 'tls'] as const) {
		found.push(
			isUnable(parameters)
				? { id: 'ours', transport, reason: parameters.cannot }
				: await inN8n(bench, `${one.id}-ours-${transport}`, 'ours', transport, {
						...nodes.ours[transport],
						parameters,
					}),
		);
	}
	found.push(
		isUnable(one.own)
			? { id: 'own', transport: 'tls', reason: one.own.cannot }
			: await inN8n(bench, `${one.id}-own`, 'own', 'tls', {
					...nodes.own[one.ownNode ?? 'Outlook'],
					parameters: { ...nodes.ownAuthentication, ...one.own },
				}),
	);
	if (one.byHand) {
		const parameters = { ...nodes.byHandAuthentication, ...one.byHand(`https://${graphHost}`) };
		found.push(await inN8n(bench, `${one.id}-by-hand`, 'byHand', 'tls', { ...nodes.byHand, parameters }));
	}
	return found;
}

function isUnable(parameters: NodeParameters | { cannot: string }): parameters is { cannot: string } {
	return typeof parameters.cannot === 'string';
}

async function inN8n(
	{ n8n }: Bench,
	name: string,
	id: ContenderId,
	transport: Transport,
	setup: NodeSetup,
): Promise<Contender> {
	await n8n.install(benchWorkflow(name, setup));
	return {
		id,
		transport,
		run: async (items) => ({ wall: await n8n.run(name, items) }),
		check: async (items) => {
			const results = await n8n.check(name, items);
			const failed = results.filter(({ error }) => error !== undefined);
			return {
				results: results.length - failed.length,
				...(failed[0] && { error: JSON.stringify(failed[0].error) }),
			};
		},
	};
}

function rawContenders(one: BenchCase, { raw }: Bench): Contender[] {
	const contender = (id: ContenderId, transport: Transport, connecting: boolean): Contender => ({
		id,
		transport,
		run: async (items) => await raw.run(transport, one.raw(items), connecting),
		check: async (items) => ({ results: (await raw.run(transport, one.raw(items), connecting)).done }),
	});
	return [
		contender('raw', 'plain', false),
		contender('raw', 'tls', false),
		contender('rawConnecting', 'tls', true),
	];
}
