import type { ExpectedResponse } from '../../../nodes/graph/graphRequest';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { deleted, succeeded } from '../../../nodes/shared/fields/outputs';
import { expectedResponseOf, whyUnexpected, readBody } from '../../../nodes/graph/transport/expectedResponse';
import { shortened } from '../../../nodes/graph/errors/shown';

const base = 'https://graph.microsoft.com/v1.0';
const why = (due: ExpectedResponse, status: number, body: unknown, headers = {}) =>
	whyUnexpected(due, { status, headers, body }, base)?.message;

describe('what a request is due', () => {
	test.each([
		['GET', ['users', 'a'], 'object'],
		['DELETE', ['users', 'a'], 'nothing'],
		['POST', ['users'], 'created'],
		['POST', ['users', 'a', 'sendMail'], 'accepted'],
		['POST', ['users', 'a', 'messages', 'b', 'send'], 'accepted'],
		['POST', ['groups', 'a', 'members', '$ref'], 'nothing'],
		['PUT', ['users', 'a', 'manager', '$ref'], 'nothing'],
		['POST', ['users', 'toString'], 'created'],
		['GET', ['users', 'a', 'send'], 'object'],
	] as const)('%s %j: %s', (method, path, due) => {
		expect(expectedResponseOf({ method, path })).toBe(due);
	});

	test('is what it says itself', () => {
		expect(expectedResponseOf({ method: 'GET', path: ['users'], expectedResponse: 'list' })).toBe('list');
	});
});

test.each<[ExpectedResponse, number, unknown]>([
	['object', 200, { id: 'a' }],
	['object', 200, { '@odata.context': 'x', status: 'failed', error: { code: 'x' } }],
	['list', 200, { value: [] }],
	['list', 200, { value: [{ scheduleId: 'a', error: { responseCode: 'x' } }] }],
	['list', 200, { value: [{}], '@odata.nextLink': `${base}/users?$skiptoken=x` }],
	['created', 201, { id: 'a' }],
	['accepted', 202, undefined],
	['createdOrMonitored', 201, { id: 'a' }],
	['createdOrMonitored', 202, {}],
	['objectOrMonitored', 200, { id: 'a' }],
	['objectOrMonitored', 202, undefined],
	['nothing', 204, undefined],
	['done', 200, undefined],
	['objectOrNothing', 204, undefined],
	['objectOrNothing', 200, { value: true }],
	['batch', 200, { responses: [] }],
	['anything', 299, undefined],
	['anything', 206, [1]],
])('%s is answered by %d with %j', (due, status, body) => {
	expect(why(due, status, body)).toBeUndefined();
});

test.each<[ExpectedResponse, number, unknown, string]>([
	['object', 200, {}, 'an empty object was returned'],
	['object', 200, { '@odata.context': 'x', error: { code: 'a' } }, 'an error was returned, a'],
	['objectOrNothing', 200, undefined, 'nothing was returned instead of an object'],
	['created', 200, { id: 'a' }, 'it came with HTTP 200 instead of 201'],
	['accepted', 202, { ok: true }, 'an object was returned instead of nothing'],
	['batch', 200, { value: [] }, 'it has no "responses"'],
	['anything', 200, { error: { message: 'b' } }, 'an error was returned, b'],
	[
		'list',
		200,
		{ value: [], '@odata.nextLink': 'https://graph.microsoft.com@evil.example/x' },
		'its next page link links to another host, evil.example',
	],
	[
		'list',
		200,
		{ value: [], '@odata.deltaLink': 'https://u:p@graph.microsoft.com/v1.0/users' },
		'its delta link links to another host, graph.microsoft.com',
	],
])('%s is not answered by %d with %j', (due, status, body, said) => {
	expect(why(due, status, body)).toBe(said);
});

test('what came is not repeated at length', () => {
	const message = 'x'.repeat(5_000_000);
	expect(why('object', 200, { error: { code: message, message } })?.length).toBeLessThan(400);
	expect(why('object', 200, readBody(Buffer.from(message)))?.length).toBeLessThan(100);
	expect(shortened('x'.repeat(301))).toHaveLength(301);
});

test('a mark of the order of bytes is no part of JSON', () => {
	expect(readBody(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
});

test('what tells only that it is done is due no body', async () => {
	const silent = resources.flatMap(({ value, operations }) =>
		operations
			.filter(({ output }) => output === deleted || output === succeeded)
			.map((operation) => ({ name: `${value}: ${operation.value}`, request: operation.request })),
	);
	const item = new Proxy({}, { get: (_, name) => fieldReader(String(name)) });
	const dues = await Promise.all(
		silent.map(async ({ name, request }) => {
			const made = await Promise.resolve()
				.then(() => request?.(item as never, async () => await Promise.reject(new Error('asks'))))
				.catch(() => undefined);
			return made && `${name}: ${expectedResponseOf(made)}`;
		}),
	);
	const known = dues.filter((due) => due !== undefined);
	expect(known.length).toBeGreaterThan(20);
	// What goes to the deleted items is answered with the object there.
	const moved = ['mailFolder: delete: created', 'message: delete: created'];
	expect(
		known.filter((due) => !moved.includes(due) && !/(nothing|accepted|done|objectOrNothing)$/.test(due)),
	).toEqual([]);
});

/** A field that holds something of its kind, whatever its name. */
function fieldReader(kind: string): () => unknown {
	const values: Record<string, unknown> = {
		collection: { displayName: 'x' },
		file: Promise.resolve({ content: Buffer.from('x'), mimeType: 'image/jpeg' }),
		flag: false,
		list: ['x'],
	};
	return () => values[kind] ?? 'x';
}
