import { explainGraphError, type ErrorContext } from '../../../nodes/graph/errors/explain';
import { failureOf, waitedTooLong } from '../../../nodes/graph/errors/failure';
import { readGraphError } from '../../../nodes/graph/errors/graphError';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import { isOutcomeUnknown } from '../../../nodes/graph/errors/outcomeUnknown';
import type { RequestError } from '../../../nodes/graph/errors/requestError';
import { fact } from '../../reality/facts';

const facts: ErrorContext = { permissions: ['Mail.Send'], roles: ['Mail.Send'] };
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
		request = 'POST /users/a/sendMail',
		...more
	}: Partial<ErrorContext> & { unknown?: boolean; headers?: Record<string, string>; request?: string } = {},
) =>
	explainGraphError(readGraphError({ status, headers, body }, request, unknown), {
		...facts,
		...more,
	});

describe('Graph’s refusal', () => {
	test('is explained by a guard for its inner code, whatever its case, and by what a code means', () => {
		const guards = [{ when: { code: 'AccessConflict' }, fix: 'Others use it.' }];
		const inner = { code: 'accessConflict', message: 'x' };
		const conflict = { error: { code: 'conflict', message: 'x', innerError: inner } };
		expect(explain(409, conflict, { guards }).description).toMatch(/^Others use it\./);
		expect(explain(409, refusal('AccessConflict'), { guards }).description).toMatch(/^Others use it\./);
		expect(explain(409, refusal('accessconflict'), { guards }).description).not.toMatch(/Others/);
		const unopened = explain(401, refusal('FileOpenUserUnauthorized'), {});
		expect(unopened.message).toBe("Excel couldn't open the file: Graph says so.");
	});

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

	test(
		fact(
			45,
			'node',
			'without an `innerError` is told by its headers, in an error of one part as well as of all',
		),
		() => {
			const headers = { 'request-id': 'r4', date: 'Sat, 21 Nov 2026 08:00:00 GMT' };
			const body = { error: { code: 'itemNotFound', message: 'The resource could not be found.' } };
			const { parts } = readGraphError({ status: 404, headers, body }, 'GET /a', false);
			expect(parts).toMatchObject({
				code: 'itemNotFound',
				message: 'The resource could not be found.',
				requestId: 'r4',
				date: 'Sat, 21 Nov 2026 08:00:00 GMT',
			});
		},
	);

	test.each(['innerError', 'innererror'])(
		fact(45, 'node', 'tells the deepest code, and the id wherever it stands: %s'),
		(name) => {
			const body = {
				error: {
					code: 'invalidRequest',
					message: 'Invalid request',
					[name]: {
						code: 'badArgument',
						[name]: { code: 'nameContainsInvalidCharacters', message: 'Deepest.' },
						'request-id': 'r5',
					},
				},
			};
			const { parts } = readGraphError({ status: 400, headers: {}, body }, 'GET /a', false);
			expect(parts).toMatchObject({
				code: 'invalidRequest',
				innerCode: 'nameContainsInvalidCharacters',
				requestId: 'r5',
			});
			expect(explain(400, body).description).toContain(
				'invalidRequest, nameContainsInvalidCharacters, HTTP 400',
			);
		},
	);

	test('whose `innerError` nests without end, or in a circle of the same code, is read all the same', () => {
		const circle: Record<string, unknown> = { code: 'x' };
		circle.innerError = circle;
		const { parts } = readGraphError(
			{ status: 400, headers: {}, body: { error: { code: 'x', message: 'y', innerError: circle } } },
			'GET /a',
			false,
		);
		expect(parts.innerCode).toBeUndefined();
	});

	test('says what happened, why in Graph’s words, what to do, and where to look it up', () => {
		expect(explain(404, refusal('ErrorItemNotFound'))).toEqual({
			message: "Graph didn't find it: Graph says so.",
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
		expect(description).toMatch(/check before you run this again/);
	});
});

describe('a 403', () => {
	const forbidden = (more: Partial<ErrorContext>) =>
		explain(403, refusal('ErrorAccessDenied'), more).description;

	test('names the permission that the token does not have', () => {
		expect(forbidden({ permissions: ['Mail.Send', 'Mail.ReadWrite'], roles: ['Mail.Send'] })).toMatch(
			/at least the application permission Mail\.Send and Mail\.ReadWrite\. The token doesn't have Mail\.ReadWrite\..*consent/,
		);
	});

	test('does not call a permission missing that the token has, and says what else it can be', () => {
		const description = forbidden({ roles: ['Mail.Send'] });
		expect(description).toMatch(/the token has it.*RBAC for Applications/);
		expect(description).not.toContain("doesn't have");
	});

	test('does not judge a token that cannot be read', () => {
		expect(forbidden({ roles: undefined })).toMatch(/doesn't show/);
	});

	test.each([
		[['Mail.Read'], 'GET /users/a/messages/b', 'ErrorAccessDenied', /application access policy/],
		[['Calendars.Read'], 'GET /users/a/events', 'ErrorAccessDenied', /application access policy/],
		[['Mail.Read'], 'GET /users/a/messages/b', 'AnyOther', /application access policy/],
		[['Files.Read.All'], 'GET /drives/a/items/b', 'accessDenied', /Sites\.Selected/],
		[['User.Read.All'], 'GET /users/a/manager', 'Authorization_RequestDenied', /directory role/],
		[['Team.ReadBasic.All'], 'GET /teams/a', 'Forbidden', /archived.*resource-specific consent/],
	])('of %j to %s with %s names what narrows that', (permissions, request, code, pattern) => {
		const { description } = explain(403, refusal(code), { permissions, roles: permissions, request });
		expect(description).toMatch(pattern);
		expect(description).toContain('the token has it');
	});

	test(
		fact(43, 'node', 'does not call a permission missing that a greater one includes, whatever their names'),
		() => {
			const { description } = explain(403, refusal('Authorization_RequestDenied'), {
				permissions: ['User.DeleteRestore.All'],
				operation: 'user:delete',
				roles: ['User.ReadWrite.All'],
				request: 'DELETE /users/a',
			});
			expect(description).toMatch(/the token has User\.ReadWrite\.All, which includes it.*directory role/);
			expect(description).not.toContain("doesn't have");
		},
	);

	test(fact(43, 'node', 'calls a permission missing that only looks like a greater one'), () => {
		const { description } = explain(403, refusal('accessDenied'), {
			permissions: ['Files.Read.All'],
			operation: 'file:get',
			roles: ['Files.ReadWrite.AppFolder'],
			request: 'GET /drives/a/items/b',
		});
		expect(description).toMatch(/The token doesn't have Files\.Read\.All/);
	});

	test(fact(43, 'node', 'tells what the request needs where that is more than its operation does'), () => {
		const { description } = explain(403, refusal('accessDenied'), {
			permissions: ['Files.Read.All'],
			operation: 'file:get',
			roles: ['Files.Read.All'],
			request: 'GET /shares/u!abc/driveItem',
		});
		expect(description).toMatch(
			/This request needs at least .* Files\.ReadWrite\.All\. The token doesn't have/,
		);
	});

	test(fact(43, 'node', 'of a request of one’s own is told by the table, too'), () => {
		const { description } = explain(403, refusal('Authorization_RequestDenied'), {
			permissions: [],
			operation: 'api:request',
			roles: ['Mail.Send'],
			request: 'GET /users',
		});
		expect(description).toMatch(/needs at least the application permission User\.ReadBasic\.All/);
		const unknown = explain(403, refusal('Forbidden'), { permissions: [], roles: [], request: 'GET /x/y' });
		expect(unknown.description).toMatch(/^The app has no permission for this\./);
	});

	test('of Teams is told by the roles that its message asks for', () => {
		const message =
			"Missing role permissions on the request. API requires one of 'TeamMember.ReadWrite.All, Group.ReadWrite.All'. Roles on the request 'User.Read.All'.";
		const { description } = explain(403, refusal('Forbidden', message), {
			permissions: [],
			roles: ['User.Read.All'],
			request: 'POST /teams/a/members',
		});
		expect(description).toMatch(/at least the application permission TeamMember\.ReadWrite\.All/);
	});

	test('of a managed identity tells of Azure’s cache', () => {
		expect(forbidden({ roles: [], managedIdentity: true })).toMatch(/24 hours/);
	});
});

describe('a refusal that is about no permission', () => {
	const told: Array<[string, string, RegExp]> = [
		[
			'ErrorSendAsDenied',
			'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
			/Send As or Send on Behalf/,
		],
		[
			'ErrorAccountSuspend',
			'Account suspended. Follow the instructions in your Inbox to verify your account.',
			/suspended this mailbox from sending/,
		],
		['ErrorExceededMessageLimit', 'The message limit is exceeded.', /sending limit/],
		[
			'ErrorAccessDenied',
			'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
			/Test-ApplicationAccessPolicy/,
		],
		['MailboxNotEnabledForRESTAPI', 'The mailbox is inactive.', /no Exchange Online mailbox/],
		[
			'Directory_QuotaExceeded',
			'The directory object quota limit is exceeded.',
			/quota of directory objects/,
		],
		['Authorization_IdentityDisabled', 'The identity is disabled.', /disabled in this tenant/],
		['notSupported', 'Operation not supported', /doesn't support this for this object/],
		['notAllowed', 'The action is not allowed by the system.', /SharePoint policy/],
		['Forbidden', 'No application access policy found for this app.', /New-CsApplicationAccessPolicy/],
		['General', 'No application access policy found for this app.', /New-CsApplicationAccessPolicy/],
		[
			'Forbidden',
			"Missing role permissions on the request. API requires one of 'Teamwork.Migrate.All'. Roles on the request 'User.Read.All'.",
			/migration mode/,
		],
		[
			'Forbidden',
			'Requested API is not supported in application-only context',
			/only for signed-in users, not for apps/,
		],
		['Forbidden', 'Tenant does not have a SPO license.', /no SharePoint Online license/],
		['AccessDenied', 'insufficient_claims', /Conditional Access/],
	];

	test.each(told.map(([code, message, fix]) => [code, message.slice(0, 60), message, fix] as const))(
		fact(50, 'node', 'is explained by its code, and then by its message: %s, %s'),
		(code, _, message, fix) => {
			for (const roles of [['Mail.Send'], [], undefined]) {
				const { description } = explain(403, refusal(code, message), { roles });
				expect(description).toMatch(fix);
				expect(description).not.toMatch(/at least the application permission|RBAC/);
			}
		},
	);

	test('is explained first by what its operation knows of it', () => {
		const guards = [{ when: { code: 'notAllowed' }, fix: 'The operation knows.' }];
		expect(explain(403, refusal('notAllowed'), { guards }).description).toMatch(/^The operation knows\./);
	});

	test('of Teams that names further permissions is about those', () => {
		const message =
			"Missing role permissions on the request. API requires one of 'Channel.Create.Group, Channel.Create, Teamwork.Migrate.All'. Roles on the request 'User.Read.All'.";
		const { description } = explain(403, refusal('Forbidden', message), {
			permissions: [],
			roles: ['User.Read.All'],
			request: 'POST /teams/a/channels',
		});
		expect(description).toMatch(
			/at least the application permission Channel\.Create\. The token doesn't have/,
		);
		expect(description).not.toContain('migration');
	});

	test('for what is not for apps says so, whatever its status', () => {
		const message = 'Requested API is not supported in application-only context';
		expect(explain(412, refusal('PreconditionFailed', message)).description).toMatch(
			/only for signed-in users/,
		);
	});

	test('asks for payment where the API is metered', () => {
		expect(explain(402, refusal('PaymentRequired')).description).toMatch(/metered API/);
	});
});

describe('an answer that is not Graph’s', () => {
	const page = '<html><head><title> Access denied by proxy </title></head></html>';

	test.each([200, 302, 403, 404, 407])('is said to be one, and no permission is blamed: %d', (status) => {
		const { message, description } = explain(status, page);
		expect(message).toMatch(/Something other than Graph responded: .*"Access denied by proxy"/);
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
		['ERR_BAD_RESPONSE', /its response was cut off/],
		['ECONNABORTED', /didn't respond in time/],
		['ENOTFOUND', /DNS/],
		['ESOMETHING', /in its own words/],
	])('says in words what happened: %s', (code, why) => {
		const error = failureOf({ kind: 'noAnswer', code, message: 'in its own words' }, request, false);
		expect(partsOf(error)).toMatchObject({
			what: code === 'ECONNABORTED' ? "Graph didn't respond in time." : "Graph couldn't be reached.",
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
			/POST \/users\/a\/sendMail got HTTP 429; it waited 3 s, and Graph requires 120 s more/,
		);
		expect(told.fix).toMatch(/Max Wait/);
		expect(partsOf(waitedTooLong(request, undefined, { waited: 0, more: 1 })).why).toMatch(/was delayed/);
	});
});
