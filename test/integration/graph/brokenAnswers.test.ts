import { gzipSync } from 'node:zlib';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fact } from '../../reality/facts';
import { binaryContent } from '../harness';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';
import { answerParts, json, useRawGraph, type RawAnswer } from '../harness/rawGraph';

const product = useProduct();
const graph = useRawGraph(product);
// The shortest pauses before something is repeated.
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

/** Has a request that failed once be given up, in place of waiting. */
const once = { maxWait: 0 };
const adele = byId('adelev@contoso.example');
const users: INodeParameters = { resource: 'user', operation: 'getAll', returnAll: true };
const getUser: INodeParameters = {
	resource: 'user',
	operation: 'get',
	userId: byId('={{ $json.id }}'),
	options: once,
};
const send: INodeParameters = {
	resource: 'message',
	operation: 'send',
	mailbox: adele,
	toRecipients: 'someone@elsewhere.example',
	subject: 'x',
	bodyContent: 'x',
	options: { delivery: 'atMostOnce' },
};
const createContact: INodeParameters = {
	resource: 'contact',
	operation: 'create',
	mailbox: adele,
	givenName: 'A',
};
const deleteUser: INodeParameters = { resource: 'user', operation: 'delete', userId: adele };
const updateUser: INodeParameters = {
	resource: 'user',
	operation: 'update',
	userId: adele,
	updateFields: { displayName: 'A' },
	options: once,
};
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};

const page = Buffer.from(
	JSON.stringify({ value: Array.from({ length: 500 }, (_, n) => ({ id: `user-${n}` })) }),
);
const html = '<!DOCTYPE html><html><title>Sign in</title></html>';
const refusal = { error: { code: 'ErrorInternal', message: 'Something broke.' } };
const asJson = { 'content-type': 'application/json' };

