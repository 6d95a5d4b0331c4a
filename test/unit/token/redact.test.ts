import { redact } from '../../../credentials/auth/core/redact';
import { readFields } from '../../../credentials/auth/core/settings';
import { credentialFields } from '../../../credentials/fields';
import { encodings } from './helpers/encodings';

/*
 * Entra, a proxy, or another identity provider may echo what was sent, in the encoding of the place where it stands. What
 * a person can decode is no less of a secret.
 */

const names = Object.keys(encodings);
const pairs = names.flatMap((first) => names.map((second) => [first, second] as const));

const secrets = ['Xy8Q~the-secret.of_the', 'p+a/s=s w&r<d>"\'%41', 'Ä€ß漢👍-x~1', '7351', 'sk-12345'];

const surroundings: ReadonlyArray<(text: string) => string> = [
	(text) => `The value ${text} is wrong.`,
	(text) => `{"client_secret":"${text}","error":"is wrong"}`,
	(text) => `client_id=a&client_secret=${text}&b=is wrong`,
];

describe.each(secrets)('a secret such as %s is not shown', (secret) => {
	const fields = readFields({ clientSecret: secret });

	it.each(pairs)('as %s in %s', (first, second) => {
		const echoed = encodings[second](encodings[first](secret));
		for (const around of surroundings) {
			const clean = redact(around(echoed), fields);
			expect(clean).not.toContain(echoed);
			expect(clean).toMatch(/\*\*\*/);
			expect(clean).toMatch(/is wrong/);
		}
	});
});

describe('each field that holds a secret', () => {
	it.each([
		['clientSecret', 'a-secret-value'],
		['passphrase', ' a passphrase '],
		['privateKey', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'],
		['clientAssertion', 'opaque-assertion-value'],
		['identityHeader', 'c0ffee00-1111'],
		['clientAssertionHeaders', '{"X-Api-Key":"a-secret-value"}'],
		['clientAssertionBody', '{"client":{"secret":"a-secret-value"}}'],
		['clientAssertionBody', 'grant_type=client_credentials&client_secret=a-secret-value'],
		['clientAssertionToken', 'a-secret-value'],
		['providerClientSecret', 'a-secret-value/+='],
		['awsSecretAccessKey', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
		['awsSessionToken', 'IQoJb3JpZ2luX2VjEXAMPLE/+=='],
		['msiSecret', 'c0ffee00-1111'],
	])('%s', (name, value) => {
		const fields = readFields({ [name]: value });
		const secret = /Headers|Body/.test(name) ? 'a-secret-value' : value;
		for (const [encoding, encode] of Object.entries(encodings)) {
			expect({ encoding, text: redact(`It was ${encode(secret)}, is wrong.`, fields) }).toEqual({
				encoding,
				text: expect.stringMatching(/^It was \*\*\*.{0,4}, is wrong\.$/),
			});
		}
	});

	it.each([
		['{"X-Api-Key": 735173517351}', '735173517351'],
		['{"Authorization": "ApiKey sk-12345"}', 'sk-12345'],
		['{"Authorization": "Basic YWRtaW46aHVudGVyMg=="}', 'YWRtaW46aHVudGVyMg=='],
		['{"Authorization": "Basic YWRtaW46aHVudGVyMg=="}', 'admin:hunter2'],
		['{"X-Key": "x\\ty-long"}', 'x\ty-long'],
	])('headers %s', (clientAssertionHeaders, secret) => {
		const clean = redact(`It was ${secret}.`, readFields({ clientAssertionHeaders }));
		expect(clean).toBe('It was ***.');
	});
});

it('what a body holds beside its secrets stays', () => {
	const body =
		'grant_type=client_credentials&client_id=n8n-client&scope=graph.token&client_secret=a-secret-value';
	const text = 'client_credentials: n8n-client has no graph.token';
	expect(redact(text, readFields({ clientAssertionBody: body }))).toBe(text);
});

it('each field that is a password in the editor is one of them', () => {
	const passwords = credentialFields.filter(({ typeOptions }) => typeOptions?.password === true);
	for (const { name } of passwords.filter(({ name }) => name !== 'certificate')) {
		const fields = readFields({ [name]: 'a-secret-value' });
		expect([name, redact('It was a-secret-value.', fields)]).toEqual([name, 'It was ***.']);
	}
	expect(passwords.length).toBeGreaterThan(10);
});

describe('a token is not shown, whatever its form', () => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const header = part({ typ: 'JWT', alg: 'RS256' });
	const claims = part({ aud: 'api://AzureADTokenExchange', sub: '1' });
	const tokens: Array<[string, string]> = [
		['JWT', `${header}.${claims}.c2lnbmF0dXJl-_x`],
		['JWT without signature', `${header}.${claims}.`],
		['its header alone', header],
		['header and claims', `${header}.${claims}`],
		[
			'JWE',
			`${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a2V5LWtleS1rZXk.aXYtaXYtaXY.Y2lwaGVydGV4dA.dGFnLXRhZw`,
		],
		['JWE, direct', `${part({ alg: 'dir', enc: 'A256GCM' })}..aXYtaXYtaXY.Y2lwaGVydGV4dA.dGFnLXRhZw`],
	];

	it.each(tokens.flatMap(([kind, token]) => names.map((name) => [kind, name, token] as const)))(
		'%s as %s',
		(_kind, name, token) => {
			const clean = redact(`It was ${encodings[name](token)}, is wrong.`, readFields({}));
			expect(clean).toMatch(/^It was \*\*\*=?,? is wrong\.$|^It was \*\*\*, is wrong\.$/);
		},
	);
});

describe('what is no secret stays', () => {
	it.each([
		'AADSTS7000215: Invalid client secret provided. Trace ID: 0a1b2c3d-1111-4222-8333-444455556666',
		'The key Journal of keyJournal has 100% &amp; more: \\u0041 &#65; SGVsbG8gd29ybGQ=',
		'https://login.microsoftonline.com/error?code=7000215&a=%20b+c',
		'%',
		'%zz &bogus; \\u12 &#99999999; &#xffffff; %ff%fe \ud800',
		'',
	])('%s', (text) => {
		expect(redact(text, readFields({ clientSecret: 'another-secret-of-the-app' }))).toBe(text);
	});

	it('as a value of less than four characters', () => {
		expect(redact('abc and abcd', readFields({ clientSecret: 'abc' }))).toBe('abc and abcd');
	});
});

it('a thousand values of headers are looked for in no time', () => {
	const headers = Object.fromEntries(
		Array.from({ length: 50 }, (_, n) => [
			`a${n}`,
			Array.from({ length: 20 }, (_word, m) => `word-${n}-${m}-${'x'.repeat(20)}`).join(' '),
		]),
	);
	const fields = readFields({ clientAssertionHeaders: JSON.stringify(headers) });
	const before = process.cpuUsage();
	const clean = redact(`word-49-19-${'x'.repeat(20)} `.repeat(10_000), fields);
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1000).toBeLessThan(5_000);
	expect(clean).not.toContain('word-49');
});
