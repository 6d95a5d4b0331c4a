import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults, Strike, TerminalAction } from './faults';
import { pause } from './pause';
import type { Host, RecordedRequest, RequestLog } from './requestLog';
import type { Settings } from './settings';

export interface EdgeOptions {
	host: Host;
	faults: Faults;
	log: RequestLog;
	settings: Settings;
	/** Whether the latency is applied here; false where the host does it itself. */
	waits: boolean;
	/** The body of a failure that only has a status. */
	errorBody(status: number): unknown;
}

interface Passing {
	recorded: RecordedRequest;
	strike?: Strike;
}

const passing = new WeakMap<FastifyRequest, Passing>();

/** The faults of a request, for a host that carries out `late` faults itself. */
export function strikeOf(request: FastifyRequest): Strike | undefined {
	return passing.get(request)?.strike;
}

/** The log's number of a request. */
export function recordOf(request: FastifyRequest): RecordedRequest | undefined {
	return passing.get(request)?.recorded;
}

function bodyToRecord(body: unknown, contentType: string): unknown {
	if (!Buffer.isBuffer(body)) return body;
	if (body.length === 0) return undefined;
	const text = () => body.toString('utf8');
	if (contentType.includes('json')) {
		try {
			return JSON.parse(text()) as unknown;
		} catch {
			return text();
		}
	}
	return contentType.startsWith('text/') ? text() : body.length;
}

function headersOf(request: FastifyRequest): Record<string, string> {
	return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

function write(
	reply: FastifyReply,
	action: Extract<TerminalAction, { status: number } | { html: string }>,
	options: EdgeOptions,
): string {
	if ('html' in action) {
		reply.code(action.status ?? 502).header('content-type', 'text/html; charset=utf-8');
		return action.html;
	}
	const body = 'body' in action && action.body !== undefined ? action.body : options.errorBody(action.status);
	reply
		.code(action.status)
		.header('content-type', 'application/json')
		.headers(action.headers ?? {});
	return typeof body === 'string' ? body : JSON.stringify(body);
}

function halfOf(payload: Buffer, reply: FastifyReply): Readable {
	reply.header('content-length', payload.length);
	let written = false;
	return new Readable({
		read() {
			if (!written) {
				written = true;
				this.push(payload.subarray(0, Math.floor(payload.length / 2)));
			} else setTimeout(() => reply.raw.socket?.destroy(), 5);
		},
	});
}

const never = () => new Promise<never>(() => undefined);

/**
 * What every host does with a request before and after its own answer: records it, waits, applies faults.
 * @param app the host's server
 */
export function addEdge(app: FastifyInstance, options: EdgeOptions): void {
	const { host, faults, log, settings } = options;

	app.addHook('onRequest', async (request) => {
		const [path, search = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
		const recorded = log.begin({
			host,
			method: request.method,
			path,
			query: Object.fromEntries(new URLSearchParams(search)),
			headers: headersOf(request),
		});
		passing.set(request, { recorded });
	});

	app.addHook('preHandler', async (request, reply) => {
		const pass = passing.get(request);
		if (!pass) return;
		const { recorded } = pass;
		if (settings.recordBodies)
			recorded.body = bodyToRecord(request.body, request.headers['content-type'] ?? '');
		const strike = faults.strike({ host, method: request.method, path: recorded.path, part: false });
		pass.strike = strike;
		const failsNow = strike.failure?.when === 'before' || strike.failure?.when === 'late';
		await pause(strike.delay + (options.waits || failsNow ? settings.latency : 0));
		if (strike.failure?.when !== 'before') return;
		const { action } = strike.failure;
		// Answered here: what onSend does is for requests that were carried out.
		strike.failure = undefined;
		if ('reset' in action || 'hang' in action || 'cut' in action) {
			reply.hijack();
			if (!('hang' in action)) request.raw.socket.destroy();
			return;
		}
		return reply.send(write(reply, action, options));
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const strike = passing.get(request)?.strike;
		if (!strike) return payload;
		await pause(strike.delayAfter);
		const action = strike.failure?.action;
		if (!action) return payload;
		if ('hang' in action) return await never();
		const whole =
			Buffer.isBuffer(payload) || typeof payload === 'string' ? Buffer.from(payload) : Buffer.alloc(0);
		if ('cut' in action && whole.length > 1) return halfOf(whole, reply);
		if ('reset' in action || 'cut' in action) {
			request.raw.socket.destroy();
			return payload;
		}
		// Of the answer that is replaced, not of this one.
		reply.removeHeader('content-length');
		reply.removeHeader('retry-after');
		return write(reply, action, options);
	});

	const end = (request: FastifyRequest, status: number) => {
		const recorded = passing.get(request)?.recorded;
		if (!recorded || recorded.finishedAt !== undefined) return;
		recorded.finishedAt = Date.now();
		recorded.status = status;
	};
	app.addHook('onRequest', async (request, reply) => {
		// `finish` comes when the answer was handed over whole; `close` alone when the connection ended before.
		reply.raw.once('finish', () => end(request, reply.raw.statusCode));
		reply.raw.once('close', () => end(request, 0));
	});
}
