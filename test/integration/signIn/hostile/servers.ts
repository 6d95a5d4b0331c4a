import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { n8nHttpRequest } from '../n8nHttpRequest';

/** A request as a server got it. */
export interface Arrived {
	url: string;
	/** All of it as one text: request line, headers, and body. */
	text: string;
}

/** Writes an answer; `undefined` leaves the request without one. */
export type Answer = (response: ServerResponse, request: Arrived) => void;

/** A server on 127.0.0.1 that keeps what arrives. */
export interface TestServer {
	readonly url: string;
	readonly port: number;
	readonly arrived: Arrived[];
	/** By the beginning of the path; the first that fits answers. */
	answers: Array<[path: string, answer: Answer]>;
	close(): Promise<void>;
}

/** Starts a server; what no answer is given for gets HTTP 200 and `{}`. */
export async function startServer(): Promise<TestServer> {
	const arrived: Arrived[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const one = arrivedFrom(request, Buffer.concat(chunks).toString('latin1'));
			arrived.push(one);
			const [, answer] = self.answers.find(([path]) => one.url.startsWith(path)) ?? [];
			if (answer === undefined) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
			else answer(response, one);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const self: TestServer = {
		url: `http://127.0.0.1:${port}`,
		port,
		arrived,
		answers: [],
		close: async () => await closed(server),
	};
	return self;
}

function arrivedFrom({ method, url = '', rawHeaders }: IncomingMessage, body: string): Arrived {
	return { url, text: [`${method} ${url}`, ...rawHeaders, body].join('\n') };
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

/** JSON, or any other text, with a status. */
export const send =
	(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** Bytes on the connection as they are, which is closed after them. */
export const sendRaw =
	(text: string): Answer =>
	(response) =>
		void response.socket?.end(text, 'latin1');

const near = new Set(['127.0.0.1', 'localhost', '[::1]', '[::ffff:7f00:1]']);

/** A request that would have left the machine. */
export interface Outward {
	host: string;
	text: string;
}

/**
 * n8n's own HTTP helper, which sends nothing to other machines: such a request is kept in `outward`, and fails as one to a
 * name that isn't found.
 */
export function boundHttpRequest(outward: Outward[]) {
	return async (options: IHttpRequestOptions): Promise<unknown> => {
		const { hostname, host } = new URL(options.url, options.baseURL);
		if (near.has(hostname)) return await n8nHttpRequest(options);
		outward.push({ host, text: JSON.stringify([options.url, options.headers, options.body]) });
		throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
	};
}
