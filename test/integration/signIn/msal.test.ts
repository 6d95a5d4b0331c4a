import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { forgetAllTokens } from '../../../credentials/auth/token/cache';
import { requestToken } from '../../../credentials/auth/token/requestToken';
import { authorize, beginSession } from '../../../credentials/auth/token/session';
import { readFields } from '../../../credentials/auth/core/settings';
import { defaultClientId, defaultClientSecret, defaultTenantId } from '../../../simulator/entra';
import { decodeJwt, isSignedBy, type DecodedJwt } from '../../../simulator/entra/jwt';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { startEntra, type EntraServer } from '../../unit/signIn/helpers/entraServer';
import { stopEngine } from '../harness/engine';
import { n8nHttpRequest } from './n8nHttpRequest';

// Both are told that they speak to Microsoft's own hosts; their requests end at the simulator.
const loginUrl = 'https://login.microsoftonline.com';
const graphUrl = 'https://graph.microsoft.com';

const root = makeCertificate({ subject: 'root' });
const own = makeCertificate({ subject: 'leaf', issuer: root });
const chain = own.certificate + root.certificate;
const x509 = new X509Certificate(own.certificate);

/** A token request as it left for the wire. */
interface Sent {
	url: string;
	form: Record<string, string>;
	headers: Record<string, string>;
	assertion?: DecodedJwt;
}

/** What MSAL tells Microsoft about itself; the grant does not need it. */
const telemetry = [
	'x-client-SKU',
	'x-client-VER',
	'x-client-OS',
	'x-client-CPU',
	'x-client-current-telemetry',
	'x-client-last-telemetry',
	'x-ms-lib-capability',
	'client-request-id',
];

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra({ loginUrl, graphUrl });
});
afterAll(async () => {
	await server.close();
	stopEngine();
});
beforeEach(() => {
	server.entra.reset();
	server.entra.app().certificates = [own.certificate];
});

const redirected = (url: string) => url.replace(loginUrl, server.loginUrl);

function sentOf(url: string, body: string, headers: Record<string, unknown>): Sent {
	const form = Object.fromEntries(new URLSearchParams(body));
	const address = new URL(url);
	for (const name of telemetry) address.searchParams.delete(name);
	return {
		url: address.href,
		form,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		assertion: form.client_assertion === undefined ? undefined : decodeJwt(form.client_assertion),
	};
}

/** n8n's HTTP helper over the same simulator; what is sent is noted in `sent`. */
const noting = (sent: Sent[]) => async (options: IHttpRequestOptions) => {
	sent.push(sentOf(options.url, options.body as string, options.headers ?? {}));
	return await n8nHttpRequest({ ...options, url: redirected(options.url) });
};

const app = { tenantId: defaultTenantId, clientId: defaultClientId };

async function ours(fields: Parameters<typeof readFields>[0]): Promise<Sent> {
	const sent: Sent[] = [];
	const token = await requestToken(readFields({ ...app, ...fields }), graphUrl, noting(sent));
	expect(server.entra.tokens.get(token.value)?.audience).toBe(graphUrl);
	expect(sent).toHaveLength(1);
	return sent[0];
}

/** MSAL over the same simulator; what it sends is noted in `sent`. */
function msalApp(auth: Partial<Configuration['auth']>, sent: Sent[]): ConfidentialClientApplication {
	interface Options {
		body?: string;
		headers?: Record<string, string>;
	}
	const send = async (method: string, url: string, { body, headers }: Options) => {
		const response = await fetch(redirected(url), { method, body, headers });
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: (await response.json()) as never,
		};
	};
	return new ConfidentialClientApplication({
		auth: {
			clientId: defaultClientId,
			authority: `${loginUrl}/${defaultTenantId}`,
			clientCapabilities: ['cp1'],
			...auth,
		},
		system: {
			networkClient: {
				sendGetRequestAsync: async (url, options = {}) => await send('GET', url, options),
				sendPostRequestAsync: async (url, options = {}) => {
					sent.push(sentOf(url, options.body ?? '', options.headers ?? {}));
					return await send('POST', url, options);
				},
			},
		},
	});
}

const scopes = [`${graphUrl}/.default`];

async function msals(auth: Partial<Configuration['auth']>): Promise<Sent> {
	const sent: Sent[] = [];
	const result = await msalApp(auth, sent).acquireTokenByClientCredential({ scopes });
	expect(server.entra.tokens.get(result?.accessToken ?? '')?.audience).toBe(graphUrl);
	expect(sent).toHaveLength(1);
	return sent[0];
}

/** The parameters of the grant, without the assertion, which is new each time, and the claims of the access token. */
function parametersOf({ form }: Sent): Record<string, unknown> {
	return {
		...Object.fromEntries(
			Object.entries(form).filter(([name]) => !telemetry.includes(name) && name !== 'client_assertion'),
		),
		claims: accessClaims(form.claims),
	};
}

