import { readClaims, readToken, tokenFault } from '../../../credentials/auth/core/accessToken';

const now = 1_700_000_000_000;
const read = (answer: object) => readToken({ access_token: 'abc', ...answer }, now);
const seconds = (token: ReturnType<typeof readToken>) => ({
	renew: ((token?.renewAt ?? 0) - now) / 1000,
	end: ((token?.expiresAt ?? 0) - now) / 1000,
});

test.each([
	['an hour: renewed five minutes before', { expires_in: 3600 }, { renew: 3300, end: 3600 }],
	['almost two hours', { expires_in: 7199 }, { renew: 6899, end: 7199 }],
	['two hours: renewed at half of them', { expires_in: 7200 }, { renew: 3600, end: 7200 }],
	['a day', { expires_in: 86400 }, { renew: 43200, end: 86400 }],
	['28 hours, of which a day is used', { expires_in: 28 * 3600 }, { renew: 43200, end: 86400 }],
	['a short life: renewed a tenth before', { expires_in: 6 }, { renew: 5.4, end: 6 }],
	['numbers as strings', { expires_in: '3600' }, { renew: 3300, end: 3600 }],
	['the moment of its end', { expires_on: String(now / 1000 + 1000) }, { renew: 900, end: 1000 }],
	['both: the life counts', { expires_in: 600, expires_on: '1' }, { renew: 540, end: 600 }],
	['refresh_in', { expires_in: 86400, refresh_in: 43200 }, { renew: 43200, end: 86400 }],
	['refresh_in as a string', { expires_in: '86400', refresh_in: '43200' }, { renew: 43200, end: 86400 }],
	['refresh_in after the margin', { expires_in: 3600, refresh_in: 3590 }, { renew: 3300, end: 3600 }],
	['a refresh_in that says nothing', { expires_in: 3600, refresh_in: 0 }, { renew: 3300, end: 3600 }],
	['no life at all', {}, { renew: 270, end: 300 }],
	[
		'a life that is no number',
		{ expires_in: 'soon', expires_on: '1/1/2027 +00:00' },
		{ renew: 270, end: 300 },
	],
])('the times of a token with %s', (_, answer, times) => {
	const token = read(answer);
	expect(token).toMatchObject({ value: 'abc', obtainedAt: now });
	expect(seconds(token).renew).toBeCloseTo(times.renew, 6);
	expect(seconds(token).end).toBeCloseTo(times.end, 6);
});

const hour = 3600;
const at = now / 1000;

test.each([
	['expires_on wins', { expires_in: 86_399, expires_on: at + hour }, { renew: 3300, end: hour }],
	['as text', { expires_in: 86_399, expires_on: String(at + hour) }, { renew: 3300, end: hour }],
	['as ISO 8601', { expires_on: new Date(now + hour * 1000).toISOString() }, { renew: 3300, end: hour }],
	['as ISO 8601 with an offset', { expires_on: '2023-11-15T00:13:20+01:00' }, { renew: 3300, end: hour }],
	['two hours: renewed at half of them', { expires_on: at + 2 * hour }, { renew: hour, end: 2 * hour }],
	['a day', { expires_on: at + 24 * hour }, { renew: 12 * hour, end: 24 * hour }],
	['refresh_in', { expires_on: at + 24 * hour, refresh_in: 60 }, { renew: 60, end: 24 * hour }],
	['an end that has passed', { expires_in: 86_399, expires_on: at - 1 }, { renew: 270, end: 300 }],
	[
		'an end that says nothing',
		{ expires_in: 600, expires_on: '9/14/2017 00:00:00 PM' },
		{ renew: 540, end: 600 },
	],
	['no end', { expires_in: 600 }, { renew: 540, end: 600 }],
	['nothing', {}, { renew: 270, end: 300 }],
])('the times of a managed identity token: %s', (_, answer, times) => {
	const token = readToken({ access_token: 'abc', ...answer }, now, 'managedIdentity');
	expect(seconds(token).renew).toBeCloseTo(times.renew, 6);
	expect(seconds(token).end).toBeCloseTo(times.end, 6);
});

test.each(['pop', 'mac', 'Bearer ', '', 7, {}, ['Bearer']])('no token of the type %j', (type) => {
	const body = { access_token: 'abc', token_type: type, expires_in: 600 };
	expect(readToken(body, now)).toBeUndefined();
	expect(readToken(body, now, 'managedIdentity')).toBeUndefined();
	expect(tokenFault(body)).toMatch(/type .*not "Bearer"/);
});

test.each(['Bearer', 'bearer', undefined, null])('a token of the type %j', (type) => {
	expect(readToken({ access_token: 'abc', token_type: type }, now)).toMatchObject({ value: 'abc' });
});

test.each([
	undefined,
	null,
	'',
	'text',
	7,
	[],
	{},
	{ access_token: '' },
	{ access_token: 7 },
	{ error: 'x' },
])('no token in %j', (body) => {
	expect(readToken(body, now)).toBeUndefined();
});

describe('the claims', () => {
	const jwt = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.x`;

	test('of a token that is a JWT', () => {
		expect(readClaims(jwt('{"roles":["Mail.Send"],"name":"Ä"}'))).toEqual({
			roles: ['Mail.Send'],
			name: 'Ä',
		});
	});

	test.each(['', 'opaque', 'a.b', jwt('no json'), jwt('null'), jwt('7'), '..'])(
		'of none that cannot be read: %j',
		(token) => {
			expect(readClaims(token)).toBeUndefined();
		},
	);
});
