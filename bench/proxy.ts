import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy through which Microsoft's host names reach the simulator, and nothing else can be reached. */
export interface Proxy {
	url: string;
	/** Connections made so far. */
	connections: number;
	/** Refused requests, as `host:port` or a URL. */
	refused: string[];
	close(): Promise<void>;
}

/**
 * Starts the proxy on 127.0.0.1.
 * @param targets requested `host:port` → port on 127.0.0.1
 */
export async function startProxy(targets: ReadonlyMap<string, number>): Promise<Proxy> {
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		proxy.refused.push(request.url ?? '');
		response.writeHead(403).end();
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.on('connect', (request, client: Socket, head: Buffer) => {
		const port = targets.get(request.url ?? '');
		client.on('error', () => client.destroy());
		if (port === undefined) {
			proxy.refused.push(request.url ?? '');
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		proxy.connections += 1;
		client.setNoDelay(true);
		const target = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			target.write(head);
			target.pipe(client);
			client.pipe(target);
		});
		target.on('error', () => client.destroy());
		target.once('close', () => client.destroy());
		client.once('close', () => target.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const proxy: Proxy = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		connections: 0,
		refused: [],
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return proxy;
}
