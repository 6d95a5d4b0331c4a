import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import * as fc from 'fast-check';

import { credentialFields } from '../../../../credentials/fields';
import { defaultClientId, defaultTenantId } from '../../../../simulator/entra';
import {
	encryptedPkcs1,
	encryptedPkcs8,
	makeCertificate,
	pkcs12Of,
	pkcs1Of,
} from '../../../unit/signIn/helpers/certificates';
import {
	der,
	derOf,
	integer,
	octets,
	pbkdf2Key,
	pemOf,
	scryptKey,
	sequence,
} from '../../../unit/signIn/helpers/keyFormats';
import { send, sendRaw, type Answer, type TestServer } from './servers';
import { noTexts, texts, urls, type Named } from './values';

type Fields = ICredentialDataDecryptedObject;

/** One thing that somebody, or a server, does to the credential. */
export interface Input {
	kind: string;
	name: string;
	fields: Fields;
	/** The request that the credential is used for; one to Graph where there is none. */
	request?: IHttpRequestOptions;
	/** What the servers answer, by path. */
	answers?: Array<[path: string, answer: Answer]>;
	/** What may stand in no message, in addition to the usual secrets. */
	secrets?: string[];
}

/** Servers that an input names. */
export interface Hosts {
	/** Login host, Graph, another identity provider, and managed identity endpoints. */
	home: TestServer;
	foreign: TestServer;
}

/** What no message may show, and no foreign host may get. */
export const secret = 'zebra~Q8.of-the-app_secret';
export const headerSecret = 'walrus-of-the-identity-header';
export const apiKey = 'ocelot-key-of-the-provider';
export const passphrase = 'heron with a passphrase';
export const accessToken = [
	{ alg: 'none', typ: 'JWT' },
	{ aud: 'https://graph.microsoft.com', roles: ['User.Read.All'], marten: 1 },
]
	.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
	.concat('c2lnbmF0dXJlLW1hcnRlbg')
	.join('.');
export const assertion = [
	{ alg: 'none', typ: 'JWT' },
	{ sub: 'dormouse', exp: 4_000_000_000 },
]
	.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
	.concat('YXNzZXJ0aW9uLWRvcm1vdXNl')
	.join('.');

/** The paths under which the home server plays its parts. */
export const paths = {
	login: '/login',
	graph: '/graph',
	provider: '/provider',
	appService: '/msi',
	imds: '/imds',
};

const own = makeCertificate();

/** Credentials that work, by the way in which they sign in. */
export function credentialsFor({ home }: Pick<Hosts, 'home'>) {
	const app: Fields = {
		authentication: 'clientSecret',
		tenantId: defaultTenantId,
		clientId: defaultClientId,
		clientSecret: secret,
		cloud: 'custom',
		loginUrl: home.url + paths.login,
		graphUrl: home.url + paths.graph,
	};
	const federated = { ...app, authentication: 'federatedCredential' };
	const imds = { managedIdentitySource: 'imds', imdsUrl: home.url + paths.imds };
	return {
		secret: app,
		certificate: {
			...app,
			authentication: 'certificate',
			privateKey: encryptedPkcs8(own.key, passphrase),
			certificate: own.certificate,
			passphrase,
		},
		expression: { ...federated, clientAssertionSource: 'expression', clientAssertion: assertion },
		url: {
			...federated,
			clientAssertionSource: 'url',
			clientAssertionUrl: home.url + paths.provider,
			clientAssertionHeaders: JSON.stringify({ 'X-Api-Key': apiKey }),
			clientAssertionPath: 'value',
		},
		assertionOfIdentity: { ...federated, clientAssertionSource: 'managedIdentity', ...imds },
		imds: { ...app, authentication: 'managedIdentity', ...imds },
		userAssigned: {
			...app,
			authentication: 'managedIdentity',
			...imds,
			managedIdentityType: 'user',
			managedIdentityId: defaultClientId,
		},
		appService: {
			...app,
			authentication: 'managedIdentity',
			managedIdentitySource: 'appService',
			identityEndpoint: home.url + paths.appService,
			identityHeader: headerSecret,
		},
	} satisfies Record<string, Fields>;
}