/** What gateways give in place of JSON, and what is said of it. */
const broken: Array<[string, RawAnswer, RegExp]> = [
	['JSON that is cut off', { body: page.subarray(0, 300) }, /isn't valid JSON/],
	[
		'gzip that is cut off',
		{ headers: { ...asJson, 'content-encoding': 'gzip' }, body: gzipSync(page).subarray(0, 100) },
		/cut/,
	],
	[
		'a body that ends before its length',
		(response) => {
			response.writeHead(200, { ...asJson, 'content-length': String(page.length) });
			response.write(page.subarray(0, 100), () => setTimeout(() => response.destroy(), 5));
		},
		/cut/,
	],
	['a web page', { headers: { 'content-type': 'text/html' }, body: html }, /a web page was returned/],
	['a web page without a type', { headers: {}, body: html }, /a web page was returned/],
	['a web page that is called JSON', { body: html }, /a web page was returned/],
	['text', { headers: { 'content-type': 'text/plain' }, body: 'OK' }, /isn't valid JSON|text was returned/],
	['a text in JSON', json('OK'), /text was returned/],
	['a number', json(7), /a number was returned/],
	['an array', json([]), /an array was returned/],
	['null', json(null), /null was returned/],
	['an empty object', json({}), /isn't a list|an empty object/],
	['an error with status 200', json(refusal), /an error was returned, ErrorInternal: Something broke/],
	['nothing', { body: '' }, /nothing was returned/],
	['204', { status: 204 }, /HTTP 204/],
	['a part that was not asked for', { status: 206, body: page }, /HTTP 206/],
];

/** What no list is, though it is JSON. */
const noLists: Array<[string, RawAnswer, RegExp]> = [
	['no "value"', json({ id: 'a' }), /isn't a list/],
	['null for "value"', json({ value: null }), /isn't a list/],
	['an object for "value"', json({ value: { id: 'a' } }), /isn't a list/],
	['null for an entry', json({ value: [{ id: 'a' }, null] }), /null is among the entries/],
	['a text for an entry', json({ value: ['a'] }), /text is among the entries/],
	['an error for an entry', json({ value: [{ id: 'a' }, refusal] }), /in its list, an error was returned/],
	['null for its next link', json({ value: [{ id: 'b' }], '@odata.nextLink': null }), /link is null/],
	['an empty next link', json({ value: [{ id: 'b' }], '@odata.nextLink': '' }), /link is empty/],
	['a number for its next link', json({ value: [{ id: 'b' }], '@odata.nextLink': 7 }), /link is a number/],
];

const firstPage = () =>
	json({ value: [{ id: 'a' }], '@odata.nextLink': `${graph.url}/v1.0/users?$skiptoken=2` });

describe('a list', () => {
	test.each([...broken, ...noLists])(
		fact(11, 'node', 'does not end with %s in place of page two'),
		async (_, wrong, why) => {
			graph.answer((__, count) => (count === 1 ? firstPage() : wrong));
			const run = await graph.run({ ...users, options: once });
			expect(run.items).toEqual([]);
			expect(textOf(run.error)).toMatch(why);
			expect(textOf(run.error).length).toBeLessThan(600);
			expect(graph.asked).toHaveLength(2);
		},
	);

	test.each([...broken, ...noLists])(
		fact(11, 'node', 'goes on when %s came once in place of page two'),
		async (_, wrong) => {
			graph.answer((__, count) =>
				count === 1 ? firstPage() : count === 2 ? wrong : json({ value: [{ id: 'b' }] }),
			);
			const run = await graph.run(users);
			expect(run.error).toBeUndefined();
			expect(jsonOf(run.items).map(({ id }) => id)).toEqual(['a', 'b']);
		},
	);

	test('is not empty where something else came in place of page one', async () => {
		graph.answer(() => ({ body: 'garbage' }));
		const run = await graph.run({ ...users, options: once });
		expect(textOf(run.error)).toMatch(/Graph's response can't be used.*isn't valid JSON/s);
	});

	test('may have 300,000 entries in one page', async () => {
		const body = JSON.stringify({ value: Array.from({ length: 300_000 }, (_, n) => ({ id: n })) });
		graph.answer(() => ({ body }));
		const run = await graph.run({ ...users, options: { batching: false } });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(300_000);
	});

	test('ends when its pages are empty and link to others for ever', async () => {
		graph.answer((_, count) =>
			json({ value: [], '@odata.nextLink': `${graph.url}/v1.0/users?$skiptoken=${count}` }),
		);
		const run = await graph.run(users);
		expect(textOf(run.error)).toMatch(/1000 empty pages in a row/);
		expect(graph.asked).toHaveLength(1000);
	});

	test('of a single page does not hand on a link to another host', async () => {
		graph.answer(() =>
			json({ value: [{ id: 'a' }], '@odata.nextLink': 'https://attacker.example/v1.0/users' }),
		);
		const run = await graph.run({ ...users, returnAll: false, limit: 5, options: { singlePage: true } });
		expect(textOf(run.error)).toMatch(/links to another host, attacker.example/);
		expect(graph.asked).toHaveLength(1);
	});
});

describe('what was read', () => {
	test.each(broken)('is not %s', async (_, wrong, why) => {
		graph.answer(() => wrong);
		const run = await graph.run(getUser, { input: itemsOf({ id: 'a' }) });
		expect(textOf(run.error)).toMatch(why);
	});
});

describe.each<[string, INodeParameters, number]>([
	['a mail that is sent', send, 202],
	['a user that is changed', updateUser, 204],
	['a contact that is made', createContact, 201],
])('%s', (_, parameters, status) => {
	const others = broken.filter(([name]) => !(name === '204' && status === 204));
	const right = status === 201 ? json({ id: 'c' }, 201) : { status };
	const statuses = [200, 201, 202, 204, 206].filter((one) => one !== status);

	test('is done with what Graph answers', async () => {
		graph.answer(() => right);
		expect((await graph.run(parameters)).error).toBeUndefined();
		expect(graph.asked).toHaveLength(1);
	});

	test.each(others)('is not told as done after %s', async (__, wrong) => {
		graph.answer(() => wrong);
		const run = await graph.run(parameters);
		expect(run.items).toEqual([]);
		// What may be done twice is tried again.
		if (parameters === updateUser) expect(textOf(run.error)).toMatch(/can't be used|couldn't be reached/);
		else {
			expect(textOf(run.error)).toMatch(/outcome is unknown/);
			expect(graph.asked).toHaveLength(1);
		}
	});

	test.each(statuses)('is not told as done by HTTP %d', async (other) => {
		graph.answer(() => ({ status: other }));
		const run = await graph.run(parameters);
		expect(run.items).toEqual([]);
		expect(run.error).toBeDefined();
	});
});

test('a delete is repeated after a web page, and done by 204', async () => {
	graph.answer((_, count) => (count === 1 ? { headers: {}, body: html } : { status: 204 }));
	const run = await graph.run(deleteUser);
	expect(jsonOf(run.items)).toEqual([{ deleted: true }]);
	expect(graph.asked).toHaveLength(2);
});

describe('a part of a batch', () => {
	const two = itemsOf({ id: 'a' }, { id: 'b' });
	const sound = { status: 200, body: { id: 'sound' } };
	const parts: Array<[string, IDataObject, RegExp]> = [
		['status 0', { status: 0, body: { id: 'a' } }, /no HTTP status/],
		['status 100', { status: 100, body: { id: 'a' } }, /no HTTP status/],
		['text for its status', { status: '200', body: { id: 'a' } }, /no HTTP status/],
		['no status', { body: { id: 'a' } }, /no HTTP status/],
		['204', { status: 204 }, /HTTP 204/],
		['no body', { status: 200 }, /nothing was returned/],
		['null for its body', { status: 200, body: null }, /nothing was returned/],
		['a text for its body', { status: 200, body: 'PGh0bWw+' }, /text was returned/],
		['a number for its body', { status: 200, body: 7 }, /a number was returned/],
		['a web page for its body', { status: 200, body: html }, /a web page was returned/],
		['an empty object for its body', { status: 200, body: {} }, /an empty object/],
		['an error for its body', { status: 200, body: refusal }, /an error was returned/],
	];

	test.each(parts)('with %s is none, and the other one is', async (_, wrong, why) => {
		graph.answer((request) => answerParts(request, ({ url }) => (/\/a(\?|$)/.test(url) ? wrong : sound)));
		const run = await graph.run(getUser, { input: two, continueOnFail: 'continueErrorOutput' });
		expect(jsonOf(run.items)).toEqual([{ id: 'sound' }]);
		expect(JSON.stringify(jsonOf(run.errorItems))).toMatch(why);
	});

	test.each(parts.filter(([name]) => name !== 'no body'))(
		'that sends a mail has no known outcome with %s',
		async (_, wrong) => {
			graph.answer((request) => answerParts(request, (__, index) => (index === 0 ? wrong : { status: 202 })));
			const run = await graph.run(send, { input: two, continueOnFail: 'continueErrorOutput' });
			expect(run.items).toHaveLength(1);
			expect(JSON.stringify(jsonOf(run.errorItems))).toMatch(/outcome is unknown/);
			expect(graph.asked).toHaveLength(1);
		},
	);

	test.each<[string, (ids: string[]) => unknown[]]>([
		['missing', ([, second]) => [{ id: second, status: 202 }]],
		['there twice', ([first, second]) => [first, first, second].map((id) => ({ id, status: 202 }))],
		[
			'there twice, once refused',
			([first, second]) => [
				{ id: first, status: 429, headers: { 'Retry-After': '0' } },
				{ id: first, status: 202 },
				{ id: second, status: 202 },
			],
		],
		[
			'under an invented id',
			([, second]) => [
				{ id: 'x', status: 202 },
				{ id: second, status: 202 },
			],
		],
		[
			'under an object for an id',
			([, second]) => [
				{ id: { toString: 7 }, status: 202 },
				{ id: second, status: 202 },
			],
		],
	])('that is %s has no known outcome', async (_, responses) => {
		graph.answer((request) => {
			const { requests } = JSON.parse(request.body) as { requests: Array<{ id: string }> };
			return json({ responses: responses(requests.map(({ id }) => id)) });
		});
		const run = await graph.run(send, { input: two, continueOnFail: 'continueErrorOutput' });
		expect(run.items).toHaveLength(1);
		expect(JSON.stringify(jsonOf(run.errorItems))).toMatch(/outcome is unknown/);
		expect(graph.asked).toHaveLength(1);
	});

	test.each([0.2, { a: 1 }, null, ['3'], true])(
		'may have %j for its Retry-After, and is repeated',
		async (after) => {
			let calls = 0;
			graph.answer((request) => {
				if (request.url.endsWith('$batch') && calls++ === 0)
					return answerParts(request, (_, index) =>
						index === 0 ? { status: 429, headers: { 'Retry-After': after as never } } : sound,
					);
				return request.url.endsWith('$batch') ? answerParts(request, () => sound) : json({ id: 'sound' });
			});
			const run = await graph.run({ ...getUser, options: {} }, { input: two });
			expect(run.error).toBeUndefined();
			expect(run.items).toHaveLength(2);
		},
	);

	test.each(broken)('has no known outcome when the batch is %s', async (_, wrong) => {
		graph.answer(() => wrong);
		const run = await graph.run(send, { input: two, continueOnFail: 'continueErrorOutput' });
		expect(run.items).toEqual([]);
		expect(run.errorItems).toHaveLength(2);
		expect(JSON.stringify(jsonOf(run.errorItems))).toMatch(/outcome is unknown/);
		expect(graph.asked).toHaveLength(1);
	});
});

describe('a request that a person writes', () => {
	const custom = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'api',
		operation: 'request',
		method: 'GET',
		path: '/x',
		...more,
	});

	test.each<[string, RawAnswer, unknown]>([
		['an object', json({ a: 1 }), { a: 1 }],
		['an empty object', json({}), {}],
		['a number', json(5), { value: 5 }],
		[
			'text of its own kind',
			{ headers: { 'content-type': 'text/plain' }, body: 'Adele' },
			{ value: 'Adele' },
		],
		['nothing', { status: 204 }, { success: true, status: 204 }],
	])('takes %s', async (_, answer, item) => {
		graph.answer(() => answer);
		expect(jsonOf((await graph.run(custom())).items)).toEqual([item]);
	});

	test.each(broken.filter(([name]) => /cut off|web page|before its length|with status 200/.test(name)))(
		'does not take %s',
		async (_, wrong, why) => {
			graph.answer(() => wrong);
			const run = await graph.run(custom({ method: 'POST' }));
			expect(textOf(run.error)).toMatch(/outcome is unknown/);
			expect(textOf(run.error)).toMatch(why);
		},
	);
});

describe('a refusal of 5 MB', () => {
	const long = 'x'.repeat(5_000_000);

	test.each<[string, RawAnswer]>([
		['in Graph’s shape', json({ error: { code: 'ErrorLong', message: long } }, 400)],
		['as text', { status: 400, headers: {}, body: long }],
		['with a long code', json({ error: { code: long, message: 'x' } }, 400)],
	])('%s is cut in the error', async (_, answer) => {
		graph.answer(() => answer);
		const run = await graph.run(getUser, { input: itemsOf({ id: 'a' }) });
		expect(run.error).toBeDefined();
		expect(JSON.stringify(run.error).length).toBeLessThan(20_000);
	});
});

describe('a changes list', () => {
	const changes: INodeParameters = { resource: 'user', operation: 'getChanges', options: once };

	test.each<[string, unknown, RegExp]>([
		['a number', 7, /delta link is a number/],
		['null', null, /delta link is null/],
		['empty', '', /delta link is empty/],
		['to another host', 'https://attacker.example/v1.0/users/delta', /links to another host/],
		['with a password', 'http://user:pw@HOST/v1.0/users/delta', /links to another host/],
	])('with a delta link that is %s is refused', async (_, link, why) => {
		const own = typeof link === 'string' ? link.replace('HOST', new URL(graph.url).host) : link;
		graph.answer(() => json({ value: [{ id: 'a' }], '@odata.deltaLink': own }));
		const run = await graph.run(changes);
		expect(run.items).toEqual([]);
		expect(textOf(run.error)).toMatch(why);
	});
});

describe('a link from an item', () => {
	const messages = (pageLink: string): INodeParameters => ({
		resource: 'message',
		operation: 'getAll',
		mailbox: adele,
		returnAll: false,
		limit: 5,
		options: { singlePage: true, pageLink },
	});
	const pages = (path: string) => `${graph.url}${path}`;

	test.each([
		"/v1.0/users('adelev@contoso.example')/messages?%24skip=2",
		'/v1.0/users/AdeleV%40contoso.example/messages?$skip=2',
		'/v1.0/users/6e7b768e-07e2-4810-8459-485f84f8f204/messages?$skiptoken=x',
	])('is followed where it leads where the operation does: %s', async (path) => {
		graph.answer(() => json({ value: [{ id: 'm' }] }));
		const run = await graph.run(messages(pages(path)));
		expect(run.error).toBeUndefined();
		expect(graph.asked.map(({ url }) => url)).toEqual([path]);
	});

	test.each([
		'/v1.0/users/ceo@contoso.example/messages',
		'/v1.0/users/adelev@contoso.example/events',
		'/v1.0/users',
		'/beta/users/adelev@contoso.example/messages',
		'/v1.0/users/adelev@contoso.example/messages/../../ceo@contoso.example/messages',
		'/v1.0/users/x%2F..%2Fceo/messages',
	])('is refused where it does not: %s', async (path) => {
		const run = await graph.run(messages(pages(path)));
		expect(textOf(run.error)).toMatch(/"Page Link" contains a link of another operation/);
		expect(graph.asked).toEqual([]);
	});

	test('with a user name is refused', async () => {
		const link = pages('/v1.0/users/adelev@contoso.example/messages').replace('://', '://user:pw@');
		const run = await graph.run(messages(link));
		expect(textOf(run.error)).toMatch(/"Page Link" links to another host/);
		expect(graph.asked).toEqual([]);
	});

	test('that is no delta link of the operation is refused', async () => {
		const deltaLink = pages(
			"/v1.0/users('ceo@contoso.example')/mailFolders/inbox/messages/delta?$deltatoken=x",
		);
		const run = await graph.run({
			resource: 'message',
			operation: 'getChanges',
			mailbox: adele,
			folderId: byId('inbox'),
			deltaLink,
		});
		expect(textOf(run.error)).toMatch(/"Delta Link" contains a link of another operation/);
		expect(graph.asked).toEqual([]);
	});
});

describe('a file', () => {
	const photo: INodeParameters = { resource: 'user', operation: 'getPhoto', userId: adele, options: once };
	const mime: INodeParameters = {
		resource: 'message',
		operation: 'getMime',
		mailbox: adele,
		messageId: 'm',
		options: once,
	};
	const report: INodeParameters = { resource: 'report', operation: 'get', options: once };
	const files: Array<[string, INodeParameters, string, string]> = [
		['photo', photo, 'image/jpeg', '\xff\xd8\xff\xe0'],
		['message as MIME', mime, 'text/plain', 'Subject: x\r\n\r\nx'],
		['report', { ...report, output: 'file' }, 'text/csv', 'Report Refresh Date,User\n2030-01-01,a\n'],
		['report in rows', report, 'text/csv', 'Report Refresh Date,User\n2030-01-01,a\n'],
	];

	test.each(files)('is stored: %s', async (_, parameters, type, body) => {
		graph.answer(() => ({ headers: { 'content-type': type }, body }));
		const run = await graph.run(parameters);
		expect(run.error).toBeUndefined();
		if (parameters !== report) expect((await binaryContent(run.items[0], 'data')).length).toBeGreaterThan(0);
	});

	const wrong: Array<[string, RawAnswer]> = [
		['a web page', { headers: { 'content-type': 'text/html' }, body: html }],
		[
			'a web page of another type',
			{ headers: { 'content-type': 'application/octet-stream' }, body: `\n${html}` },
		],
		['nothing', { headers: { 'content-type': 'text/plain' }, body: '' }],
		['an error with status 200', json(refusal)],
		[
			'a part that was not asked for',
			{ status: 206, headers: { 'content-range': 'bytes 0-3/9' }, body: 'abcd' },
		],
		['204', { status: 204 }],
	];
	test.each(
		files.flatMap(([name, parameters]) =>
			wrong.map(([what, answer]) => [name, what, parameters, answer] as const),
		),
	)('of the kind %s is not %s', async (_, __, parameters, answer) => {
		graph.answer(() => answer);
		const run = await graph.run(parameters);
		expect(run.items).toEqual([]);
		expect(textOf(run.error)).toMatch(/can't be used/);
	});
});
