import { explainGraphError, type CallFacts } from '../../../nodes/graph/explain';
import { failureOf, waitedTooLong } from '../../../nodes/graph/failure';
import { readGraphError } from '../../../nodes/graph/graphError';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import { isOutcomeUnknown } from '../../../nodes/graph/outcomeUnknown';
import type { RequestError } from '../../../nodes/graph/requestError';

const facts: CallFacts = { permissions: ['Mail.Send'], roles: ['Mail.Send'] };
const refusal = (code: string, message = 'Graph says so.') => ({
	error: {
		code,
		message,
		innerError: { date: '2026-11-21T08:00:00', 'request-id': 'r1', 'client-request-id': 'c1' },
	},
});
const explain = (
	status: number,
	body: unknown,
	{
		unknown = false,
		headers = {},
		...more
	}: Partial<CallFacts> & { unknown?: boolean; headers?: Record<string, string> } = {},
) =>
	explainGraphError(readGraphError({ status, headers, body }, 'POST /users/a/sendMail', unknown), {
		...facts,
		...more,
	});

describe('Graph’s refusal', () => {
	test('is read with everything that support asks for', () => {
		const { parts } = readGraphError(
			{ status: 404, headers: {}, body: refusal('ErrorItemNotFound') },
			'GET /a',
			false,
		);
		expect(parts).toEqual({
			status: 404,
			code: 'ErrorItemNotFound',
			message: 'Graph says so.',
			requestId: 'r1',
			clientRequestId: 'c1',
			date: '2026-11-21T08:00:00',
			request: 'GET /a',
			outcomeUnknown: false,
		});
	});

	test('takes what the body does not have from the headers', () => {
		const headers = { 'request-id': 'r2', 'client-request-id': 'c2', date: 'today' };
		const { parts } = readGraphError({ status: 500, headers, body: undefined }, 'GET /a', true);
		expect(parts).toMatchObject({
			requestId: 'r2',
			clientRequestId: 'c2',
			date: 'today',
			outcomeUnknown: true,
		});
		const inner = { error: { code: 'x', message: 'y', innererror: { 'request-id': 'r3' } } };
		expect(readGraphError({ status: 500, headers, body: inner }, '', false).parts.requestId).toBe('r3');
	});

	test('says what happened, why in Graph’s words, what to do, and where to look it up', () => {
		expect(explain(404, refusal('ErrorItemNotFound'))).toEqual({
			message: 'Graph did not find it: Graph says so.',
			description: expect.stringMatching(
				/^Check the ID\. .*\(POST \/users\/a\/sendMail: ErrorItemNotFound, HTTP 404, request ID r1, 2026-11-21T08:00:00\)$/,
			),
		});
	});

	test.each([400, 401, 404, 409, 410, 413, 423, 429, 500, 503, 507])(
		'has a cure whatever the code: %d',
		(status) => {
			const { message, description } = explain(status, refusal('SomethingNew'));
			expect(message).toMatch(/^\w.*: Graph says so\.$/);
			expect(description).toMatch(/^[A-Z].*[.!]+ \(POST/);
		},
	);

	test('ends its sentence once', () => {
		expect(explain(400, refusal('x', 'No full stop')).message).toMatch(/No full stop\.$/);
		expect(explain(400, refusal('x', 'Really?')).message).toMatch(/Really\?$/);
	});

	test('of unknown outcome says that first, and to look before doing it again', () => {
		const { message, description } = explain(504, refusal('GatewayTimeout'), { unknown: true });
		expect(message).toMatch(/^The outcome is unknown\. /);
		expect(description).toMatch(/look before you run this again/);
	});
});

describe('a 403', () => {
	const forbidden = (more: Partial<CallFacts>) =>
		explain(403, refusal('ErrorAccessDenied'), more).description;

	test('names the permission that the token does not have', () => {
		expect(forbidden({ permissions: ['Mail.Send', 'Mail.ReadWrite'], roles: ['Mail.Send'] })).toMatch(
			/at least the application permission Mail\.Send and Mail\.ReadWrite\. The token does not have Mail\.ReadWrite\..*consent/,
		);
	});

	test('does not call a permission missing that the token has, and says what else it can be', () => {
		const description = forbidden({ roles: ['Mail.Send'] });
		expect(description).toMatch(/the token has it.*RBAC for Applications/);
		expect(description).not.toContain('does not have');
	});

	test('does not judge a token that cannot be read', () => {
		expect(forbidden({ roles: undefined })).toMatch(/does not show/);
	});

	test.each([
		[['Mail.Read'], /application access policy/],
		[['Calendars.Read'], /application access policy/],
		[['Files.Read.All'], /Sites\.Selected/],
		[['User.Read.All'], /directory role/],
	])('of %j names what narrows that', (permissions, pattern) => {
		expect(forbidden({ permissions, roles: permissions })).toMatch(pattern);
	});

	test('of a managed identity tells of Azure’s cache', () => {
		expect(forbidden({ roles: [], managedIdentity: true })).toMatch(/24 hours/);
	});
});

describe('an answer that is not Graph’s', () => {
	const page = '<html><head><title> Access denied by proxy </title></head></html>';

	test.each([200, 302, 403, 404, 407])('is said to be one, and no permission is blamed: %d', (status) => {
		const { message, description } = explain(status, page);
		expect(message).toMatch(/Something other than Graph answered: .*"Access denied by proxy"/);
		expect(description).toMatch(/proxy/);
		expect(description).not.toMatch(/permission|undefined/);
	});

	test('that redirects says where to', () => {
		const { message } = explain(302, '', { headers: { location: 'https://login.proxy.example/x?secret=1' } });
		expect(message).toMatch(/login\.proxy\.example/);
		expect(message).not.toContain('secret');
	});
});

describe('the error of a request without an answer', () => {
	const request: GraphRequest = { method: 'POST', path: ['users', 'a', 'sendMail'], query: { x: 'secret' } };
	const partsOf = (error: Error) => (error as RequestError).parts;

	test.each([
		['ECONNRESET', /the connection was cut/],
		['ERR_BAD_RESPONSE', /its answer was cut/],
		['ECONNABORTED', /did not answer in time/],
		['ENOTFOUND', /DNS/],
		['ESOMETHING', /in its own words/],
	])('says in words what happened: %s', (code, why) => {
		const error = failureOf({ kind: 'noAnswer', code, message: 'in its own words' }, request, false);
		expect(partsOf(error)).toMatchObject({
			what: code === 'ECONNABORTED' ? 'Graph did not answer in time.' : 'Graph could not be reached.',
			why: expect.stringMatching(why),
		});
		expect(JSON.stringify(partsOf(error))).not.toContain('secret');
		expect(isOutcomeUnknown(error)).toBe(false);
	});

	test('says that the outcome is unknown where it is', () => {
		const error = failureOf({ kind: 'noAnswer', code: 'ECONNRESET', message: '' }, request, true);
		expect(partsOf(error).what).toMatch(/^The outcome is unknown/);
		expect(partsOf(error).fix).toMatch(/before you run this again/);
		expect(isOutcomeUnknown(error)).toBe(true);
	});

	test('that waited too long says what for, how long, and how much longer it would have been', () => {
		const last = { kind: 'answered', response: { status: 429, headers: {}, body: undefined } } as const;
		const told = partsOf(waitedTooLong(request, last, { waited: 3000, more: 119_500 }));
		expect(told.why).toMatch(
			/POST \/users\/a\/sendMail was answered with HTTP 429; it waited 3 s, and Graph asks for 120 s more/,
		);
		expect(told.fix).toMatch(/Max Wait/);
		expect(partsOf(waitedTooLong(request, undefined, { waited: 0, more: 1 })).why).toMatch(/held back/);
	});
});