/** The answers that make these credentials work. */
export const usualAnswers: Array<[string, Answer]> = [
	[paths.provider, send(200, JSON.stringify({ value: assertion }))],
	[
		paths.imds,
		(response, { url }) =>
			send(
				200,
				JSON.stringify({
					access_token: url.includes('AzureADTokenExchange') ? assertion : accessToken,
					token_type: 'Bearer',
					expires_in: '3600',
				}),
			)(response, { url, text: '' }),
	],
	...[paths.login, paths.appService].map((path): [string, Answer] => [
		path,
		send(200, JSON.stringify({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 })),
	]),
];

/** Credentials that hold something in each field, of which those count that are chosen. */
const filled = (hosts: Hosts): Fields => ({
	...Object.assign({}, ...Object.values(credentialsFor(hosts))),
	authentication: 'clientSecret',
	managedIdentityType: 'system',
});

/** Each field, and the choices under which the credential shows it. */
const fieldsShown: ReadonlyMap<string, Fields> = new Map(
	[...credentialFields]
		.reverse()
		.map(({ name, displayOptions }) => [
			name,
			Object.fromEntries(
				Object.entries(displayOptions?.show ?? {}).map(([choice, values]) => [choice, values?.[0] as string]),
			),
		]),
);
const names = [...fieldsShown.keys()];

/** Fields whose value may stand in no message, whatever it is. */
const secretFields = [
	'clientSecret',
	'privateKey',
	'passphrase',
	'clientAssertion',
	'clientAssertionHeaders',
	'identityHeader',
];

const fieldInput = (hosts: Hosts, name: string, [what, value]: Named<unknown>): Input => ({
	kind: 'credential field',
	name: `${name}: ${what}`,
	fields: { ...filled(hosts), ...fieldsShown.get(name), cloud: 'custom', [name]: value as string },
	secrets:
		secretFields.includes(name) && typeof value === 'string' && value.trim().length >= 8
			? [value.trim().slice(0, 200)]
			: [],
});

/** Each field with each hostile value. */
export function fieldInputs(hosts: Hosts): Input[] {
	const values = [...noTexts, ...texts, ...urls(hosts.home.port, hosts.foreign.port)];
	const scopes = values.flatMap(([what, value]): Array<Named<string>> =>
		typeof value === 'string' && value.length < 4_000 ? [[`${what}, as a scope`, `${value}/.default`]] : [],
	);
	const elsewhere = (name: string, value: Named<unknown>): Input => {
		const { fields, ...input } = fieldInput(hosts, name, value);
		return {
			...input,
			fields: { scope: 'https://vault.azure.net/.default', ...fields },
			request: { url: 'https://my.vault.azure.net/secrets' },
		};
	};
	return [
		...names.flatMap((name) => values.map((value) => fieldInput(hosts, name, value))),
		...scopes.map((value) => elsewhere('scope', value)),
		// What decides where another token than Graph's goes.
		...names
			.filter((name) => /scope|resource/i.test(name))
			.flatMap((name) => values.map((value) => elsewhere(name, value))),
	];
}

/** Several fields at once, at random. */
export function mixedInputs(hosts: Hosts, seed: number): Input[] {
	const values = [
		...noTexts,
		...texts.filter(([, { length }]) => length < 10_000),
		...urls(hosts.home.port, hosts.foreign.port),
	];
	const change = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values));
	const ways = Object.entries(credentialsFor(hosts));
	const input = fc.tuple(fc.constantFrom(...ways), fc.array(change, { minLength: 2, maxLength: 5 }));
	return fc.sample(input, { seed, numRuns: 200 }).map(([[way, fields], changes]) => ({
		kind: 'several fields',
		name: `${way}, ${changes.map(([name, [what]]) => `${name}: ${what}`).join(', ')}`,
		fields: {
			...(fields as Fields),
			...Object.fromEntries(changes.map(([name, [, value]]) => [name, value as string])),
		},
		// What another field holds, too, is no secret.
		secrets: changes.flatMap(([name, value]) =>
			changes.some(([other, [what]]) => what === value[0] && !secretFields.includes(other))
				? []
				: (fieldInput(hosts, name, value).secrets ?? []),
		),
	}));
}

