import type { FastifyRequest } from 'fastify';
import type { IssuedToken } from '../entra';
import { recordOf } from '../edge';
import type { TerminalAction } from '../faults';
import { lanes } from '../lanes';
import { pause } from '../pause';
import { shuffled } from '../random';
import { commonHeaders, errorAnswer, graphJson } from './answer';
import { checkRevocation } from './auth';
import type { GraphAnswer, GraphCall } from './call';
import { parseQuery } from './call';
import { serve, serviceOf } from './dispatch';
import { badRequest, errorBodyOf, GraphError } from './errors';
import { isOutlook, parsePath } from './router';
import type { GraphWorld } from './world';

interface Part {
	id: string;
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
	dependsOn: string[];
}

interface PartAnswer {
	id: string;
	status: number;
	headers: Record<string, string>;
	body?: unknown;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const writing = ['POST', 'PUT', 'PATCH'];

function readPart(value: unknown): Part {
	if (typeof value !== 'object' || value === null) throw badRequest('Invalid batch payload format.');
	const { id, method, url, headers = {}, body, dependsOn = [] } = value as Record<string, unknown>;
	if (typeof id !== 'string' || id === '')
		throw badRequest('The request id in the batch is missing or is no text.');
	if (typeof method !== 'string' || !methods.includes(method.toUpperCase()))
		throw badRequest(`Invalid or missing method in the request with id '${id}'.`);
	if (typeof url !== 'string' || url === '')
		throw badRequest(`The url of the request with id '${id}' is missing.`);
	if (typeof headers !== 'object' || headers === null)
		throw badRequest(`The headers of the request with id '${id}' are invalid.`);
	if (!Array.isArray(dependsOn))
		throw badRequest(`dependsOn of the request with id '${id}' must be a collection.`);
	return {
		id,
		method: method.toUpperCase(),
		url,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, held]) => [name.toLowerCase(), String(held)]),
		),
		body,
		dependsOn: dependsOn.map(String),
	};
}

/** Graph: "Combine multiple HTTP requests using JSON batching". */
function readBatch(call: GraphCall): Part[] {
	const { requests } = (call.body ?? {}) as { requests?: unknown };
	if (call.method !== 'POST' || !Array.isArray(requests)) throw badRequest('Invalid batch payload format.');
	if (requests.length > 20)
		throw badRequest('Number of batch request steps exceeds the maximum value of 20.');
	const parts = requests.map(readPart);
	const ids = new Set<string>();
	for (const { id, dependsOn } of parts) {
		if (ids.has(id.toLowerCase())) throw badRequest(`Batch request ids must be unique: '${id}' comes twice.`);
		const unknown = dependsOn.find((one) => !ids.has(one.toLowerCase()));
		if (unknown !== undefined)
			throw badRequest(`Request '${id}' depends on '${unknown}', which does not come before it.`);
		ids.add(id.toLowerCase());
	}
	checkOrder(parts);
	return parts;
}

/** All in parallel, all in sequence, or all dependent on one: nothing in between is accepted. */
function checkOrder(parts: readonly Part[]): void {
	const dependent = parts.filter(({ dependsOn }) => dependsOn.length > 0);
	if (dependent.some(({ dependsOn }) => dependsOn.length > 1)) {
		throw badRequest('Only one dependsOn relation is allowed for a request.');
	}
	const onOne = new Set(dependent.map(({ dependsOn }) => dependsOn[0])).size === 1;
	const inSequence = parts.every(
		({ dependsOn }, index) => index === 0 || dependsOn[0] === parts[index - 1].id,
	);
	if (dependent.length > 0 && !onOne && !inSequence) {
		throw badRequest('Batch requests must be parallel, serial, or all dependent on the same request.');
	}
}

function readPartBody(part: Part): Pick<GraphCall, 'body' | 'raw' | 'length'> {
	const { body, headers, method, url } = part;
	if (body === undefined || body === null) {
		if (!writing.includes(method)) return { length: 0 };
		// "An action without a body": Graph requires `body: {}` with its Content-Type.
		throw badRequest('Write request id : ' + part.id + ' does not contain Content-Type header or body.');
	}
	const type = headers['content-type'];
	if (type === undefined)
		throw badRequest(`Write request id : ${part.id} does not contain Content-Type header or body.`);
	if (typeof body === 'string' || !type.includes('json')) {
		throw badRequest(`Binary and MIME bodies cannot be part of a batch: '${url}'.`);
	}
	return { body, length: JSON.stringify(body).length };
}

function readCall(part: Part, outer: GraphCall, batch: number): GraphCall {
	const { url, headers, method } = part;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url))
		throw badRequest(`Invalid batch request url '${url}': it must be relative.`);
	// A fragment ("#…") isn't part of a request (RFC 3986).
	const [path, search = ''] = (url.startsWith('/') ? url : `/${url}`).split('#', 1)[0].split(/\?(.*)/s);
	if (/^\/(v1\.0|beta)(\/|$)/.test(path))
		throw badRequest(`Resource not found for the segment '${path.split('/')[1]}'.`);
	const segments = parsePath(path);
	if (segments[0].toLowerCase() === '$batch') throw badRequest('A batch cannot be part of a batch.');
	if (headers.prefer?.includes('respond-async'))
		throw badRequest('Prefer: respond-async cannot be part of a batch.');
	const { version, base } = outer;
	return {
		method,
		version,
		base,
		path: `/${version}${path}`,
		segments,
		query: parseQuery(search),
		headers,
		batch,
		...readPartBody(part),
	};
}

