import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface WebhookProxy {
	url: string;
	/** Says where requests go: those of active workflows' webhooks to each of `webhooks` in turn, all others to main. */
	route(main: string, webhooks: string[]): void;
	close(): Promise<void>;
}

/** Starts the proxy that stands before n8n in queue mode, so that one address serves for all. */
export async function startWebhookProxy(): Promise<WebhookProxy> {
	let targets = { main: '', webhooks: [''] };
	let turn = 0;
	const server = createServer((incoming, outgoing) => {
		const path = incoming.url ?? '/';
		const { main, webhooks } = targets;
		const target = path.startsWith('/webhook/') ? webhooks[turn++ % webhooks.length] : main;
		const headers = {
			...incoming.headers,
			'x-forwarded-for': incoming.socket.remoteAddress,
			'x-forwarded-host': incoming.headers.host,
			'x-forwarded-proto': 'http',
		};
		const onward = request(target + path, { method: incoming.method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			pipeline(answer, outgoing, () => {});
		});
		// As a proxy answers when what is behind it has gone.
		onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
		pipeline(incoming, onward, () => {});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		route: (main, webhooks) => (targets = { main, webhooks }),
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
