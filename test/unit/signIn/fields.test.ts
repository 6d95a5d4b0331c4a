import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { credentialFields } from '../../../credentials/fields';
import { forgetAllTokens } from '../../../credentials/auth/token/cache';
import { testMarker } from '../../../credentials/auth/token/session';
import { SignInError } from '../../../credentials/auth/core/signInError';
import { makeCertificate } from './helpers/certificates';
import { plainHttpRequest } from './helpers/httpRequest';

const guid = '11111111-1111-4111-8111-111111111111';
const own = makeCertificate();
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = `${encoded({ alg: 'RS256' })}.${encoded({ iss: 'a', exp: 4_000_000_000 })}.c2lnbmF0dXJl`;

/** One request as it came over the wire, decoded. */
interface Received {
	path: string;
	text: string;
	/** URL and headers as they came. */
	head: string;
	form: URLSearchParams;
}

/** What stands in values in base64 or base64url: Basic authentication, and the claims of a JWT. */
function encodedIn(values: string[]): string[] {
	const basic = values.flatMap((value) => /^Basic (.+)$/.exec(value)?.[1] ?? []);
	const claims = values.filter((value) => value.startsWith('eyJ')).map((value) => value.split('.')[1]);
	return [...basic, ...claims]
		.map((value) => Buffer.from(value, 'base64').toString())
		.flatMap((text) => [text, new URLSearchParams(`a=${text}`).get('a') ?? '']);
}

