import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Product } from './product';

/** A request as it arrived. */
export interface RawRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

/** An answer: as an HTTP server gives it, or whatever is done with the response itself. */
export type RawAnswer =
	| { status?: number; headers?: Record<string, string>; body?: string | Buffer }
	| ((response: ServerResponse) => void);

/** A server in Graph's place that answers what a test wants, broken or not. */
export interface RawGraph {
	/** What arrived, in order. */
	readonly asked: RawRequest[];
	readonly url: string;
	/** What it answers from now on. */
	answer(how: (request: RawRequest, count: number) => RawAnswer): void;
	/** Runs the node against it. */
	run(parameters: INodeParameters, settings?: Parameters<Product['run']>[1]): ReturnType<Product['run']>;
}

/** Starts such a server for the tests of a file; it forgets what it was told before each. */
export function useRawGraph(product: Product): RawGraph {
	const asked: RawRequest[] = [];
	let how: (request: RawRequest, count: number) => RawAnswer;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const raw = { method, url, headers, body: Buffer.concat(chunks).toString() };
			asked.push(raw);
			const answer = how(raw, asked.length);
			if (typeof answer === 'function') return answer(response);
			const { status = 200, headers: own = { 'content-type': 'application/json' }, body = '' } = answer;
			response.writeHead(status, own).end(body);
		});
	});
	const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => {
		asked.length = 0;
		how = () => ({ status: 404 });
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return {
		asked,
		get url() {
			return urlOf();
		},
		answer: (next) => {
			how = next;
		},
		run: async (parameters, settings) => {
			product.simulator.entra.settings.resources.push(urlOf());
			return await product.run(parameters, {
				...settings,
				fields: { graphUrl: urlOf(), ...settings?.fields },
			});
		},
	};
}

/** An answer of JSON. */
export const json = (body: unknown, status = 200): RawAnswer => ({ status, body: JSON.stringify(body) });

/** The parts of a batch that arrived. */
export const partsIn = ({ body }: RawRequest) =>
	(JSON.parse(body) as { requests: Array<{ id: string; method: string; url: string }> }).requests;

/** The answer to a batch: for each part what `how` gives, with its id. */
export const answerParts = (
	request: RawRequest,
	how: (part: { id: string; url: string }, index: number) => IDataObject,
): RawAnswer =>
	json({ responses: partsIn(request).map((part, index) => ({ id: part.id, ...how(part, index) })) });
