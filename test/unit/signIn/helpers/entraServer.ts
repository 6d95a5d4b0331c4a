import fastify from 'fastify';

import { createEntra, type EntraSimulator } from '../../../../simulator/entra';

/** The simulator of Entra on a port of its own. */
export interface EntraServer {
	entra: EntraSimulator;
	loginUrl: string;
	/** Nothing listens there: only its name counts. */
	graphUrl: string;
	close: () => Promise<void>;
}

/**
 * @param names what the simulator takes itself and Graph to be called; without them it is its own address
 */
export async function startEntra(names: { loginUrl?: string; graphUrl?: string } = {}): Promise<EntraServer> {
	const graphUrl = names.graphUrl ?? 'http://127.0.0.1:9';
	const server = { loginUrl: '' };
	const entra = createEntra(() => ({ loginUrl: names.loginUrl ?? server.loginUrl, graphUrl }));
	const app = fastify();
	await app.register(entra.routes);
	server.loginUrl = await app.listen({ host: '127.0.0.1', port: 0 });
	return { entra, loginUrl: server.loginUrl, graphUrl, close: async () => await app.close() };
}