let received: Received[] = [];
let server: Server;
let base: string;
/** Login host, metadata service, identity endpoint, another identity provider and Graph, all in one. */
async function answer(request: IncomingMessage): Promise<object | string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const body = Buffer.concat(parts).toString();
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	const form = new URLSearchParams(body);
	const values = [...form.values(), ...url.searchParams.values(), url.pathname, ...request.rawHeaders];
	values.push(body, ...encodedIn(values));
	const head = [url.href, ...request.rawHeaders].join('\n');
	received.push({ path: url.pathname, text: values.join('\n'), head, form });
	if (form.get('Action') === 'GetWebIdentityToken') return `<WebIdentityToken>${jwt}</WebIdentityToken>`;
	return { access_token: jwt, expires_in: 3600, value: jwt };
}
beforeAll(async () => {
	server = createServer((request, response) => {
		void answer(request).then((body) => {
			response
				.writeHead(200, { 'content-type': 'application/json' })
				.end(typeof body === 'string' ? body : JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	received = [];
	forgetAllTokens();
});

const credential = new MicrosoftGraphAppOnlyApi();
const properties = credentialFields;

/** Values with which every way to sign in works. */
const working = (): ICredentialDataDecryptedObject => ({
	tenantId: guid,
	clientId: guid,
	clientSecret: 'the secret',
	privateKey: own.privateKey,
	certificate: own.certificate,
	clientAssertion: jwt,
	clientAssertionUrl: `${base}/idp`,
	clientAssertionPath: 'value',
	identityEndpoint: `${base}/msi`,
	identityHeader: 'the header',
	msiEndpoint: `${base}/msi2017`,
	msiSecret: 'the msi secret',
	clientAssertionToken: 'the bearer token',
	clientAssertionBody: 'a=b',
	providerClientId: 'the client',
	providerClientSecret: 'the provider secret',
	awsRegion: 'eu-central-1',
	awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
	awsSecretAccessKey: 'the secret access key',
	awsStsUrl: base,
	managedIdentityId: guid,
	imdsUrl: base,
	loginUrl: base,
	graphUrl: base,
	cloud: 'custom',
	// The hosts of its API are shown, and read, only with a scope.
	scope: `${base}/.default`,
});

/** The working values in the way to sign in that shows a field. */
function shownWith({ displayOptions }: INodeProperties): ICredentialDataDecryptedObject {
	const shown = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0]]);
	return { ...working(), ...(Object.fromEntries(shown) as ICredentialDataDecryptedObject) };
}

/** Signs in as the Test button does: for Graph, and for the scope of another resource. */
async function signIn(fields: ICredentialDataDecryptedObject): Promise<SignInError | undefined> {
	const send = plainHttpRequest();
	// What has an address of its own ends here, too.
	const httpRequest = async (options: IHttpRequestOptions) =>
		await send({ ...options, url: options.url.replace(/^https:\/\/sts\.[a-z0-9-]+\.amazonaws\.com/, base) });
	const helper = { helpers: { httpRequest } } as IHttpRequestHelper;
	try {
		await credential.preAuthentication.call(helper, fields);
		await credential.authenticate(fields, { url: '/', baseURL: base, headers: { [testMarker]: 'true' } });
		return undefined;
	} catch (error) {
		expect(error).toBeInstanceOf(SignInError);
		return error as SignInError;
	}
}

const values: Array<[string, unknown]> = [
	['text', 'a text'],
	['number', 4711],
	['boolean', true],
	['null', null],
	['undefined', undefined],
	['empty text', ''],
	['list of texts', ['a', 'b']],
	['list of objects', [{ a: 1 }]],
	['object', { a: 1 }],
	['object without a text', { toString: 1, valueOf: 1 }],
	['Date', new Date(0)],
	['NaN', Number.NaN],
	['constructor', 'constructor'],
	['__proto__', '__proto__'],
	['toString', 'toString'],
	['hasOwnProperty', 'hasOwnProperty'],
	['line break', 'a\r\nX-Injected: 1'],
	['control character', 'a\u0000b'],
	['letters beyond Latin-1', 'a→b'],
	['lone surrogate', 'a\ud800b'],
	['1 MB', 'a'.repeat(1_000_000)],
];
/** Nothing of these is sent: they open a key, or sign. */
const neverSent = ['passphrase', 'awsSecretAccessKey'];

describe('every field with every kind of value', () => {
	const counts = { reached: 0, left: 0, refused: 0 };
	afterAll(() => {
		const { reached, left, refused } = counts;
		console.info(
			`${properties.length} credential fields × ${values.length} values: ${reached} reach the request, ${left} are as if not given, ${refused} are refused by name`,
		);
		expect(reached + left + refused).toBe(properties.length * values.length);
		expect(reached).toBeGreaterThan(10);
		expect(refused).toBeGreaterThan(300);
	});

	const cases = properties.flatMap((field, at) =>
		values.map(([kind, value]) => [`${field.displayName} (${at})`, kind, field, value] as const),
	);
	test.each(cases)('%s: %s', async (_name, _kind, field, value) => {
		const fields = shownWith(field);
		const error = await signIn({ ...fields, [field.name]: value as string });
		const text = received.map((request) => request.text).join('\n');
		expect(text).not.toContain('[object Object]');
		const head = received.map((request) => request.head).join('\n');
		// A body may have several lines.
		expect(field.name === 'clientAssertionBody' ? head : text).not.toContain('X-Injected');
		const toEntra = received.filter(({ form, path }) => form.has('grant_type') && path !== '/idp');
		for (const { form, path } of toEntra) {
			expect([path, form.get('client_secret') || form.get('client_assertion')]).toEqual([
				path,
				expect.stringMatching(/./),
			]);
		}
		if (error !== undefined) {
			counts.refused += 1;
			expect(error.message.toLowerCase()).toContain(field.displayName.toLowerCase());
			expect(error.message.length).toBeLessThan(1_000);
			return;
		}
		if (value === undefined || value === null || value === '') {
			counts.left += 1;
			expect(field.required ?? false).toBe(false);
			expect(field.type).toBe('string');
			return;
		}
		counts.reached += 1;
		expect(typeof value).toMatch(/^(string|number|boolean)$/);
		if (field.type === 'string' && !neverSent.includes(field.name)) expect(text).toContain(String(value));
	});
});

test('every way to sign in works with the values that the table begins with', async () => {
	for (const field of properties) {
		expect([field.name, await signIn(shownWith(field))]).toEqual([field.name, undefined]);
	}
});