/** A fault of a part that leaves no response: the whole HTTP request fails the same way. */
class ConnectionLost extends Error {}

const never = () => new Promise<never>(() => undefined);

/**
 * Responds to a $batch: 200 with a response for each part.
 * @param request the HTTP request around it
 * @throws GraphError 400 for a batch that Graph refuses as a whole
 */
export async function serveBatch(
	world: GraphWorld,
	call: GraphCall,
	token: IssuedToken,
	request: FastifyRequest,
): Promise<GraphAnswer> {
	const parts = readBatch(call);
	const { settings, faults, log } = world;
	const batch = recordOf(request)?.id ?? 0;
	const inMailLane = lanes(settings.batchMailParallel);
	const done = new Map<string, Promise<PartAnswer>>();

	const answerPart = async (part: Part): Promise<GraphAnswer> => {
		const { id, headers } = part;
		try {
			for (const other of part.dependsOn) {
				const { status } = (await done.get(other)) ?? { status: 424 };
				if (status >= 400)
					throw new GraphError(
						424,
						'FailedDependency',
						`Request '${id}' depends on '${other}', which failed.`,
					);
			}
			const inner = readCall(part, call, batch);
			checkRevocation(token, 'service', world.urls().loginUrl);
			const service = serviceOf(inner);
			const work = () => serve(world, inner, token, 0);
			const strike = faults.strike({ host: 'graph', method: part.method, path: inner.path, part: true });
			await pause(strike.delay);
			const run = () => (isOutlook(service) ? inMailLane(work) : work());
			const { failure } = strike;
			if (!failure) {
				const answer = await run();
				await pause(strike.delayAfter);
				return answer;
			}
			if (failure.when === 'after') await run().catch(() => undefined);
			if (failure.when === 'late') world.later(failure.late, () => work().catch(() => undefined));
			await pause(strike.delayAfter);
			if ('hang' in failure.action) throw new ConnectionLost();
			if ('status' in failure.action || 'html' in failure.action) return struckAnswer(failure.action);
			request.raw.socket.destroy();
			throw new ConnectionLost();
		} catch (error) {
			if (error instanceof ConnectionLost) throw error;
			return errorAnswer(error, commonHeaders(undefined)['request-id'], headers['client-request-id']);
		}
	};

	const run = async (part: Part): Promise<PartAnswer> => {
		const [path, search = ''] = part.url.split(/\?(.*)/s);
		const recorded = log.begin({
			host: 'graph',
			method: part.method,
			path: `/${call.version}${path.startsWith('/') ? '' : '/'}${path}`,
			query: Object.fromEntries(new URLSearchParams(search)),
			headers: part.headers,
			body: settings.recordBodies ? part.body : undefined,
			batchPartOf: batch,
		});
		let status = 0;
		try {
			const answer = await answerPart(part);
			status = answer.status;
			if (settings.recordAnswers) recorded.answer = answer.body;
			return writePart(part, answer);
		} finally {
			Object.assign(recorded, { status, finishedAt: Date.now() });
		}
	};

	try {
		for (const part of parts) done.set(part.id, run(part));
		const settled = await Promise.allSettled(done.values());
		const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
		for (const one of settled) if (one.status === 'rejected') throw one.reason;
		return {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: { responses: settings.shuffleBatch ? shuffled(answers, world.random) : answers },
		};
	} catch (error) {
		if (!(error instanceof ConnectionLost)) throw error;
		world.throttle.endBatch(batch);
		return await never();
	} finally {
		world.throttle.endBatch(batch);
	}
}

function struckAnswer(action: Extract<TerminalAction, { status: number } | { html: string }>): GraphAnswer {
	if ('html' in action) {
		return {
			status: action.status ?? 502,
			headers: { 'content-type': 'text/html' },
			body: Buffer.from(action.html),
		};
	}
	const { status, headers, body } = action;
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: body ?? errorBodyOf(status),
	};
}

/** Header names inside a batch are written as Graph writes them. */
const headerName = (name: string) =>
	name
		.replace(/^odata/, 'OData')
		.replace(/(^|-)([a-z])/g, (_whole, dash: string, letter: string) => dash + letter.toUpperCase());

function writePart(part: Part, answer: GraphAnswer): PartAnswer {
	const { status, body } = answer;
	const headers: Record<string, string> = {};
	const { 'content-type': type, ...others } = answer.headers ?? {};
	for (const [name, value] of Object.entries(others)) headers[headerName(name)] = value;
	if (part.headers['client-request-id']) headers['client-request-id'] = part.headers['client-request-id'];
	if (body !== undefined)
		headers['Content-Type'] = (type ?? graphJson).replace(/(json.*); ?charset=utf-8/, '$1');
	headers['request-id'] = commonHeaders(undefined)['request-id'];
	if (body === undefined) return { id: part.id, status, headers };
	// Anything but JSON and plain text is returned as base64.
	if (!Buffer.isBuffer(body)) return { id: part.id, status, headers, body };
	return {
		id: part.id,
		status,
		headers,
		body: type?.startsWith('text/') ? body.toString('utf8') : body.toString('base64'),
	};
}
