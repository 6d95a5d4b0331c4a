import { batchRule, decide, wasDoneBefore } from '../../../nodes/graph/scheduling/retryPolicy';
import type { Outcome } from '../../../nodes/graph/transport/outcome';
import { signInError } from '../../../credentials/auth/core/signInError';

const answered = (
	status: number,
	headers: Record<string, string> = {},
	body: unknown = undefined,
): Outcome => ({
	kind: 'answered',
	response: { status, headers, body },
});
const noAnswer = (code: string, message = ''): Outcome => ({ kind: 'noAnswer', code, message });
const withCode = (status: number, code: string) => answered(status, {}, { error: { code } });
const waiting = { 'retry-after': '2' };

type Kind = 'repeated' | 'unknown' | 'failed';
function kindOf(
	outcome: Outcome,
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
	idempotent?: boolean,
): Kind {
	const verdict = decide(outcome, { method, idempotent }, 1, 0);
	if (verdict.repeat) return 'repeated';
	return verdict.outcomeUnknown ? 'unknown' : 'failed';
}

/** What happened × whether doing it twice does harm. */
const table: Array<[string, Outcome, harmless: Kind, harmful: Kind]> = [
	['200', answered(200), 'failed', 'failed'],
	['202', answered(202), 'failed', 'failed'],
	['202 with Retry-After', answered(202, waiting), 'failed', 'failed'],
	['204', answered(204), 'failed', 'failed'],
	['302', answered(302, waiting), 'failed', 'failed'],
	['400', answered(400), 'failed', 'failed'],
	['401', answered(401), 'failed', 'failed'],
	['403 with Retry-After', answered(403, waiting), 'failed', 'failed'],
	['404', answered(404), 'failed', 'failed'],
	['408', answered(408), 'repeated', 'unknown'],
	['409', answered(409), 'failed', 'failed'],
	[
		'409 that the directory asks to repeat',
		withCode(409, 'Directory_ConcurrencyViolation'),
		'repeated',
		'repeated',
	],
	['410', answered(410), 'failed', 'failed'],
	['412', answered(412), 'failed', 'failed'],
	['413', answered(413), 'failed', 'failed'],
	['423', answered(423), 'failed', 'failed'],
	['429', answered(429), 'repeated', 'repeated'],
	['429 with Retry-After', answered(429, waiting), 'repeated', 'repeated'],
	['500', answered(500), 'repeated', 'unknown'],
	['500 with Retry-After', answered(500, waiting), 'repeated', 'unknown'],
	['501', answered(501), 'failed', 'failed'],
	['502', answered(502), 'repeated', 'unknown'],
	['503', answered(503), 'repeated', 'unknown'],
	['503 with Retry-After', answered(503, waiting), 'repeated', 'unknown'],
	['504', answered(504), 'repeated', 'unknown'],
	['504 with Retry-After', answered(504, waiting), 'repeated', 'unknown'],
	['507', answered(507), 'failed', 'failed'],
	['509', answered(509), 'repeated', 'unknown'],
	['509 with Retry-After', answered(509, waiting), 'repeated', 'unknown'],
	['no connection', noAnswer('ECONNREFUSED'), 'repeated', 'repeated'],
	['no such name', noAnswer('ENOTFOUND'), 'repeated', 'repeated'],
	['no DNS', noAnswer('EAI_AGAIN'), 'repeated', 'repeated'],
	['no route', noAnswer('EHOSTUNREACH'), 'repeated', 'repeated'],
	['no route to connect by', noAnswer('EHOSTUNREACH', 'connect EHOSTUNREACH'), 'repeated', 'repeated'],
	[
		'no route any more, once it was sent',
		noAnswer('EHOSTUNREACH', 'read EHOSTUNREACH'),
		'repeated',
		'unknown',
	],
	['no network any more, as it is sent', noAnswer('ENETUNREACH', 'write ENETUNREACH'), 'repeated', 'unknown'],
	['a cut connection', noAnswer('ECONNRESET'), 'repeated', 'unknown'],
	['a broken pipe', noAnswer('EPIPE'), 'repeated', 'unknown'],
	['a cut answer', noAnswer('ERR_BAD_RESPONSE'), 'repeated', 'unknown'],
	['no answer in time', noAnswer('ECONNABORTED'), 'repeated', 'unknown'],
	['no connection in time', noAnswer('ETIMEDOUT'), 'repeated', 'unknown'],
	['something without a code', noAnswer(''), 'repeated', 'unknown'],
	['TLS that is not trusted', noAnswer('SELF_SIGNED_CERT_IN_CHAIN'), 'failed', 'failed'],
	['TLS of another host', noAnswer('ERR_TLS_CERT_ALTNAME_INVALID'), 'failed', 'failed'],
	['SSRF protection', noAnswer('SsrfBlockedIpError'), 'failed', 'failed'],
	[
		'a refused sign-in',
		{ kind: 'signInFailed', error: signInError({ what: '', fix: '' }) },
		'failed',
		'failed',
	],
	['an execution that is cancelled meanwhile', { kind: 'cancelled' }, 'failed', 'unknown'],
];

