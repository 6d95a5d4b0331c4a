import type { IDataObject } from 'n8n-workflow';
import { type GraphRequest } from '../../../nodes/graph/graphRequest';
import { checkRequest } from '../../../nodes/graph/transport/checkRequest';
import { describeRequest } from '../../../nodes/graph/transport/url';
import { urlOf } from '../../../nodes/graph/transport/url';

const base = 'https://graph.microsoft.com/v1.0';
const pathOf = (...path: string[]) => urlOf({ path }, base).slice(base.length);

describe('a path segment', () => {
	test.each([
		['adele@contoso.example', 'adele@contoso.example'],
		["miriam.o'neill@contoso.example", "miriam.o'neill@contoso.example"],
		['pat_fabrikam.example#EXT#@contoso.example', 'pat_fabrikam.example%23EXT%23@contoso.example'],
		['AAMkAGI+=', 'AAMkAGI%2B='],
		["getReport(period='D7')", "getReport(period='D7')"],
		['$batch', '$batch'],
		['a b', 'a%20b'],
		['a?b=c&d', 'a%3Fb=c%26d'],
		['100%', '100%25'],
		['%2F', '%252F'],
		['ä💌', '%C3%A4%F0%9F%92%8C'],
		['a..b', 'a..b'],
		['...', '...'],
		['.well-known', '.well-known'],
		['a\\b', 'a%5Cb'],
		['root:', 'root:'],
		['contoso.example,a,b', 'contoso.example,a,b'],
	])('is encoded once: %s', (segment, encoded) => {
		expect(pathOf('users', segment)).toBe(`/users/${encoded}`);
		expect(decodeURIComponent(encoded)).toBe(segment);
	});

	test('keeps a slash, which Graph would take for the end of the segment as %2F', () => {
		expect(pathOf('users', 'AAMkAGI/b=')).toBe('/users/AAMkAGI%252Fb=');
		expect(pathOf('root', "search(q='AC/DC')")).toBe("/root/search(q='AC%252FDC')");
	});

	test.each([
		'..',
		'.',
		'../..',
		'../../users',
		'a/../b',
		'a/./b',
		'..\\users',
		'a/..',
		'./a',
		'a\u0000',
		'a\r\nb',
		'\t',
		'\u007f',
		'\u001f',
	])('that would lead elsewhere is refused: %j', (segment) => {
		for (const path of [
			['users', segment],
			[segment, 'users'],
			['users', 'a', segment, 'b'],
		]) {
			expect(() => urlOf({ path }, base)).toThrow("can't be an ID or name");
		}
	});

	test('that is empty is refused', () => {
		expect(() => pathOf('users', '')).toThrow('is empty');
		expect(() => pathOf('', 'users')).toThrow('is empty');
	});
});

describe('the query', () => {
	const queryOf = (query: Parameters<typeof urlOf>[0]['query']) =>
		urlOf({ path: ['users'], query }, base).slice(`${base}/users`.length);

	test('is encoded, its names are not', () => {
		expect(queryOf({ $filter: "surname eq 'O''Neill' & x", $top: 5, $count: true })).toBe(
			"?$filter=surname%20eq%20'O''Neill'%20%26%20x&$top=5&$count=true",
		);
	});

	test('has nothing that is empty', () => {
		expect(queryOf({ $select: '', $filter: undefined })).toBe('');
		expect(queryOf({ $select: '', $top: 0 })).toBe('?$top=0');
		expect(queryOf(undefined)).toBe('');
	});
});

describe('a link', () => {
	const follow = (link: string, from = base) => urlOf({ path: ['users'], query: { $top: 5 }, link }, from);

	test.each([
		`${base}/users?$skiptoken=a%2Fb`,
		'https://graph.microsoft.com/beta/users',
		'https://graph.microsoft.com:443/v1.0/x',
	])('on Graph’s host is followed as it is: %s', (link) => {
		expect(follow(link)).toBe(link);
	});

	test.each([
		'https://attacker.example/v1.0/users',
		'https://graph.microsoft.com.attacker.example/v1.0/users',
		'https://graph.microsoft.com@attacker.example/v1.0/users',
		'https://graph.microsoft.com:444/v1.0/users',
		'http://graph.microsoft.com/v1.0/users',
		'https://graph.microsoft.us/v1.0/users',
		'//attacker.example/v1.0/users',
		'/v1.0/users',
		'javascript:alert(1)',
		'',
	])('to another host is refused: %j', (link) => {
		expect(() => follow(link)).toThrow('links to another host');
	});

	test('is held to the host of a custom cloud, port and scheme included', () => {
		const custom = 'http://127.0.0.1:8080/v1.0';
		expect(follow('http://127.0.0.1:8080/v1.0/users?$skip=1', custom)).toContain('$skip=1');
		expect(() => follow('http://127.0.0.1:8081/v1.0/users', custom)).toThrow('127.0.0.1:8081');
		expect(() => follow('http://localhost:8080/v1.0/users', custom)).toThrow('localhost:8080');
	});
});

describe('a request in an error', () => {
	test('is its method and path, without the query', () => {
		expect(describeRequest({ method: 'GET', path: ['users', 'a'], query: { $filter: 'secret' } })).toBe(
			'GET /users/a',
		);
		const link = `${base}/users?$skiptoken=secret`;
		expect(describeRequest({ method: 'GET', path: ['users'], link })).toBe('GET /v1.0/users');
	});
});

describe('a request is refused before it is sent', () => {
	const check = (request: Partial<GraphRequest>) => () =>
		checkRequest({ method: 'GET', path: ['users'], ...request }, base);

	test.each(['a\ud800', '\udc00', 'a\udc00b'])('with half of a character: %j', (half) => {
		expect(check({ path: ['users', half] })).toThrow("can't be an ID or name");
		expect(check({ query: { $filter: half } })).toThrow(`can't be sent as the query parameter "$filter"`);
		expect(check({ path: ['users', '👩'], query: { $filter: '👩' } })).not.toThrow();
	});

	test.each(['W/"1"\r\nX-Evil: 1', 'a\nb', 'a\u0000', 'a\u007f', '\ud800', '€'])(
		'with a header that HTTP does not have: %j',
		(value) => {
			expect(check({ headers: { 'If-Match': value } })).toThrow(
				`can't be the value of the header "If-Match"`,
			);
		},
	);

	test('with a name of a header that is none', () => {
		expect(check({ headers: { 'X-A: 1\r\nX-B': '1' } })).toThrow("can't be the value of the header");
		expect(check({ headers: { 'If-Match': 'W/"é"', Prefer: 'a="b", c' } })).not.toThrow();
	});

	test('with a URL that is too long, naming what makes it so', () => {
		const filter = 'a'.repeat(20_000);
		expect(check({ query: { $filter: filter } })).toThrow(/too long.*the query parameter "\$filter" "aaa/);
		expect(check({ path: ['users', filter] })).toThrow(/too long.*the ID or name "aaa/);
		expect(check({ link: `${base}/users?$skiptoken=${filter}` })).not.toThrow();
		expect(check({ query: { $filter: 'a'.repeat(16_000) } })).not.toThrow();
	});

	test('with JSON that is nested too deeply, or holds itself', () => {
		const deep = (levels: number) =>
			JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as IDataObject;
		expect(check({ body: deep(10_000) })).toThrow('nested more than 200 levels');
		expect(check({ body: deep(150) })).not.toThrow();
		const own: IDataObject = {};
		own.own = own;
		expect(check({ body: own })).toThrow('nested more than 200 levels');
	});
});
