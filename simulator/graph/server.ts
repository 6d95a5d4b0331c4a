import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordOf, strikeOf } from '../edge';
import { pause } from '../pause';
import { commonHeaders, errorAnswer, graphJson } from './answer';
import { authenticate, checkRevocation } from './auth';
import { serveBatch } from './batch';
import { parseQuery } from './call';
import type { GraphAnswer, GraphCall } from './call';
import { serve } from './dispatch';
import { badRequest, GraphError } from './errors';
import { parsePath } from './router';
import type { GraphWorld } from './world';

/** Largest request body that Graph accepts, in bytes. */
export const bodyLimit = 4 * 1024 * 1024;

const unreadable = () =>
	badRequest(
		'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
	);

function readBody(
	bytes: Buffer | undefined,
	contentType: string | undefined,
): Pick<GraphCall, 'body' | 'raw' | 'length'> {
	if (!bytes || bytes.length === 0) return { length: 0 };
	if (bytes.length > bodyLimit) {
		throw new GraphError(413, 'RequestEntityTooLarge', 'The request entity is too large: the limit is 4 MB.');
	}
	if (contentType === undefined) throw unreadable();
	if (!contentType.includes('json')) return { raw: bytes, length: bytes.length };
	try {
		return { body: JSON.parse(bytes.toString('utf8')) as unknown, length: bytes.length };
	} catch {
		throw unreadable();
	}
}

function readCall(request: FastifyRequest, base: string): GraphCall {
	const [path, search = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
	const [, version = ''] = path.split('/', 2);
	const rest = path.slice(version.length + 1);
	if (version !== 'v1.0' && version !== 'beta') throw badRequest(`Invalid version: ${version}`);
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
	);
	const bytes = Buffer.isBuffer(request.body) ? request.body : undefined;
	return {
		method: request.method,
		version,
		base,
		path,
		segments: parsePath(rest),
		query: parseQuery(search),
		headers,
		...readBody(bytes, headers['content-type']),
	};
}

/**
 * The server that simulates Graph. Every path goes through one handler: Graph's own routing (keys in parentheses, names
 * without case) isn't supported by any framework.
 * @param app gets the handler
 */
export function addGraph(app: FastifyInstance, world: GraphWorld): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser(
		'*',
		{ parseAs: 'buffer' },
		async (_request: FastifyRequest, body: Buffer) => body,
	);

	const letIn = (request: FastifyRequest) => {
		// The host as the caller wrote it, so that links use the same host.
		const call = readCall(request, `${request.protocol}://${request.headers.host ?? ''}`);
		return {
			call,
			token: authenticate(call.headers.authorization, world.entra, world.settings, world.urls()),
		};
	};
	const perform = async (request: FastifyRequest): Promise<GraphAnswer> => {
		const { latency } = world.settings;
		let entered: ReturnType<typeof letIn>;
		try {
			entered = letIn(request);
		} catch (error) {
			await pause(latency);
			throw error;
		}
		const { call, token } = entered;
		if (call.segments[0]?.toLowerCase() !== '$batch') {
			checkRevocation(token, 'service', world.urls().loginUrl);
			return await serve(world, call, token, latency);
		}
		await pause(latency);
		return await serveBatch(world, call, token, request);
	};

	app.all('/*', async (request, reply) => {
		const requestId = randomUUID();
		const clientRequestId = request.headers['client-request-id'];
		const ownId = typeof clientRequestId === 'string' ? clientRequestId : undefined;
		const answer = async (): Promise<GraphAnswer> => {
			try {
				return await perform(request);
			} catch (error) {
				return errorAnswer(error, requestId, ownId);
			}
		};
		const failure = strikeOf(request)?.failure;
		reply.headers(commonHeaders(ownId, requestId));
		if (failure?.when === 'late') {
			world.later(failure.late, answer);
			return reply.send('');
		}
		const { status, headers = {}, body } = await answer();
		if (world.settings.recordAnswers) Object.assign(recordOf(request) ?? {}, { answer: body });
		reply.code(status).headers(headers);
		if (body === undefined) return reply.send();
		if (Buffer.isBuffer(body)) return reply.send(body);
		if (headers['content-type'] === undefined) reply.header('content-type', graphJson);
		return reply.send(JSON.stringify(body));
	});
}
