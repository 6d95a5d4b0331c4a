import { setImmediate as immediate } from 'node:timers/promises';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, OutgoingMessage, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** One request and its answer, as they went over the wire; a part of a batch counts as one. */
export interface Exchange {
	method: string;
	/** From the version on, percent-encoded as it was sent, with its query. */
	path: string;
	/** Names of the request's own headers that change what is answered, such as `Prefer`. */
	requestHeaders: string[];
	status: number;
	/** By name, in lower case. */
	headers: Record<string, string>;
	/** Parsed JSON, text, or `undefined` where there is none; of a file `''`. */
	body: unknown;
}

/** Records what this process sends to some hosts, and what they answer. */
export interface Wire {
	/** What was answered since the last call, in order. */
	take(): Exchange[];
	/** Resolves when nothing is on its way, or after so many ms. @returns whether nothing is */
	idle(ms: number): Promise<boolean>;
	stop(): void;
}

/** The most of an answer that is kept, bytes. */
const most = 16 * 1024 * 1024;
const noted = ['prefer', 'consistencylevel', 'if-match'];

interface Event {
	request: ClientRequest;
	response?: IncomingMessage;
}

/** The chunks of requests' bodies, for batches alone. */
const bodies = new WeakMap<OutgoingMessage, Buffer[]>();

/**
 * Begins to record.
 * @param urls of the hosts; nothing that goes elsewhere is looked at
 */
export function recordWire(urls: readonly string[]): Wire {
	const hosts = new Set(urls.map((url) => new URL(url).host));
	const seen: Exchange[] = [];
	const underWay = new Set<ClientRequest>();
	const idlers: Array<() => void> = [];
	const isOurs = (request: ClientRequest) => {
		const url = `${request.protocol}//${String(request.getHeader('host') ?? request.host)}`;
		return URL.canParse(url) && hosts.has(new URL(url).host) && !request.path.includes('/oauth2/');
	};
	const end = (request: ClientRequest) => {
		underWay.delete(request);
		if (underWay.size > 0) return;
		idlers.forEach((resolve) => resolve());
		idlers.length = 0;
	};
	const begun = (request: ClientRequest) => {
		if (!isOurs(request)) return;
		underWay.add(request);
		request.once('close', () => end(request));
	};
	const answered = (event: unknown) => {
		const { request, response } = event as Event;
		if (response === undefined || !isOurs(request)) return;
		const chunks: Buffer[] = [];
		let size = 0;
		let isWhole = false;
		// A listener for data would make the stream flow before its reader is there.
		const push = response.push.bind(response);
		response.push = (chunk: unknown, encoding?: BufferEncoding) => {
			if (Buffer.isBuffer(chunk) && (size += chunk.length) <= most) chunks.push(chunk);
			// The end can be told twice.
			if (chunk === null && !isWhole) seen.push(...exchangesOf(request, response, Buffer.concat(chunks)));
			isWhole ||= chunk === null;
			return push(chunk, encoding);
		};
	};
	const settled = async (ms: number) => {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, ms);
		});
		await Promise.race([late, new Promise<void>((resolve) => idlers.push(resolve))]);
		clearTimeout(timer);
	};
	const restore = tapRequests(begun);
	subscribe('http.client.response.finish', answered);
	return {
		take: () => seen.splice(0),
		idle: async (ms) => {
			const until = Date.now() + ms;
			// What was answered may be followed by the next request at once.
			for (let calm = 0; calm < 3 && Date.now() < until; calm = underWay.size === 0 ? calm + 1 : 0) {
				if (underWay.size > 0) await settled(until - Date.now());
				await immediate();
			}
			return underWay.size === 0;
		},
		stop: () => {
			unsubscribe('http.client.response.finish', answered);
			restore();
		},
	};
}

/**
 * Sees every request of this process when its body ends, before it is on its way, and keeps the bodies of batches: their
 * parts are requests of their own.
 * @returns takes that back
 */
function tapRequests(begun: (request: ClientRequest) => void): () => void {
	const { write, end } = OutgoingMessage.prototype;
	const keep = (request: ClientRequest, chunk: unknown) => {
		if (!request.path.endsWith('/$batch')) return;
		if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
		bodies.set(request, [...(bodies.get(request) ?? []), Buffer.from(chunk)]);
	};
	const prototype = ClientRequest.prototype as { write?: unknown; end?: unknown };
	prototype.write = function (this: ClientRequest, ...args: Parameters<typeof write>) {
		keep(this, args[0]);
		return write.apply(this, args);
	};
	prototype.end = function (this: ClientRequest, ...args: Parameters<typeof end>) {
		keep(this, args[0]);
		begun(this);
		return end.apply(this, args);
	};
	return () => {
		delete prototype.write;
		delete prototype.end;
	};
}

interface Part {
	id: string;
	method: string;
	url: string;
	headers?: Record<string, string>;
}

function exchangesOf(request: ClientRequest, response: IncomingMessage, raw: Buffer): Exchange[] {
	const headers = Object.fromEntries(
		Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
	);
	const whole: Exchange = {
		method: request.method,
		path: request.path,
		requestHeaders: request.getHeaderNames().filter((name) => noted.includes(name)),
		status: response.statusCode ?? 0,
		headers,
		body: bodyOf(headers, raw),
	};
	const sent = bodies.get(request);
	const answers = (whole.body as { responses?: Array<Partial<Exchange> & { id: string }> } | undefined)
		?.responses;
	if (sent === undefined || !Array.isArray(answers)) return [whole];
	const { requests } = JSON.parse(Buffer.concat(sent).toString()) as { requests: Part[] };
	const version = request.path.replace(/\/\$batch$/, '');
	return answers.flatMap(({ id, status = 0, headers: own = {}, body }) => {
		const part = requests.find((one) => String(one.id) === String(id));
		if (part === undefined) return [];
		return {
			method: part.method,
			path: version + part.url,
			requestHeaders: Object.keys(part.headers ?? {})
				.map((name) => name.toLowerCase())
				.filter((name) => noted.includes(name)),
			status,
			headers: Object.fromEntries(
				Object.entries(own).map(([name, value]) => [name.toLowerCase(), String(value)]),
			),
			body,
		};
	});
}

function bodyOf(headers: Record<string, string>, raw: Buffer): unknown {
	if (raw.length === 0) return undefined;
	const text = () => unpacked(headers['content-encoding'], raw).toString('utf8');
	const type = headers['content-type'] ?? '';
	if (!/json/.test(type)) return '';
	try {
		return JSON.parse(text()) as unknown;
	} catch {
		return '';
	}
}

function unpacked(encoding: string | undefined, raw: Buffer): Buffer {
	if (encoding === 'gzip') return gunzipSync(raw);
	if (encoding === 'deflate') return inflateSync(raw);
	return encoding === 'br' ? brotliDecompressSync(raw) : raw;
}