describe('what follows from', () => {
	test.each(table)('%s', (_, outcome, harmless, harmful) => {
		expect({
			GET: kindOf(outcome, 'GET'),
			PUT: kindOf(outcome, 'PUT'),
			DELETE: kindOf(outcome, 'DELETE'),
			POST: kindOf(outcome, 'POST'),
			PATCH: kindOf(outcome, 'PATCH'),
		}).toEqual({ GET: harmless, PUT: harmless, DELETE: harmless, POST: harmful, PATCH: harmful });
	});

	test.each(table)(
		'%s, where the operation says whether repeating does harm',
		(_, outcome, harmless, harmful) => {
			expect(kindOf(outcome, 'POST', true)).toBe(harmless);
			expect(kindOf(outcome, 'DELETE', false)).toBe(harmful);
		},
	);
});

describe('a conflict of the directory, told of a mailbox', () => {
	test.each([
		[['users', 'a', 'sendMail'], false],
		[['users', 'a', 'messages', 'm', 'send'], false],
		[['users', 'a', 'events'], false],
		[['groups'], true],
		[['users'], true],
		[['invitations'], true],
	])('contradicts itself, so that nothing harmful is repeated: %j', (path, repeat) => {
		const verdict = decide(withCode(409, 'Directory_ConcurrencyViolation'), { method: 'POST', path }, 1, 0);
		expect(verdict).toMatchObject(repeat ? { repeat } : { repeat, outcomeUnknown: true });
	});
});

describe('a batch that is answered as a whole', () => {
	test.each([
		[400, 'BadRequest', 'alone'],
		[404, undefined, 'alone'],
		[405, undefined, 'alone'],
		[411, undefined, 'alone'],
		[413, undefined, 'alone'],
		[414, undefined, 'alone'],
		[415, undefined, 'alone'],
		[431, undefined, 'alone'],
		[400, undefined, 'unclear'],
		[400, 'ErrorInvalidRecipients', 'unclear'],
		[402, undefined, 'unclear'],
		[409, 'Directory_ConcurrencyViolation', 'unclear'],
		[410, undefined, 'unclear'],
		[412, undefined, 'unclear'],
		[422, undefined, 'unclear'],
		[423, undefined, 'unclear'],
		[424, undefined, 'unclear'],
		[499, undefined, 'unclear'],
		[507, undefined, 'unclear'],
		[302, undefined, 'each'],
		[401, undefined, 'each'],
		[403, undefined, 'each'],
		[408, undefined, 'each'],
		[429, undefined, 'each'],
		[500, undefined, 'each'],
		[503, undefined, 'each'],
	])('%i %s: %s', (status, code, rule) => {
		const body = code === undefined ? undefined : { error: { code } };
		expect(batchRule({ status, headers: {}, body })).toBe(rule);
	});
});

