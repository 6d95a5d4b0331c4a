import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, deflateSync, gzipSync } from 'node:zlib';

import { requestToken } from '../../../credentials/auth/token/requestToken';
import { readFields } from '../../../credentials/auth/core/settings';
import { SignInError } from '../../../credentials/auth/core/signInError';
import type { Token } from '../../../credentials/auth/core/accessToken';
import { defaultClientId, defaultTenantId } from '../../../simulator/entra';
import { n8nHttpRequest } from './n8nHttpRequest';

type Answer = (response: ServerResponse) => void;

let server: Server;
let answers: Answer[] = [];
let requests = 0;
let sentBytes = 0;
beforeAll(async () => {
	server = createServer((request, response) => {
		request.resume();
		requests += 1;
		// The last answer is given again and again.
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		request.on('end', () => answer?.(response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	requests = 0;
	sentBytes = 0;
});

const loginUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const fieldsFor = () =>
	readFields({
		tenantId: defaultTenantId,
		clientId: defaultClientId,
		clientSecret: 'the secret',
		cloud: 'custom',
		loginUrl: loginUrl(),
		graphUrl: loginUrl(),
	});

async function signIn(
	given: Answer[],
	bounds: { answerTimeout?: number; pauses?: number[] } = {},
): Promise<Token | SignInError> {
	answers = given;
	try {
		return await requestToken(fieldsFor(), loginUrl(), n8nHttpRequest, { pauses: [10, 10], ...bounds });
	} catch (error) {
		expect(error).toBeInstanceOf(SignInError);
		return error as SignInError;
	}
}
const messageOf = (result: Token | SignInError) => (result as SignInError).message;

const send =
	(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const json = (body: unknown): Answer => send(200, JSON.stringify(body));

/** Writes until the other side has enough. */
const endless: Answer = (response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const chunk = Buffer.alloc(256 * 1024, 'a');
	const write = (): void => {
		while (!response.destroyed && sentBytes < 100 * 1024 * 1024) {
			sentBytes += chunk.length;
			if (!response.write(chunk)) {
				response.once('drain', write);
				return;
			}
		}
		response.end();
	};
	write();
};
const trickle: Answer = (response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const timer = setInterval(() => response.write(' '), 50);
	response.on('close', () => clearInterval(timer));
};
/** A megabyte of gzip in place of each gigabyte. */
const bomb = () => gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: constants.Z_BEST_SPEED });

describe('an answer without a token that can be used is told as what came', () => {
	it.each<[string, Answer, RegExp]>([
		['a token that is a number', json({ access_token: 4711 }), /HTTP 200.*its access_token is a number/],
		['a token that is an object', json({ access_token: { a: 1 } }), /its access_token is an object/],
		['an empty token', json({ access_token: '' }), /its access_token is empty/],
		['null as token', json({ access_token: null }), /its access_token is null/],
		['a list as token', json({ access_token: ['a'] }), /its access_token is a list/],
		[
			'a token with a line break',
			json({ access_token: 'a\r\nX-Injected: 1' }),
			/its access_token holds what no token has/,
		],
		[
			'a token of 500 kB',
			json({ access_token: 'a'.repeat(500_000) }),
			/its access_token has 500000 characters/,
		],
		['JSON null', send(200, 'null'), /HTTP 200 with an empty body/],
		['nothing', send(200, ''), /HTTP 200 with an empty body/],
		['204', send(204, ''), /HTTP 204 with an empty body/],
		['JSON that breaks off', send(200, '{"access_token":"a'), /HTTP 200 with truncated JSON/],
		[
			'a page',
			send(200, '<html><title>Hotel</title>', { 'content-type': 'text/html' }),
			/page titled "Hotel"/,
		],
		[
			'a redirect',
			send(302, '', { location: 'https://hotel.example/?a=1' }),
			/HTTP 302 \(a redirect to hotel\.example\)/,
		],
		[
			'a refusal whose codes are objects',
			send(400, '{"error":"invalid_client","error_codes":[{"toString":1,"valueOf":1}]}'),
			/invalid_client/,
		],
		['a refusal called constructor', send(400, '{"error":"constructor"}'), /HTTP 400.*constructor/],
		['a list', json([1, 2]), /HTTP 200 with JSON that is neither a token nor an error/],
	])('%s', async (_name, answer, message) => {
		const result = await signIn([answer]);
		expect(result).toBeInstanceOf(SignInError);
		expect(messageOf(result)).toMatch(message);
		expect(messageOf(result).length).toBeLessThan(1_500);
		expect(requests).toBe(1);
	});

	it('a cut answer, after trying again', async () => {
		const cut: Answer = (response) => {
			response.writeHead(200, { 'content-length': '1000' });
			response.write('{"access_token":', () => response.destroy());
		};
		expect(messageOf(await signIn([cut]))).toMatch(/couldn't be reached/);
		expect(requests).toBe(3);
	});

	it.each<[string, (response: ServerResponse) => void]>([
		['no answer', () => undefined],
		['a byte now and then', trickle],
	])('%s, when the time is up', async (_name, answer) => {
		const result = await signIn([answer], { answerTimeout: 400 });
		expect(messageOf(result)).toMatch(/didn't respond in (full within 0\.4 s|time)/);
		expect(requests).toBe(3);
	});

	it.each<[string, Answer]>([
		['100 MB', endless],
		['a gzip bomb', send(200, bomb(), { 'content-encoding': 'gzip' })],
		[
			'a deflate bomb',
			send(200, deflateSync(Buffer.alloc(100 * 1024 * 1024)), { 'content-encoding': 'deflate' }),
		],
	])('%s, of which little is read', async (_name, answer) => {
		const before = process.memoryUsage().rss;
		const result = await signIn([answer]);
		expect(messageOf(result)).toMatch(/login host 127\.0\.0\.1:\d+ .*more than 1 MB/);
		expect(requests).toBe(1);
		expect(sentBytes).toBeLessThan(50 * 1024 * 1024);
		expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
	});
});

describe('a token with absurd times is kept for a bounded time', () => {
	const hour = 3_600_000;
	it.each<unknown>([
		0.001,
		'NaN',
		-1,
		0,
		1e308,
		1e300,
		1e15,
		'soon',
		'',
		{},
		[],
		{ toString: 1 },
		null,
		true,
		undefined,
	])('expires_in: %j', async (life) => {
		for (const answer of [
			{ expires_in: life },
			{ expires_in: 3600, refresh_in: life },
			{ expires_on: life },
			{ expires_in: life, refresh_in: life, expires_on: life },
		]) {
			const begun = Date.now();
			const token = (await signIn([json({ access_token: 'a-token', ...answer })])) as Token;
			expect(token).toMatchObject({ value: 'a-token' });
			expect(token.expiresAt).toBeGreaterThan(begun);
			expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 24 * hour);
			expect(token.renewAt).toBeGreaterThan(begun + 1_000);
			expect(token.renewAt).toBeLessThanOrEqual(token.expiresAt);
		}
	});
});
