import { batchBody, readParts, serializePart } from '../../../nodes/graph/scheduling/batch';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import { fact } from '../../reality/facts';

const base = 'https://graph.microsoft.com/v1.0';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function partOf(request: GraphRequest): Record<string, unknown> {
	const part = serializePart(request, base, '7');
	return JSON.parse(part?.json ?? 'null') as Record<string, unknown>;
}

describe('a request as a part of a batch', () => {
	test('has a relative URL, its own headers, and an id of its own for support', () => {
		const headers = { Prefer: 'IdType="ImmutableId"', ConsistencyLevel: 'eventual' };
		expect(partOf({ method: 'GET', path: ['users', 'a b'], query: { $top: 5 }, headers })).toEqual({
			id: '7',
			method: 'GET',
			url: '/users/a%20b?$top=5',
			headers: { ...headers, 'client-request-id': expect.stringMatching(guid) },
		});
	});

	test('carries its body and what kind it is', () => {
		expect(partOf({ method: 'PATCH', path: ['users', 'a'], body: { displayName: 'Ä' } })).toMatchObject({
			headers: { 'Content-Type': 'application/json' },
			body: { displayName: 'Ä' },
		});
	});

	test.each(['POST', 'PATCH', 'PUT'] as const)('has an empty body where an action has none: %s', (method) => {
		expect(partOf({ method, path: ['users', 'a', 'revokeSignInSessions'] })).toMatchObject({
			headers: { 'Content-Type': 'application/json' },
			body: {},
		});
	});

	test.each(['GET', 'DELETE'] as const)('has no body: %s', (method) => {
		const part = partOf({ method, path: ['users', 'a'] });
		expect(part).not.toHaveProperty('body');
		expect(part.headers).not.toHaveProperty('Content-Type');
	});

	test('may be a link that Graph gave, made relative', () => {
		const link = `${base}/users?$skiptoken=abc%2F`;
		expect(partOf({ method: 'GET', path: ['users'], link })).toMatchObject({
			url: '/users?$skiptoken=abc%2F',
		});
	});

	test('is none where the request may not be batched, or is for another version', () => {
		expect(serializePart({ method: 'GET', path: ['a'], batchable: false }, base, '1')).toBeUndefined();
		const link = 'https://graph.microsoft.com/beta/users';
		expect(serializePart({ method: 'GET', path: ['a'], link }, base, '1')).toBeUndefined();
		const alike = 'https://graph.microsoft.com/v1.01/users';
		expect(serializePart({ method: 'GET', path: ['a'], link: alike }, base, '1')).toBeUndefined();
	});

	test('is refused where the request is', () => {
		expect(() => serializePart({ method: 'GET', path: ['..'] }, base, '1')).toThrow("can't be an ID");
		const link = 'https://attacker.example/v1.0/users';
		expect(() => serializePart({ method: 'GET', path: ['a'], link }, base, '1')).toThrow('another host');
	});

	test('counts its bytes, not its characters', () => {
		const part = serializePart({ method: 'POST', path: ['a'], body: { text: 'ä💌' } }, base, '1');
		expect(part?.bytes).toBe(Buffer.byteLength(part?.json ?? ''));
		expect(part?.bytes).toBeGreaterThan((part?.json ?? '').length);
	});
});

test('a batch is its parts in one array', () => {
	const parts = ['1', '2', '3'].map((id) => serializePart({ method: 'GET', path: ['users', id] }, base, id));
	const body = batchBody(parts.flatMap((part) => part ?? []));
	expect(JSON.parse(body.toString())).toMatchObject({
		requests: [
			{ id: '1', url: '/users/1' },
			{ id: '2', url: '/users/2' },
			{ id: '3', url: '/users/3' },
		],
	});
});

describe('the answer to a batch', () => {
	const read = (body: unknown, ids = ['1', '2']) =>
		Object.fromEntries(
			readParts(
				{ status: 200, headers: {}, body },
				ids.map((id) => ({ id, request: { method: 'GET', path: ['users', id] }, base })),
			),
		);
	const missing = { kind: 'noAnswer', message: expect.stringMatching(/missing|no HTTP status/) };

	test('is sorted to its parts, header names in lower case', () => {
		const responses = [
			{ id: '2', status: 429, headers: { 'Retry-After': '3' }, body: { error: { code: 'x' } } },
			{ id: '1', status: 200, body: { id: 'a' } },
		];
		expect(read({ responses })).toEqual({
			'1': { kind: 'answered', response: { status: 200, headers: {}, body: { id: 'a' } } },
			'2': {
				kind: 'answered',
				response: { status: 429, headers: { 'retry-after': '3' }, body: { error: { code: 'x' } } },
			},
		});
	});

	test('takes numbers for ids, and ignores what was not asked', () => {
		const parts = read({
			responses: [
				{ id: 1, status: 200, body: { id: 'a' } },
				{ id: '9', status: 200, body: { id: 'b' } },
				{ id: '2', status: 404, body: { error: {} } },
			],
		});
		expect(Object.keys(parts)).toEqual(['1', '2']);
		expect(parts).toMatchObject({ '1': { response: { status: 200 } }, '2': { response: { status: 404 } } });
	});

	test(fact(45, 'node', 'gives a refused part the ID of its call where it has none of its own'), () => {
		const sent = ['1', '2'].map((id) => ({ id, request: { method: 'GET', path: ['a', id] } as const, base }));
		const error = { code: 'itemNotFound', message: 'The resource could not be found.' };
		const parts = readParts(
			{
				status: 200,
				headers: { 'request-id': 'outer', date: 'today', 'retry-after': '9' },
				body: {
					responses: [
						{ id: '1', status: 404, body: { error } },
						{ id: '2', status: 404, headers: { 'request-id': 'own' }, body: { error } },
					],
				},
			},
			sent,
		);
		expect(parts.get('1')).toMatchObject({ response: { headers: { 'request-id': 'outer', date: 'today' } } });
		expect(parts.get('1')).not.toHaveProperty('response.headers.retry-after');
		expect(parts.get('2')).toMatchObject({ response: { headers: { 'request-id': 'own', date: 'today' } } });
	});

	test.each([
		['a part', { responses: [{ id: '2', status: 200, body: { id: 'b' } }] }],
		['the status of a part', { responses: [{ id: '1' }, { id: '2', status: 200, body: { id: 'b' } }] }],
		[
			'a readable status',
			{
				responses: [
					{ id: '1', status: '200' },
					{ id: '2', status: 200, body: { id: 'b' } },
				],
			},
		],
		['a whole part', { responses: [null, { id: '2', status: 200, body: { id: 'b' } }] }],
	])('without %s leaves its outcome open', (_, body) => {
		expect(read(body)).toMatchObject({ '1': missing, '2': { kind: 'answered' } });
	});

	test.each([undefined, null, '', '<html></html>', {}, { responses: null }, { responses: {} }, [], 7])(
		'that is none leaves all open: %j',
		(body) => {
			expect(read(body)).toMatchObject({ '1': missing, '2': missing });
		},
	);
});
