import { findWrite } from '../../../credentials/auth/core/findWrite';
import { graphPathReadings } from '../../../credentials/auth/core/graphPath';
import { findOtherMailbox } from '../../../nodes/graph/transport/findOtherMailbox';

const graphUrl = 'https://graph.microsoft.com';
const base = `${graphUrl}/v1.0`;
const write = (method: string, path: string, more: { headers?: object; body?: unknown } = {}) =>
	findWrite({ method, url: `${base}${path}`, ...more }, { graphUrl });
const other = (path: string, body?: unknown, method = 'GET') =>
	findOtherMailbox({ method, url: `${base}${path}`, body }, base, new Set(['adele@contoso.com', 'a-b-c']));
const batch = (...requests: object[]) => ({ body: { requests } });

describe('reads', () => {
	test.each([
		['GET', '/users'],
		['head', '/users/adele@contoso.com/messages'],
		['POST', '/search/query'],
		['post', '/Security/microsoft.graph.security.runHuntingQuery'],
		['POST', "/users('adele@contoso.com')/calendar/getSchedule"],
		['POST', '/users/adele@contoso.com/calendars/AAMk/getSchedule/'],
		['POST', '/users/adele@contoso.com/translateExchangeIds'],
		['POST', '/directoryObjects/getByIds'],
		['POST', '/users/a-b-c/microsoft.graph.checkMemberGroups'],
		['POST', '/drives/b!x/items/01AB/workbook/createSession'],
		['POST', '/users/a-b-c/drive/root:/Reports/Sales.xlsx:/workbook/closeSession'],
		['POST', '/shares/u!abc/driveItem/workbook/createSession'],
	])('%s %s', (method, path) => expect(write(method, path)).toBeUndefined());

	test('a batch of reads, as an object, text, or bytes', () => {
		const { body } = batch(
			{ id: '1', method: 'GET', url: '/users' },
			{ id: '2', method: 'POST', url: 'search/query', body: {}, headers: { Prefer: 'x' }, dependsOn: ['1'] },
		);
		for (const one of [body, JSON.stringify(body), Buffer.from(JSON.stringify(body))]) {
			expect(write('POST', '/$batch', { body: one })).toBeUndefined();
		}
	});
});

describe('writes', () => {
	test.each([
		['POST', '/users/adele@contoso.com/sendMail'],
		['POST', '/subscriptions'],
		['PATCH', '/users/adele@contoso.com'],
		['delete', '/users/adele@contoso.com'],
		['PUT', '/users/adele@contoso.com/photo/$value'],
		[' PaTcH ', '/search/query'],
		['MERGE', '/users'],
		['', '/users'],
		['POST', '/users/getSchedule/sendMail'],
		['POST', '/users/x/messages/search/query'],
		// What is read in one way only.
		['POST', '/users/x%252Fcalendar/getSchedule'],
		['POST', '/search%2Fquery'],
		['POST', '/drives/b!x/items/01AB/workbook/application/calculate'],
		['POST', '/users/x/drive/root:/workbook/createSession'],
		['POST', '/users/x/messages/workbook/createSession'],
		['POST', '/users/x/drive/items/01AB/workbook/createSession/sendMail'],
		['POST', '/search/query/../../users/x/sendMail'],
		['POST', '/search/%2e%2e/%2e%2e/users/query'],
		['POST', '/users/a/../b/%2e./getMailTips'],
	])('%j %s', (method, path) => {
		if (path === '/search%2Fquery') return expect(write(method, path)).toBeDefined();
		return expect(write(method, path)).toContain(method.trim().toUpperCase());
	});

	test.each([
		'X-HTTP-Method',
		'X-HTTP-Method-Override',
		'x-method-override',
		'X_Http_Method_Override',
		'HTTP-Method-Override',
	])('the header %s, whatever its value', (name) => {
		for (const method of ['GET', 'POST']) {
			expect(write(method, '/search/query', { headers: { [name]: 'GET' } })).toContain(name);
		}
		const part = { id: '1', method: 'GET', url: '/users', headers: { [name]: 'DELETE' } };
		expect(write('POST', '/$batch', batch(part))).toContain(name);
	});

	test('the query parameter _method', () => {
		expect(write('GET', '/users?a=1&%5fMETHOD=DELETE')).toContain('_METHOD');
	});

	test.each([
		[
			'a part that writes',
			batch({ id: '1', method: 'GET', url: '/users' }, { id: '2', method: 'DELETE', url: '/users/x' }),
		],
		['a batch in a batch', batch({ id: '1', method: 'POST', url: '/$batch', ...batch() })],
		['the same, encoded', batch({ id: '1', method: 'POST', url: '/%24batch', ...batch() })],
		['a part without a method', batch({ id: '1', url: '/users' })],
		['a second method', batch({ id: '1', method: 'GET', Method: 'DELETE', url: '/users/x' })],
		['a part that climbs', batch({ id: '1', method: 'POST', url: '/search/query/../../users' })],
		[
			'a part with another host',
			batch({ id: '1', method: 'POST', url: 'https://graph.microsoft.com/v1.0/users' }),
		],
		['a second list', { body: { requests: [], Requests: [{ method: 'DELETE' }] } }],
		['no list', { body: { requests: {} } }],
		['text that is no JSON', { body: '{"requests":[' }],
		['no body', {}],
	])('%s', (_, more) => expect(write('POST', '/$batch', more)).toBeDefined());

	test('anything but GET and HEAD at another host or version', () => {
		const at = (method: string, url: string) => findWrite({ method, url }, { graphUrl });
		expect(at('GET', 'https://contoso.sharepoint.com/_api/web')).toBeUndefined();
		for (const url of ['https://contoso.sharepoint.com/v1.0/search/query', `${graphUrl}/v2.0/search/query`]) {
			expect(at('POST', url)).toContain('POST');
		}
	});

	test('a subscription, unless it is for the trigger', () => {
		for (const [method, path] of [
			['POST', '/subscriptions'],
			['PATCH', '/subscriptions/a-b-c'],
			['DELETE', "/subscriptions('a-b-c')"],
			['POST', '/subscriptions/a-b-c/reauthorize'],
		]) {
			const request = { method: String(method), url: `${base}${path}` };
			expect(findWrite(request, { graphUrl })).toContain('subscriptions');
			expect(findWrite(request, { graphUrl, subscriptions: true })).toBeUndefined();
		}
		for (const url of [`${base}/users/subscriptions`, `${base}/subscriptions/x/y/z`]) {
			expect(findWrite({ method: 'DELETE', url }, { graphUrl, subscriptions: true })).toBeDefined();
		}
	});
});