/** What a request wants of the access token; MSAL asks for claims of an ID token as well, which apps do not get. */
function accessClaims(claims: string | undefined): unknown {
	return claims === undefined ? undefined : (JSON.parse(claims) as Record<string, unknown>).access_token;
}

function assertionOf({ assertion }: Sent): DecodedJwt {
	if (assertion === undefined) throw new Error('There is no assertion');
	return assertion;
}

describe('the token request beside that of @azure/msal-node', () => {
	it('has the same endpoint and parameters with a secret', async () => {
		const [mine, theirs] = [
			await ours({ clientSecret: defaultClientSecret }),
			await msals({ clientSecret: defaultClientSecret }),
		];
		expect(mine.url).toBe(theirs.url);
		expect(parametersOf(mine)).toEqual(parametersOf(theirs));
		expect(mine.form.scope).toBe(`${graphUrl}/.default`);
		expect(mine.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
		expect(theirs.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
	});

	const privateKey = own.privateKey;
	const sha256 = x509.fingerprint256.replaceAll(':', '');
	const sha1 = x509.fingerprint.replaceAll(':', '');
	it.each<[string, Record<string, unknown>, Configuration['auth']['clientCertificate']]>([
		['PS256', {}, { privateKey, thumbprintSha256: sha256 }],
		[
			'PS256 and the chain',
			{ sendCertificateChain: true },
			{ privateKey, thumbprintSha256: sha256, x5c: chain },
		],
		['RS256', { signatureAlgorithm: 'RS256' }, { privateKey, thumbprint: sha1 }],
		[
			'RS256 and the chain',
			{ signatureAlgorithm: 'RS256', sendCertificateChain: true },
			{ privateKey, thumbprint: sha1, x5c: chain },
		],
	])(
		'has the same parameters, header and claims with a certificate: %s',
		async (_name, options, clientCertificate) => {
			const fields = { authentication: 'certificate', privateKey, certificate: chain };
			const mine = await ours({ ...fields, ...(options as object) });
			const theirs = await msals({ clientCertificate });
			expect(mine.url).toBe(theirs.url);
			expect(parametersOf(mine)).toEqual(parametersOf(theirs));

			const [a, b] = [assertionOf(mine), assertionOf(theirs)];
			expect(a.header).toEqual(b.header);
			const changing = ['jti', 'nbf', 'iat', 'exp'];
			const lasting = (claims: DecodedJwt['claims']) =>
				Object.fromEntries(Object.entries(claims).filter(([name]) => !changing.includes(name)));
			expect(lasting(a.claims)).toEqual(lasting(b.claims));
			expect(Object.keys(a.claims).sort()).toEqual(Object.keys(b.claims).sort());
			expect(typeof a.claims.jti).toBe('string');
			expect(a.claims.jti).not.toBe(b.claims.jti);
			for (const { claims } of [a, b]) {
				expect(Number(claims.exp) - Number(claims.nbf)).toBe(600);
				expect(Math.abs(Number(claims.nbf) - Date.now() / 1000)).toBeLessThan(30);
			}
			for (const jwt of [a, b]) expect(isSignedBy(jwt, x509.publicKey)).toBe(true);
		},
	);

	it('has the same parameters with an assertion from elsewhere', async () => {
		const { issuer, subject, audience } = server.entra.identityProvider;
		server.entra.app().federatedCredentials = [{ issuer, subject, audience }];
		const response = await fetch(`${server.loginUrl}/idp/json`);
		const { value: clientAssertion } = (await response.json()) as { value: string };
		const mine = await ours({ authentication: 'federatedCredential', clientAssertion });
		const theirs = await msals({ clientAssertion });
		expect(mine.url).toBe(theirs.url);
		expect(parametersOf(mine)).toEqual(parametersOf(theirs));
		expect(mine.form.client_assertion).toBe(theirs.form.client_assertion);
	});
});

// What docs/sign-in-compared.md says of both.
describe('how often Entra is asked, beside @azure/msal-node', () => {
	beforeEach(forgetAllTokens);

	/** Both ways to a token with one secret, and the token requests that each has sent. */
	function bothWays(clientSecret: string) {
		const sent = { ours: [] as Sent[], msals: [] as Sent[] };
		const msal = msalApp({ clientSecret }, sent.msals);
		const ours = async () => {
			const credentials = { ...app, clientSecret };
			beginSession(credentials, noting(sent.ours));
			return await authorize(credentials, { url: `${graphUrl}/v1.0/users` });
		};
		const msals = async () => await msal.acquireTokenByClientCredential({ scopes });
		return { ours, msals, requests: () => ({ ours: sent.ours.length, msals: sent.msals.length }) };
	}

	/** The token requests of `rounds` rounds of `times` at once. */
	async function counted(clientSecret: string, times: number, rounds: number) {
		const { ours, msals, requests } = bothWays(clientSecret);
		for (let round = 0; round < rounds; round++) {
			await Promise.allSettled(Array.from({ length: times }, ours));
			await Promise.allSettled(Array.from({ length: times }, msals));
		}
		return requests();
	}

	it('by 50 at once that have no token yet', async () => {
		expect(await counted(defaultClientSecret, 50, 1)).toEqual({ ours: 1, msals: 50 });
	});

	it('by 50 at once with a wrong secret, twice', async () => {
		expect(await counted('wrong', 50, 2)).toEqual({ ours: 1, msals: 100 });
	});

	it('by 10 one after another with tokens that live 120 s', async () => {
		server.entra.settings.tokenLifetime = 120;
		expect(await counted(defaultClientSecret, 1, 10)).toEqual({ ours: 1, msals: 10 });
	});

	it('while the renewal of a token that still lives is refused', async () => {
		server.entra.settings.refreshIn = 1;
		const { ours, msals } = bothWays(defaultClientSecret);
		const first = (await ours()).headers?.authorization;
		await msals();
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		const busy = {
			status: 503,
			headers: { 'retry-after': '60' },
			body: { error: 'temporarily_unavailable' },
		};
		const asked = async (sign: () => Promise<unknown>) => {
			server.entra.settings.answers.push(busy);
			const outcomes = await Promise.allSettled([await sign(), sign(), sign()]);
			return outcomes.map(({ status }) => status);
		};
		expect(await asked(ours)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
		expect((await ours()).headers?.authorization).toBe(first);
		expect(await asked(msals)).toEqual(['fulfilled', 'rejected', 'rejected']);
	});
});

// The rows of docs/sign-in-compared.md are made of what is measured here, and have to stand there.
describe('claims and renewal, beside @azure/msal-node', () => {
	beforeEach(forgetAllTokens);

	const page = readFileSync(join(__dirname, '../../../docs/sign-in-compared.md'), 'utf8');
	const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
	const rowOf = (title: string) => rows.find(([, first]) => first === title)?.slice(2, -1);
	const code = (value: unknown) => `\`${JSON.stringify(value)}\` ✓`;

	async function sentWith(
		options: { capabilities?: string[]; claims?: object } = {},
	): Promise<{ msals: unknown; ours: unknown }> {
		const { capabilities = ['cp1'], claims } = options;
		const sent = { msals: [] as Sent[], ours: [] as Sent[] };
		const msal = msalApp({ clientSecret: defaultClientSecret, clientCapabilities: capabilities }, sent.msals);
		await msal.acquireTokenByClientCredential({
			scopes,
			...(claims && { claims: JSON.stringify({ access_token: claims }) }),
		});
		const fields = readFields({
			...app,
			clientSecret: defaultClientSecret,
			continuousAccessEvaluation: capabilities.length > 0,
		});
		const challenge = claims && { claims: claims as Record<string, unknown>, token: 'refused' };
		await requestToken(fields, graphUrl, noting(sent.ours), { challenge });
		const [msals, own] = [sent.msals, sent.ours].map((all) => accessClaims(all[0]?.form.claims));
		return { msals, ours: own };
	}

	const notBefore = { nbf: { essential: true, value: '1764374400' } };

	it.each<[string, Parameters<typeof sentWith>[0]]>([
		['Declared: claims of the access token', {}],
		['After a challenge for `nbf`', { claims: notBefore }],
	])('%s', async (title, options) => {
		const { msals, ours: own } = await sentWith(options);
		expect(own).toEqual(msals);
		expect(rowOf(title)).toEqual([code(msals), code(own)]);
	});

	it('declares nothing where that is turned off, as MSAL without capabilities', async () => {
		expect(await sentWith({ capabilities: [] })).toEqual({ msals: undefined, ours: undefined });
	});

	/** A token counts as expired so long before its end for MSAL, in ms: see the tokens that live 120 s, above. */
	const msalsMargin = 300_000;

	/** After how many minutes a token is renewed. */
	async function renewedAfter(lifetime: number, refreshIn?: number): Promise<[number, number]> {
		Object.assign(server.entra.settings, { tokenLifetime: lifetime, refreshIn });
		const start = Date.now();
		const minutes = (time: number) => Math.round((time - start) / 60_000);
		const msal = msalApp({ clientSecret: defaultClientSecret }, []);
		const theirs = await msal.acquireTokenByClientCredential({ scopes });
		const end = (theirs?.expiresOn?.getTime() ?? 0) - msalsMargin;
		const refresh = theirs?.refreshOn?.getTime() ?? Infinity;
		const fields = readFields({ ...app, clientSecret: defaultClientSecret });
		const own = await requestToken(fields, graphUrl, noting([]));
		return [minutes(Math.min(refresh, end)), minutes(own.renewAt)];
	}

	it.each<[string, number, number | undefined]>([
		['A token of 60 min', 3600, undefined],
		['A token of 2 h', 7200, undefined],
		['A token of 24 h', 86_400, undefined],
		['A token of 24 h with `refresh_in` of 12 h', 86_400, 43_200],
	])('%s', async (title, lifetime, refreshIn) => {
		const renewed = await renewedAfter(lifetime, refreshIn);
		expect(rowOf(title)).toEqual(renewed.map((minutes) => `after ${minutes} min ✓`));
	});
});
