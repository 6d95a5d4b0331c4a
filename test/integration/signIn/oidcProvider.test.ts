import { createPublicKey } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { requestToken } from '../../../credentials/auth/token/requestToken';
import { readFields } from '../../../credentials/auth/core/settings';
import { SignInError } from '../../../credentials/auth/core/signInError';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { stopEngine } from '../harness/engine';
import { n8nHttpRequest } from './n8nHttpRequest';
import { startOidcProvider, type OidcProvider } from './oidcProvider';

const tenant = '11111111-1111-4111-8111-111111111111';
const resource = 'https://graph.microsoft.com';
const secretClient = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const keyClient = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
// Characters that a form encodes.
const clientSecret = 'abc~8Q+/=&%?-_.xyz';
const own = makeCertificate();
const other = makeCertificate();

let provider: OidcProvider;
beforeAll(async () => {
	provider = await startOidcProvider({
		tenant,
		scope: `${resource}/.default`,
		clients: [
			{
				client_id: secretClient,
				client_secret: clientSecret,
				token_endpoint_auth_method: 'client_secret_post',
			},
			{
				client_id: keyClient,
				token_endpoint_auth_method: 'private_key_jwt',
				jwks: { keys: [createPublicKey(own.key).export({ format: 'jwk' })] },
			},
		],
	});
});
afterAll(async () => {
	await provider.close();
	stopEngine();
});

type Fields = Parameters<typeof readFields>[0];

const signIn = async (fields: Fields, httpRequest = n8nHttpRequest) =>
	await requestToken(
		readFields({
			tenantId: tenant,
			cloud: 'custom',
			loginUrl: provider.url,
			graphUrl: resource,
			...fields,
		}),
		resource,
		httpRequest,
	);

const bySecret = (fields: Fields = {}): Fields => ({
	authentication: 'clientSecret',
	clientId: secretClient,
	clientSecret,
	...fields,
});
const byCertificate = (fields: Fields = {}): Fields => ({
	authentication: 'certificate',
	clientId: keyClient,
	privateKey: own.privateKey,
	certificate: own.certificate,
	...fields,
});

/** n8n's HTTP helper, with the body changed on its way. */
const tampering = (change: (form: URLSearchParams) => void) => async (options: IHttpRequestOptions) => {
	const form = new URLSearchParams(options.body as string);
	change(form);
	return await n8nHttpRequest({ ...options, body: form.toString() });
};

const withClaims = (change: (claims: Record<string, unknown>) => void) =>
	tampering((form) => {
		const [header, claims, signature] = (form.get('client_assertion') ?? '').split('.');
		const changed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
		change(changed);
		const encoded = Buffer.from(JSON.stringify(changed)).toString('base64url');
		form.set('client_assertion', `${header}.${encoded}.${signature}`);
	});

const refused = /doesn't accept the credentials of the app .*client authentication failed/;

describe('oidc-provider as token endpoint', () => {
	it('accepts the secret', async () => {
		const token = await signIn(bySecret());
		expect(token.value.length).toBeGreaterThan(20);
		expect(token.expiresAt - token.obtainedAt).toBe(600_000);
	});

	it.each(['PS256', 'RS256'])('accepts the certificate assertion (%s)', async (signatureAlgorithm) => {
		expect((await signIn(byCertificate({ signatureAlgorithm }))).value.length).toBeGreaterThan(20);
	});

	it('accepts the assertion with the chain, and one after another', async () => {
		const fields = byCertificate({ sendCertificateChain: true });
		const tokens = [await signIn(fields), await signIn(fields)];
		expect(new Set(tokens.map(({ value }) => value)).size).toBe(2);
	});

	it.each<[string, Fields]>([
		['another secret', bySecret({ clientSecret: `${clientSecret}a` })],
		['the secret of another app', bySecret({ clientId: keyClient })],
		['another key', byCertificate({ privateKey: other.privateKey, certificate: other.certificate })],
		['the key of another app', byCertificate({ clientId: secretClient })],
	])('refuses %s', async (_name, fields) => {
		const error: unknown = await signIn(fields).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(SignInError);
		expect((error as SignInError).message).toMatch(refused);
	});

	it('refuses a secret that was changed on its way', async () => {
		const httpRequest = tampering((form) => form.set('client_secret', 'other'));
		await expect(signIn(bySecret(), httpRequest)).rejects.toThrow(refused);
	});

	it.each<[string, ReturnType<typeof tampering>]>([
		['claims changed: exp', withClaims((claims) => (claims.exp = Number(claims.exp) + 3600))],
		['claims changed: iss', withClaims((claims) => (claims.iss = secretClient))],
		['claims changed: aud', withClaims((claims) => (claims.aud = 'https://login.example/token'))],
		['claims changed: jti', withClaims((claims) => (claims.jti = 'another'))],
		[
			'a signature changed',
			tampering((form) => {
				const [header, claims, signature] = (form.get('client_assertion') ?? '').split('.');
				const bytes = Buffer.from(signature, 'base64url');
				bytes[10] ^= 1;
				form.set('client_assertion', `${header}.${claims}.${bytes.toString('base64url')}`);
			}),
		],
		[
			'no signature',
			tampering((form) => {
				const [, claims] = (form.get('client_assertion') ?? '').split('.');
				const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
				form.set('client_assertion', `${header}.${claims}.`);
			}),
		],
	])('refuses the assertion with %s', async (_name, httpRequest) => {
		await expect(signIn(byCertificate(), httpRequest)).rejects.toThrow(refused);
	});

	it('refuses an assertion that is sent a second time', async () => {
		let first: string | null = null;
		const replay = tampering((form) => {
			first ??= form.get('client_assertion');
			form.set('client_assertion', first ?? '');
		});
		await signIn(byCertificate(), replay);
		await expect(signIn(byCertificate(), replay)).rejects.toThrow(refused);
	});
});