/** Requests to other hosts than Graph, or that look like ones to Graph. */
export function requestInputs(hosts: Hosts): Input[] {
	const { home, foreign } = hosts;
	const fields = credentialsFor(hosts).secret;
	const graph = home.url + paths.graph;
	const list = [
		...urls(home.port, foreign.port).map(([, url]) => url),
		`${foreign.url}/v1.0/users`,
		`${graph}@127.0.0.1:${foreign.port}/`,
		`${home.url.replace('http', 'https')}/graph/v1.0/users`,
		`http://localhost:${home.port}/graph/v1.0/users`,
		`${graph}/v1.0/users/../../../..`,
		`${graph}/v1.0/users?$filter=a\r\nX-Evil: 1`,
		'http://graph.microsoft.com/v1.0/users',
		'https://graph.microsoft.com:444/v1.0/users',
		'https://graph.microsoft.us/v1.0/users',
		'https://evilvault.azure.net/secrets',
		'https://vault.azure.net.evil.example/secrets',
		'http://my.vault.azure.net/secrets',
		'https://my.vault.azure.net@evil.example/secrets',
		'',
		' ',
		'/v1.0/users',
		'v1.0/users',
		'@127.0.0.1/',
		'?$top=1',
		'#',
	];
	const forms: ReadonlyArray<(url: string) => IHttpRequestOptions> = [
		(url) => ({ url }),
		(url) => ({ url, baseURL: graph }),
		(url) => ({ url: '/v1.0/users', baseURL: url }),
		(url) => ({ uri: url }) as unknown as IHttpRequestOptions,
	];
	const scopes = ['', 'https://vault.azure.net/.default', 'api://of-another-app/.default'];
	return list.flatMap((url) =>
		forms.flatMap((form, at) =>
			scopes.map((scope) => ({
				kind: 'request URL',
				name: `${JSON.stringify(url.slice(0, 60))} in form ${at}${scope && `, with ${scope}`}`,
				fields: { ...fields, scope },
				request: form(url),
			})),
		),
	);
}

/** Redirects to elsewhere, from everyone who is asked. */
export function redirectInputs(hosts: Hosts): Input[] {
	const { home, foreign } = hosts;
	const all = credentialsFor(hosts);
	const from: ReadonlyArray<readonly [string, Fields, path: string]> = [
		['Graph', all.secret, paths.graph],
		['the login host', all.secret, paths.login],
		['the login host, with a certificate', all.certificate, paths.login],
		['the login host, with an assertion', all.expression, paths.login],
		['the assertion’s URL', all.url, paths.provider],
		['the metadata service', all.imds, paths.imds],
		['the metadata service, for an assertion', all.assertionOfIdentity, paths.imds],
		['the identity endpoint', all.appService, paths.appService],
	];
	const to: ReadonlyArray<Named<string>> = [
		['a foreign host', `${foreign.url}/landed`],
		['one without a scheme', `//127.0.0.1:${foreign.port}/landed`],
		['one with a user name', `http://${new URL(home.url).host}@127.0.0.1:${foreign.port}/landed`],
		['one after backslashes', `\\\\127.0.0.1:${foreign.port}\\landed`],
		['one by another name', `http://localhost:${foreign.port}/landed`],
		['a chain', '/hop/1'],
		['itself', home.url + paths.graph],
		['nowhere', ''],
	];
	return from.flatMap(([who, fields, path]) =>
		[301, 302, 303, 307, 308].flatMap((status) =>
			to.map(([where, location]) => ({
				kind: 'redirect',
				name: `${status} of ${who} to ${where}`,
				fields,
				answers: [
					[path, send(status, '', { location })],
					['/hop/1', send(status, '', { location: '/hop/2' })],
					['/hop/2', send(status, '', { location: `${foreign.url}/landed` })],
				] as Input['answers'],
			})),
		),
	);
}