describe('other mailboxes', () => {
	test.each([
		'/users',
		'/users/adele@contoso.com',
		'/USERS/Adele@Contoso.com/messages',
		"/users('adele@contoso.com')/messages/AAMk%2FAB%3D%3D/attachments",
		'/users/a-b-c/mailFolders/inbox/messages?$expand=attachments',
		'/users/delta()?$select=id',
		'/users/$count',
		'/users/a-b-c/manager',
		'/users/a-b-c/manager/$ref',
		'/users/a-b-c/memberOf/microsoft.graph.group',
		'/groups/g/members',
		'/sites/root',
		'/admin/exchange/mailboxes/a-b-c/folders',
	])('lets %s through', (path) => expect(other(path)).toBeUndefined());

	test.each([
		'/users/alex@contoso.com',
		'/users/alex@contoso.com/messages',
		'/Users/ALEX@contoso.com/messages',
		'/%75sers/alex@contoso.com/messages',
		'/%2575sers/alex@contoso.com/messages',
		'/users%2Falex@contoso.com%2Fmessages',
		'//users///alex@contoso.com/messages',
		'/users\\alex@contoso.com\\messages',
		"/users('alex@contoso.com')/messages",
		"/users%28'alex@contoso.com'%29/messages",
		"/users(userPrincipalName='alex@contoso.com')/messages",
		"/users(id='a-b-c',x='alex')/messages",
		'/users/adele@contoso.com%252F..%252Falex@contoso.com/messages',
		'/users/adele@contoso.com/..%5Calex@contoso.com/messages',
		'/users/adele@contoso.com/manager/messages',
		'/users/adele@contoso.com/directReports/d/messages',
		'/users/adele@contoso.com/manager/microsoft.graph.user/messages',
		'/directoryObjects/d/microsoft.graph.user/messages',
		'/groups/g/members/d/graph.user/messages',
		'/users?$expand=messages',
		'/users?%24expand=calendar($expand=events)',
		'/me/messages',
		'/$entity?$id=users/alex@contoso.com',
		'/admin/exchange/mailboxes/m/folders',
	])('refuses %s', (path) => expect(other(path)).toBeDefined());

	test('looks into batches and subscriptions', () => {
		const part = (url: unknown) => ({
			requests: [
				{ id: '1', method: 'GET', url: '/users/a-b-c/messages' },
				{ id: '2', method: 'GET', url },
			],
		});
		expect(other('/$batch', part('/users/a-b-c/events'), 'POST')).toBeUndefined();
		for (const url of [
			'/users/alex@contoso.com/events',
			'users/x',
			'//users/x',
			'\\users\\x',
			"/users('x')",
			'/$batch',
			null,
		]) {
			expect([url, other('/$batch', part(url), 'POST')]).toEqual([url, expect.any(String)]);
		}
		expect(other('/$batch', '{', 'POST')).toBeDefined();
		expect(other('/subscriptions', { resource: 'users/a-b-c/messages' }, 'POST')).toBeUndefined();
		expect(other('/subscriptions', { resource: "/users('alex')/messages" }, 'POST')).toBeDefined();
		expect(other('/subscriptions', { Resource: 'me/messages' }, 'POST')).toBeDefined();
		for (const unreadable of [undefined, 'resource', Buffer.from('{'), []]) {
			expect(other('/subscriptions', unreadable, 'POST')).toBeDefined();
		}
		expect(other('/subscriptions', undefined, 'GET')).toBeUndefined();
		expect(other('/subscriptions/x', { expirationDateTime: 'x' }, 'PATCH')).toBeUndefined();
		for (const path of ['/subscriptions/x', '/subscriptions;x=1', "/subscriptions('x')"]) {
			for (const method of ['PATCH', 'PUT']) {
				expect(other(path, { resource: 'users/alex/messages' }, method)).toBeDefined();
			}
		}
	});
});

describe('readings of a path', () => {
	test('each decoding is one, keys are segments', () => {
		expect(graphPathReadings(`${base}/Users('A%2520b')/x`, graphUrl)).toEqual([
			['users', 'a%2520b', 'x'],
			['users', 'a%20b', 'x'],
			['users', 'a b', 'x'],
		]);
	});

	test.each([
		['another host', 'https://evil.example/v1.0/users'],
		['no version', `${graphUrl}/users`],
		['a path that climbs once it is decoded', `${base}/users/%252e%252e/x`],
		['too many encodings', `${base}/users/%${'25'.repeat(9)}41`],
		['no URL', '/users'],
	])('none for %s', (_, url) => expect(graphPathReadings(url, graphUrl)).toBeUndefined());

	test('a Graph URL with a path of its own', () => {
		expect(
			graphPathReadings('https://proxy.example/graph/beta/users', 'https://proxy.example/graph'),
		).toEqual([['users']]);
	});
});