describe('the wait before a request is repeated', () => {
	const waits = (outcome: Outcome, random: number, tries = [1, 2, 3, 4]) =>
		tries.map((times) => {
			const verdict = decide(outcome, { method: 'GET' }, times, random);
			return verdict.repeat ? verdict.wait : undefined;
		});

	test('doubles with each try, and varies by half', () => {
		expect(waits(answered(504), 0)).toEqual([500, 1000, 2000, 4000]);
		expect(waits(answered(504), 0.999)).toEqual([999.5, 1999, 3998, 7996]);
	});

	test.each([answered(500), answered(504), noAnswer('ECONNRESET'), noAnswer('ENOTFOUND')])(
		'ends with the fifth try where Graph asks for none: %j',
		(outcome) => {
			const fifth = decide(outcome, { method: 'GET' }, 5, 0);
			expect(fifth).toEqual({ repeat: false, outcomeUnknown: false });
		},
	);

	test.each([answered(429), answered(429, waiting), answered(503, waiting)])(
		'has no last try where Graph throttles: %j',
		(outcome) => {
			expect(decide(outcome, { method: 'GET' }, 50, 0)).toMatchObject({ repeat: true, asked: true });
		},
	);

	test('is kept by others, too, where the request itself has an unknown outcome', () => {
		expect(decide(answered(503, waiting), { method: 'POST' }, 1, 0)).toEqual({
			repeat: false,
			outcomeUnknown: true,
			hold: 2000,
		});
	});

	test.each(['3601', '86400', '999999999'])(
		'is an hour at most, whatever is asked for: Retry-After %s',
		(value) => {
			expect(waits(answered(429, { 'retry-after': value }), 0, [1])).toEqual([3_600_000]);
		},
	);

	test('is at most half a minute where Graph throttles without saying how long', () => {
		expect(waits(answered(429), 0.999, [6, 10, 50])).toEqual([29985, 29985, 29985]);
	});

	test('is what Graph asks for, and then holds for the whole scope', () => {
		expect(decide(answered(429, waiting), { method: 'POST' }, 3, 0.5)).toEqual({
			repeat: true,
			wait: 2000,
			asked: true,
		});
		expect(decide(answered(504, waiting), { method: 'GET' }, 1, 0)).toEqual({
			repeat: true,
			wait: 500,
			asked: false,
		});
	});

	test.each(['0', '-1', 'Sat, 01 Jan 2000 00:00:00 GMT'])(
		'is never nothing, or requests would follow each other without end: Retry-After %s',
		(value) => {
			expect(waits(answered(429, { 'retry-after': value }), 0)).toEqual([500, 1000, 2000, 4000]);
		},
	);
});

describe('a try before has done it', () => {
	test.each<[string, Outcome]>([
		['504', answered(504)],
		['no answer', noAnswer('ECONNRESET')],
		['503 without Retry-After', answered(503)],
		['503 with Retry-After', answered(503, waiting)],
	])('when a DELETE finds nothing after %s', (_what, before) => {
		expect(wasDoneBefore(answered(404), { method: 'DELETE' }, before)).toBe(true);
		expect(wasDoneBefore(answered(410), { method: 'DELETE' }, before)).toBe(true);
	});

	test.each<[string, Outcome, 'DELETE' | 'PATCH' | 'GET', Outcome | undefined]>([
		['it is the first try', answered(404), 'DELETE', undefined],
		['the try before was put off', answered(404), 'DELETE', answered(429, waiting)],
		['the try before never left', answered(404), 'DELETE', noAnswer('ECONNREFUSED')],
		['it is refused', answered(403), 'DELETE', answered(504)],
		['it changes something', answered(404), 'PATCH', answered(504)],
		['it reads', answered(404), 'GET', answered(504)],
		['there is no answer again', noAnswer('ECONNRESET'), 'DELETE', answered(504)],
	])('is not said when %s', (_what, outcome, method, before) => {
		expect(wasDoneBefore(outcome, { method }, before)).toBe(false);
	});
});
