import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';

import { certificateFor } from '../../../bench/certificate';
import { startProxy, type Proxy } from '../../../bench/proxy';
import { startEngine } from '../harness/engine';
import { useProduct, type Product } from '../harness/product';

/** A request as an API got it. */
export interface Received {
	host: string;
	url: string;
	/** The bearer; absent where the request had none. */
	token?: string;
}

/** The product under Microsoft's own host names, which lead to the simulator and to one server for all other hosts. */
export interface MicrosoftHosts {
	product: Product;
	/** What came to hosts other than the login host and Graph. */
	received: Received[];
	/** What the proxy let through nowhere, as `host:port` or a URL. */
	refused(): string[];
}

/**
 * Lets the tests of a file, or of a `describe`, call hosts by their own names over TLS: n8n's client goes through a proxy,
 * as it does where HTTPS_PROXY is set.
 * @param cloud where it signs in and where its Graph is
 * @param hosts other hosts. They answer with JSON, and a path `/to/URL` with a redirect there
 */
export function useMicrosoftHosts(
	cloud: { loginUrl: string; graphUrl: string },
	hosts: readonly string[],
): MicrosoftHosts {
	const [login, graph] = [new URL(cloud.loginUrl).host, new URL(cloud.graphUrl).host];
	const { key, certificate: cert, authority } = certificateFor([login, graph, ...hosts]);
	const product = useProduct({
		https: { key, cert },
		publicLoginUrl: cloud.loginUrl,
		publicGraphUrl: cloud.graphUrl,
	});
	const received: Received[] = [];
	let server: Server;
	let proxy: Proxy;
	const createSecureContext = tls.createSecureContext.bind(tls);

	beforeAll(async () => {
		server = createServer({ key, cert }, (request, response) => {
			const url = request.url ?? '/';
			const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
			received.push({ host: request.headers.host ?? '', url, ...(token === undefined ? {} : { token }) });
			request.resume();
			const target = /^\/to\/(.+)$/.exec(url)?.[1];
			if (target === undefined) {
				response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":"from the API"}');
			} else {
				response.writeHead(302, { location: decodeURIComponent(target) }).end();
			}
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const { ports } = product.simulator;
		proxy = await startProxy(
			new Map([
				...hosts.map((host): [string, number] => [`${host}:443`, port]),
				[`${login}:443`, ports.login],
				[`${graph}:443`, ports.graph],
			]),
		);
		// The first start takes away the proxies of the environment.
		await startEngine('default');
		// The proxy lets nothing by that isn't named above: what is sent over http, or to other hosts, ends there.
		process.env.HTTPS_PROXY = proxy.url;
		process.env.HTTP_PROXY = proxy.url;
		jest
			.spyOn(tls, 'createSecureContext')
			.mockImplementation((options) => createSecureContext({ ...options, ca: authority }));
	});
	beforeEach(() => {
		received.length = 0;
		proxy.refused.length = 0;
	});
	afterAll(async () => {
		delete process.env.HTTPS_PROXY;
		delete process.env.HTTP_PROXY;
		jest.mocked(tls.createSecureContext).mockRestore();
		server.closeAllConnections();
		await Promise.all([proxy.close(), new Promise((resolve) => server.close(resolve))]);
	});
	return { product, received, refused: () => proxy.refused };
}