const ofToken = (change: object) =>
	JSON.stringify({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600, ...change });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** What may come in a token's place. @param echo secrets that were sent */
const tokenAnswers = (echo: string): ReadonlyArray<Named<Answer>> => [
	...(
		[
			['nothing', ''],
			['text', 'The token is elsewhere'],
			['a page', '<html><head><title>Blocked</title></head><body>No</body></html>'],
			['half of JSON', '{"access_token":"eyJ'],
			['a number', '17'],
			['a text in JSON', '"eyJhbGciOiJub25lIn0.e30."'],
			['a list', '[]'],
			['JSON null', 'null'],
			['true', 'true'],
			['an empty object', '{}'],
			['nested JSON', nested(10_000)],
			['JSON that nests and breaks off', '['.repeat(500_000)],
			['__proto__', '{"__proto__":{"access_token":"evil","polluted":true}}'],
			[
				'many names',
				JSON.stringify(Object.fromEntries([...Array(20_000).keys()].map((n) => [`name${n}`, n]))),
			],
			['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80, 0xc0])],
			['an error that is an object', '{"error":{"error":{"error":{"code":"x","message":"deep"}}}}'],
			['an error that is a list', '{"error":["invalid_client"],"error_description":["x"]}'],
			[
				'an error named toString',
				'{"error":"toString","error_description":"constructor","error_codes":["__proto__"]}',
			],
			[
				'an error with control characters',
				'{"error":"invalid_client","error_description":"AADSTS7000215: evil\\r\\nSet-Cookie: a\\u0000\\u001b[31m\\u202e","error_codes":[7000215]}',
			],
			[
				'an error with half characters',
				'{"error":"invalid_client","error_description":"AADSTS7000215 \\ud800 \\udc00","trace_id":"\\ud800"}',
			],
			[
				'a long error',
				JSON.stringify({ error: 'invalid_client', error_description: `AADSTS50${'0'.repeat(400_000)}` }),
			],
			[
				'an echo of the secret',
				JSON.stringify({
					error: 'invalid_client',
					error_description: `AADSTS7000215: ${echo} ${assertion}`,
				}),
			],
			['error codes out of all bounds', '{"error":"x","error_codes":[1e308,-1,1.5,"soon","",{}]}'],
		] as ReadonlyArray<Named<string | Buffer>>
	).flatMap(([name, body]) =>
		[200, 400, 500].map((status): Named<Answer> => [`${name} (${status})`, send(status, body)]),
	),
	...(
		[
			['token_type MAC', { token_type: 'MAC' }],
			['token_type a number', { token_type: 7 }],
			['token_type an object', { token_type: {} }],
			['token_type with CRLF', { token_type: 'Bearer\r\nX-Evil: 1' }],
			['token_type pop', { token_type: 'pop' }],
			...[-1, 0, 1e308, 1e-9, '3600', '-5', 'soon', '1e999', '', [], {}, true, null].map(
				(value): Named<object> => [`expires_in ${JSON.stringify(value)}`, { expires_in: value }],
			),
			...[-1, 1e308, '9999-99-99T00:00:00Z', 'never', {}].map((value): Named<object> => [
				`expires_on ${JSON.stringify(value)}`,
				{ expires_in: undefined, expires_on: value },
			]),
			['refresh_in of 1e308', { refresh_in: 1e308 }],
			['refresh_in below zero', { refresh_in: -1 }],
			['access_token with CRLF', { access_token: `${accessToken}\r\nX-Evil: 1` }],
			['access_token with a space', { access_token: `${accessToken} evil` }],
			['access_token with NUL', { access_token: `${accessToken}\0` }],
			['access_token beyond ASCII', { access_token: `${accessToken}żółć` }],
			['access_token a number', { access_token: 12345678 }],
			['access_token an object', { access_token: { value: accessToken } }],
			['access_token a list', { access_token: [accessToken] }],
			['access_token empty', { access_token: '' }],
			['access_token JSON null', { access_token: null }],
			['access_token of 200 kB', { access_token: 'a'.repeat(200_000) }],
			['access_token of 10 MB', { access_token: 'a'.repeat(10_000_000) }],
			['access_token with dots alone', { access_token: '....' }],
			['a token and an error', { error: 'invalid_client' }],
		] as ReadonlyArray<Named<object>>
	).map(([name, change]): Named<Answer> => [name, send(200, ofToken(change))]),
	['a body of another length', sendRaw('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"access_token":')],
	['no HTTP', sendRaw('SSH-2.0-OpenSSH_9.6\r\n')],
	['a header that is broken', sendRaw('HTTP/1.1 200 OK\r\nBad Header\r\n\r\n{}')],
	['an unknown status', sendRaw('HTTP/1.1 999 Strange\r\nContent-Length: 2\r\n\r\n{}')],
	['a broken compression', send(200, 'not gzip', { 'content-encoding': 'gzip' })],
	['an unknown compression', send(200, ofToken({}), { 'content-encoding': 'evil' })],
	['a connection that closes', (response) => void response.socket?.destroy()],
	[
		'too many headers',
		send(400, '{}', Object.fromEntries([...Array(60).keys()].map((n) => [`x-${n}`, 'a'.repeat(150)]))),
	],
	...[
		'-1',
		'1e308',
		'99999999999999999999',
		'soon',
		'Wed, 99 Foo 2026 99:99:99 GMT',
		`${'9'.repeat(5000)}`,
	].map((value): Named<Answer> => [
		`Retry-After ${value.slice(0, 30)}`,
		send(503, '{}', { 'retry-after': value }),
	]),
];

/** A body that comes one byte a time, and never ends; it ends by the bound on time. */
export const trickle: Answer = (response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const timer = setInterval(() => response.write(' '), 50);
	response.on('close', () => clearInterval(timer));
};

const apiKeyIn = ({ clientAssertionHeaders }: Fields) => (clientAssertionHeaders === undefined ? '' : apiKey);

/** Answers of everyone who gives tokens or assertions. */
export function tokenInputs(hosts: Hosts): Input[] {
	const all = credentialsFor(hosts);
	const from: ReadonlyArray<readonly [string, Fields, path: string]> = [
		['the login host', all.secret, paths.login],
		['the assertion’s URL', all.url, paths.provider],
		['the metadata service', all.imds, paths.imds],
		['the metadata service, for an assertion', all.assertionOfIdentity, paths.imds],
		['the identity endpoint', all.appService, paths.appService],
	];
	return from.flatMap(([who, fields, path]) =>
		[
			...tokenAnswers([secret, fields.identityHeader, apiKeyIn(fields)].filter(Boolean).join(' ')),
			['a body without end', trickle] as Named<Answer>,
		].map(([what, answer]) => ({
			kind: 'token answer',
			name: `${what}, of ${who}`,
			fields,
			answers: [[path, answer]] as Input['answers'],
		})),
	);
}

/** Keys and certificates that are whole, by their format: bytes, and how they are written. */
function wholeFiles(): ReadonlyArray<readonly [string, Buffer, (bytes: Buffer) => Fields]> {
	const inKey = (label: string) => (bytes: Buffer) => ({ privateKey: pemOf(label, bytes) });
	const inBase64 = (bytes: Buffer) => ({ privateKey: bytes.toString('base64'), certificate: '' });
	const chainless = Buffer.from(pkcs12Of(own, passphrase, 'aes256'), 'base64');
	return [
		['PKCS#8', derOf(own.privateKey), inKey('PRIVATE KEY')],
		['PKCS#1', derOf(pkcs1Of(own.key)), inKey('RSA PRIVATE KEY')],
		['encrypted PKCS#8', derOf(encryptedPkcs8(own.key, passphrase)), inKey('ENCRYPTED PRIVATE KEY')],
		['PKCS#12 with AES', chainless, inBase64],
		['PKCS#12 with 3DES', Buffer.from(pkcs12Of(own, passphrase, '3des'), 'base64'), inBase64],
		['a certificate', derOf(own.certificate), (bytes) => ({ certificate: pemOf('CERTIFICATE', bytes) })],
		[
			'PEM text',
			Buffer.from(encryptedPkcs1(own.key, passphrase, 'aes-128-cbc')),
			(bytes) => ({ privateKey: bytes.toString('latin1') }),
		],
		[
			'a JSON Web Key',
			Buffer.from(JSON.stringify(own.key.export({ format: 'jwk' }))),
			(bytes) => ({ privateKey: bytes.toString('latin1') }),
		],
	];
}

interface Mutation {
	what: 'flips' | 'cut' | 'length' | 'repeated' | 'swapped';
	places: number[];
	bytes: number[];
}

/** A file that is damaged. @param places between 0 and 1 */
function mutated(bytes: Buffer, { what, places, bytes: values }: Mutation): Buffer {
	const at = (index: number, length = bytes.length) =>
		Math.min(length - 1, Math.floor(places[index] * length));
	const copy = Buffer.from(bytes);
	switch (what) {
		case 'flips':
			places.forEach((_, index) => (copy[at(index)] ^= 1 << (values[index] % 8)));
			return copy;
		case 'cut':
			return copy.subarray(0, at(0));
		case 'length':
			// Lengths stand at the beginning of elements, most of them in the first bytes.
			places.forEach((_, index) => (copy[at(index, Math.min(60, bytes.length))] = values[index]));
			return copy;
		case 'repeated':
			return Buffer.concat([copy.subarray(0, at(0)), copy, copy.subarray(at(0))]);
		case 'swapped':
			return Buffer.concat([copy.subarray(at(0)), copy.subarray(0, at(0))]);
	}
}

/** Files that are damaged, or made to take long. */
export function fileInputs(hosts: Hosts, seed: number): Input[] {
	const { certificate: fields } = credentialsFor(hosts);
	const input = (name: string, change: Fields): Input => ({
		kind: 'file',
		name,
		fields: { ...fields, ...change },
	});
	const mutation: fc.Arbitrary<Mutation> = fc.record({
		what: fc.constantFrom('flips', 'flips', 'cut', 'length', 'length', 'repeated', 'swapped'),
		places: fc.array(
			fc.nat(999_999).map((part) => part / 1_000_000),
			{ minLength: 1, maxLength: 3 },
		),
		bytes: fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
	});
	const damaged = wholeFiles().flatMap(([name, bytes, written], at) =>
		fc
			.sample(mutation, { seed: seed + at, numRuns: 45 })
			.map((one) => input(`${name}, ${JSON.stringify(one)}`, written(mutated(bytes, one)))),
	);
	return [...damaged, ...made().map(([name, change]) => input(name, change))];
}

/** Files that are made to take long, or to lie. */
function made(): Array<Named<Fields>> {
	const key = (bytes: Buffer, label = 'PRIVATE KEY') => ({ privateKey: pemOf(label, bytes) });
	const deepSequence = (depth: number) => {
		let bytes: Buffer = Buffer.alloc(0);
		for (let level = 0; level < depth; level++) bytes = sequence(bytes);
		return bytes;
	};
	const jwk = own.key.export({ format: 'jwk' });
	const counts = [0, 1, 2 ** 31, 2 ** 40, 2 ** 47];
	const long = (byte: number, length = 140_000) => Buffer.alloc(length, byte);
	return [
		...[0x30, 0x80, 0xa0, 0xff, 0, 0x24].map((byte): Named<Fields> => [
			`140 kB of 0x${byte.toString(16)}`,
			key(long(byte)),
		]),
		['indefinite lengths', key(Buffer.from('3080'.repeat(50_000), 'hex'))],
		['indefinite octets', key(Buffer.from(`3080${'2480'.repeat(50_000)}`, 'hex'))],
		['5,000 levels', key(deepSequence(5_000))],
		['a length of 4 GB', key(Buffer.from('3084ffffffff02010030', 'hex'))],
		['a length of 127 bytes', key(Buffer.concat([Buffer.from([0x30, 0xff]), long(0xff, 200)]))],
		['50,000 small elements', key(sequence(...Array.from({ length: 50_000 }, () => integer(1))))],
		...counts.map((count): Named<Fields> => [
			`PBKDF2, ${count} rounds`,
			key(pbkdf2Key(own.key, passphrase, 1, count), 'ENCRYPTED PRIVATE KEY'),
		]),
		...counts.map((count): Named<Fields> => [
			`scrypt, N of ${count}`,
			key(scryptKey(own.key, passphrase, { told: { N: count, r: 8, p: 1 } }), 'ENCRYPTED PRIVATE KEY'),
		]),
		...counts.map((count): Named<Fields> => [
			`PKCS#12, ${count} rounds`,
			{ privateKey: checkedFile(count).toString('base64'), certificate: '' },
		]),
		['begins without ends', { privateKey: '-----BEGIN PRIVATE KEY-----\n'.repeat(7_000) }],
		[
			'1,500 keys',
			{ privateKey: '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n'.repeat(1_500) },
		],
		[
			'1,500 certificates',
			{ certificate: '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'.repeat(1_500) },
		],
		[
			'100 kinds of labels',
			{ privateKey: [...Array(100).keys()].map((n) => `-----BEGIN K${n}-----`).join('\n') },
		],
		['base64 in base64', { privateKey: wrapped(own.privateKey, 6) }],
		[
			'a JSON Web Key with a huge number',
			{
				privateKey: JSON.stringify({
					kty: 'RSA',
					n: 'A'.repeat(150_000),
					e: 'AQAB',
					d: 'AQ',
					p: 'AQ',
					q: 'AQ',
					dp: 'AQ',
					dq: 'AQ',
					qi: 'AQ',
				}),
			},
		],
		...Object.entries({ p: jwk.q, q: 'Ag', qi: 'AQ', d: 'AQ', dp: 'AQ', e: 'Ag', n: jwk.d }).map(
			([part, value]): Named<Fields> => [
				`a JSON Web Key with another ${part}`,
				{ privateKey: JSON.stringify({ ...jwk, [part]: value }) },
			],
		),
		['a JSON Web Key without numbers', { privateKey: '{"kty":"RSA","d":"AQ"}' }],
		[
			'a JSON Web Key of __proto__',
			{ privateKey: '{"__proto__":{"kty":"RSA","polluted":true},"x5c":[1,{},"!"]}' },
		],
		[
			'a key of 1 bit',
			key(
				sequence(
					integer(0),
					integer(1),
					integer(1),
					integer(1),
					integer(1),
					integer(1),
					integer(1),
					integer(1),
					integer(1),
				),
				'RSA PRIVATE KEY',
			),
		],
		['another certificate', { certificate: makeCertificate({ subject: 'other' }).certificate }],
		[
			'an old certificate',
			{ certificate: makeCertificate({ key: own.key, notBefore: 0, notAfter: 86_400_000 }).certificate },
		],
		[
			'a certificate of the future',
			{
				certificate: makeCertificate({
					key: own.key,
					notBefore: Date.now() + 1e10,
					notAfter: Date.now() + 2e10,
				}).certificate,
			},
		],
		['a wrong passphrase', { passphrase: 'another one' }],
		['a passphrase of 4,000 characters', { passphrase: 'p'.repeat(4_000) }],
		['no passphrase', { passphrase: '' }],
	];
}

/** A PKCS#12 file with a check value that takes so many rounds. */
function checkedFile(rounds: number): Buffer {
	const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
	const content = sequence(oid('2a864886f70d010701'), der(0xa0, octets(sequence())));
	const digest = sequence(sequence(oid('608648016503040201'), Buffer.from([5, 0])), octets(Buffer.alloc(32)));
	return sequence(integer(3), content, sequence(digest, octets(Buffer.alloc(8)), integer(rounds)));
}

function wrapped(text: string, times: number): string {
	return times === 0 ? text : wrapped(Buffer.from(text).toString('base64'), times - 1);
}
