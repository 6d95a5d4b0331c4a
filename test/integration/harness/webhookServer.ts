import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What nodes use of Express's request. */
export type Request = IncomingMessage & { body: unknown; query: Record<string, string>; params: object };

/** What nodes use of Express's response. */
export type Response = ServerResponse & {
	status(code: number): Response;
	set(name: string, value: string): Response;
	type(value: string): Response;
	send(body: string): Response;
	json(body: unknown): Response;
};

/** What answers the calls of one path. */
export type WebhookHandler = (request: Request, response: Response) => Promise<void>;

/** n8n's webhook endpoint: paths that are registered, 404 for others. */
export interface WebhookServer {
	/** Without a slash at the end. */
	readonly url: string;
	/** By path, such as `/webhook/…/graph`. */
	readonly handlers: Map<string, WebhookHandler>;
}

/** Starts the endpoint for the tests of a file; before each test nothing is registered. */
export function useWebhookServer(): WebhookServer {
	const handlers: WebhookServer['handlers'] = new Map();
	const server = createServer((request, response) => void answer(handlers, request, response));
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => handlers.clear());
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return {
		handlers,
		get url() {
			return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
	};
}

async function answer(
	handlers: WebhookServer['handlers'],
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://n8n.example');
	const handler = request.method === 'POST' ? handlers.get(pathname) : undefined;
	const like = expressResponse(response);
	if (handler === undefined) {
		like.status(404).json({ code: 404, message: `The requested webhook "${pathname}" is not registered.` });
		return;
	}
	const text = Buffer.concat(chunks).toString();
	const isJson = request.headers['content-type']?.startsWith('application/json') === true;
	let body: unknown = text;
	try {
		if (isJson) body = JSON.parse(text);
	} catch {
		like.status(422).json({ message: 'Failed to parse request body' });
		return;
	}
	const query = Object.fromEntries(searchParams);
	await handler(Object.assign(request, { body, query, params: {} }), like);
}

function expressResponse(response: ServerResponse): Response {
	const like: Response = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return like;
		},
		set(name: string, value: string) {
			response.setHeader(name, value);
			return like;
		},
		type(value: string) {
			return like.set('Content-Type', value.startsWith('text/') ? `${value}; charset=utf-8` : value);
		},
		send(body: string) {
			if (!response.hasHeader('Content-Type')) like.type('text/html');
			response.end(body);
			return like;
		},
		json(body: unknown) {
			return like.type('application/json').send(JSON.stringify(body));
		},
	});
	return like;
}
