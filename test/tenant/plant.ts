import { createServer, request as send, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FoundDifference } from './recording';

/** A difference that was planted, and how it is known when it is found. */
export interface Planted {
	what: string;
	isFoundBy: (difference: FoundDifference) => boolean;
}

/** A host before the simulator's Graph that changes some of its answers. */
export interface Plant {
	url: string;
	differences: readonly Planted[];
	forwardTo(url: string): void;
	close(): Promise<void>;
}

type Change = (body: Record<string, unknown>, headers: IncomingHttpHeaders) => void;

const plants: ReadonlyArray<Planted & { at: RegExp; change: Change }> = [
	{
		what: 'a property of another type',
		at: /^\/v1\.0\/users\/[^/?]+(\?|$)/,
		change: (body) => {
			if ('businessPhones' in body) body.businessPhones = 17;
		},
		isFoundBy: ({ kind, path }) => kind === 'type' && path === 'businessPhones',
	},
	{
		what: 'a missing property',
		at: /\/mailFolders\/[^/?]+(\?|$)/,
		change: (body) => {
			delete body.totalItemCount;
		},
		isFoundBy: ({ kind, path }) => kind === 'extra property' && path === 'totalItemCount',
	},
	{
		what: 'another header',
		at: /\/contacts\/[^/?]+(\?|$)/,
		change: (_, headers) => {
			headers['odata-version'] = '4.01';
		},
		isFoundBy: ({ kind, path }) => kind === 'header' && path === 'odata-version',
	},
];

/** Starts it; nothing is forwarded before it is known where to. */
export async function plantDifferences(): Promise<Plant> {
	let to = '';
	const server = createServer((request, response) => {
		const { method, url = '', headers } = request;
		const forwardedHeaders = { ...headers };
		delete forwardedHeaders.host;
		const forwarded = send(`${to}${url}`, { method, headers: forwardedHeaders }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () => {
				const raw = Buffer.concat(chunks);
				const changed = changedAnswer(
					method === 'GET' && answer.statusCode === 200 ? url : '',
					answer.headers,
					raw,
				);
				response.writeHead(answer.statusCode ?? 502, changed.headers).end(changed.raw);
			});
		});
		forwarded.on('error', () => response.destroy());
		request.pipe(forwarded);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		differences: plants,
		forwardTo: (url) => {
			to = url;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function changedAnswer(url: string, headers: IncomingHttpHeaders, raw: Buffer) {
	const own = plants.filter(({ at }) => at.test(url));
	if (own.length === 0 || !/json/.test(headers['content-type'] ?? '')) return { headers, raw };
	const body = JSON.parse(raw.toString('utf8')) as Record<string, unknown>;
	const changed = { ...headers };
	for (const { change } of own) change(body, changed);
	delete changed['content-length'];
	return { headers: changed, raw: Buffer.from(JSON.stringify(body)) };
}
