import { NodeApiError, UserError, type INode, type JsonObject } from 'n8n-workflow';
import { signInError } from '../../../credentials/auth/core/signInError';
import { readOutcome } from '../../../nodes/graph/transport/outcome';

const node: INode = {
	id: 'n',
	name: 'Microsoft Graph',
	type: 'microsoftGraph',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** As n8n's client throws, and as `httpRequestWithAuthentication` hands it on. */
function thrown(message: string, parts: object): NodeApiError {
	const error = Object.assign(new Error(message), parts);
	return new NodeApiError(node, error as unknown as JsonObject);
}

test.each([
	['ECONNRESET', 'socket hang up'],
	['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'],
	['ENOTFOUND', 'getaddrinfo ENOTFOUND graph.microsoft.com'],
	['ECONNABORTED', 'timeout of 120000ms exceeded'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
])('a connection that failed: %s', (code, message) => {
	expect(readOutcome(thrown(message, { code }))).toEqual({ kind: 'noAnswer', code, message });
});

test('a code that is deeper down, below errors without one', () => {
	const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	expect(readOutcome(thrown('request failed', { cause }))).toMatchObject({
		kind: 'noAnswer',
		code: 'ECONNRESET',
	});
});

test('an answer that was refused', () => {
	const response = { status: 401, headers: { 'request-id': 'r' }, data: { error: { code: 'x' } } };
	expect(
		readOutcome(thrown('Request failed with status code 401', { code: 'ERR_BAD_REQUEST', response })),
	).toEqual({
		kind: 'answered',
		response: { status: 401, headers: { 'request-id': 'r' }, body: { error: { code: 'x' } } },
	});
});

test.each([200, 201, 204])('an answer of %d that was cut is no answer', (status) => {
	const response = { status, headers: {}, data: undefined };
	const error = thrown('stream has been aborted', { code: 'ERR_BAD_RESPONSE', response });
	expect(readOutcome(error)).toEqual({
		kind: 'noAnswer',
		code: 'ERR_BAD_RESPONSE',
		message: 'stream has been aborted',
	});
});

test('a refused sign-in, however it was wrapped', () => {
	const error = signInError({ what: 'The secret is wrong.', fix: 'Enter it.' });
	for (const given of [
		error,
		new NodeApiError(node, error as unknown as JsonObject),
		new Error('x', { cause: error }),
	]) {
		expect(readOutcome(given)).toEqual({ kind: 'signInFailed', error });
	}
});

test.each([
	{ code: 'ERR_CANCELED', name: 'CanceledError' },
	{ name: 'AbortError' },
	{ name: 'CanceledError' },
])('a cancelled execution: %j', (parts) => {
	expect(readOutcome(thrown('canceled', parts))).toEqual({ kind: 'cancelled' });
});

test('n8n’s SSRF protection', () => {
	const error = Object.assign(new UserError('blocked'), { name: 'SsrfBlockedIpError' });
	expect(readOutcome(new Error('x', { cause: error }))).toMatchObject({
		kind: 'noAnswer',
		code: 'SsrfBlockedIpError',
		message: 'blocked',
	});
});

test.each([undefined, null, 'text', 7, {}])('whatever else is thrown: %j', (error) => {
	expect(readOutcome(error)).toEqual({ kind: 'noAnswer', code: '', message: 'no reason was given' });
});

test('a chain of causes that never ends', () => {
	const error = new Error('round');
	error.cause = error;
	expect(readOutcome(error)).toMatchObject({ kind: 'noAnswer', message: 'round' });
});
