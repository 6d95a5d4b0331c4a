import { createHash } from 'node:crypto';
import { request } from 'undici';

import { explanations } from '../../../credentials/auth/core/entraErrorCodes';
import {
	defaultClientId,
	defaultClientSecret,
	defaultDomain,
	defaultTenantId,
	defaultUserIdentity,
	invoicesApi,
	ordersApi,
} from '../../../simulator/entra';
import { decodeJwt, signJwt } from '../../../simulator/entra/jwt';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { startEntra, type EntraServer } from '../../unit/signIn/helpers/entraServer';

const own = makeCertificate();
const thumbprint = 'AAAA';

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

interface Refusal {
	error: string;
	error_description: string;
	error_codes: number[];
	timestamp: string;
	trace_id: string;
	correlation_id: string;
	error_uri: string;
}

type Form = Record<string, string>;

const good = (): Form => ({
	client_id: defaultClientId,
	client_secret: defaultClientSecret,
	grant_type: 'client_credentials',
	scope: `${server.graphUrl}/.default`,
});

async function post(form: Form, { tenant = defaultTenantId, path = 'oauth2/v2.0/token', headers = {} } = {}) {
	const {
		statusCode,
		headers: answered,
		body,
	} = await request(`${server.loginUrl}/${tenant}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
		body: new URLSearchParams(form).toString(),
	});
	return { status: statusCode, headers: answered, body: (await body.json()) as Record<string, unknown> };
}

/** A form without some of its parameters. */
function without(form: Form, ...names: string[]): Form {
	return Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));
}

function asserted(header: Record<string, unknown>, claims: Record<string, unknown> = {}): Form {
	const now = Math.floor(Date.now() / 1000);
	const assertion = signJwt(
		{ alg: 'RS256', x5t: thumbprint, ...header },
		{
			aud: `${server.loginUrl}/${defaultTenantId}/oauth2/v2.0/token`,
			iss: defaultClientId,
			sub: defaultClientId,
			jti: '1',
			nbf: now,
			exp: now + 600,
			...claims,
		},
		own.key,
	);
	return {
		...without(good(), 'client_secret'),
		client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
		client_assertion: assertion,
	};
}

/** The thumbprint by which Entra would know the certificate. */
function known(): { x5t: string } {
	server.entra.app().certificates = [own.certificate];
	const der = Buffer.from(own.certificate.replace(/-----.*-----|\s/g, ''), 'base64');
	return { x5t: createHash('sha1').update(der).digest('base64url') };
}

describe('the token endpoint', () => {
	it('answers as v2.0 does', async () => {
		const { status, headers, body } = await post(good());
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^application\/json/);
		expect(headers['cache-control']).toContain('no-store');
		expect(body).toEqual({
			token_type: 'Bearer',
			expires_in: 3599,
			ext_expires_in: 3599,
			access_token: expect.any(String) as string,
		});
	});

	it('answers as v1.0 does, with numbers as text', async () => {
		const form = { ...without(good(), 'scope'), resource: server.graphUrl };
		const { status, body } = await post(form, { path: 'oauth2/token', tenant: defaultDomain });
		expect(status).toBe(200);
		expect(body).toMatchObject({ expires_in: '3599', resource: server.graphUrl });
		expect(body.expires_on).toMatch(/^\d{10}$/);
	});

	it('issues a token that says who it is for, and can be looked up', async () => {
		server.entra.setRoles(['User.Read.All']);
		server.entra.settings.tokenLifetime = 60;
		const { body } = await post(good());
		const token = String(body.access_token);
		const claims = decodeJwt(token)?.claims ?? {};
		expect(claims).toMatchObject({
			aud: server.graphUrl,
			appid: defaultClientId,
			tid: defaultTenantId,
			iss: `https://sts.windows.net/${defaultTenantId}/`,
			roles: ['User.Read.All'],
			idtyp: 'app',
			ver: '1.0',
		});
		expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
		expect(server.entra.tokens.get(token)).toMatchObject({
			roles: ['User.Read.All'],
			clientId: defaultClientId,
		});
	});

	it('leaves the claim out where no permission is granted', async () => {
		server.entra.setRoles([]);
		const token = String((await post(good())).body.access_token);
		expect(decodeJwt(token)?.claims).not.toHaveProperty('roles');
	});

	it.each<[string, number, number, string, () => Form, Parameters<typeof post>[1]?]>([
		['no proof', 7000218, 401, 'invalid_client', () => without(good(), 'client_secret')],
		['a wrong secret', 7000215, 401, 'invalid_client', () => ({ ...good(), client_secret: 'x' })],
		['no grant', 900144, 400, 'invalid_request', () => without(good(), 'grant_type')],
		['another grant', 70003, 400, 'unsupported_grant_type', () => ({ ...good(), grant_type: 'password' })],
		['no scope', 900144, 400, 'invalid_request', () => without(good(), 'scope')],
		['a scope without .default', 1002012, 400, 'invalid_scope', () => ({ ...good(), scope: 'User.Read' })],
		['a scope that is no resource', 70011, 400, 'invalid_scope', () => ({ ...good(), scope: 'x/.default' })],
		[
			'an unknown resource',
			500011,
			400,
			'invalid_resource',
			() => ({ ...good(), scope: 'https://x.y/.default' }),
		],
		['resource at v2.0', 901002, 400, 'invalid_request', () => ({ ...good(), resource: 'https://x.y' })],
		['common', 9001023, 400, 'invalid_request', good, { tenant: 'common' }],
		['a malformed tenant', 900023, 400, 'invalid_request', good, { tenant: 'not_a_tenant' }],
		['an unknown tenant', 90002, 400, 'invalid_request', good, { tenant: 'fabrikam.example' }],
		[
			'an assertion that is none',
			50027,
			400,
			'invalid_request',
			() => ({ ...asserted({}), client_assertion: 'a.b' }),
		],
		['an assertion without aud', 90014, 400, 'invalid_request', () => asserted({}, { aud: undefined })],
		['an assertion that names no key', 5002723, 401, 'invalid_client', () => asserted({ x5t: undefined })],
		['an unknown certificate', 700027, 401, 'invalid_client', () => asserted({})],
		[
			'an assertion of another app',
			700021,
			401,
			'invalid_client',
			() => asserted(known(), { iss: 'x', sub: 'x' }),
		],
		['an assertion for another tenant', 700023, 401, 'invalid_client', () => asserted(known(), { aud: 'x' })],
		['an assertion of the past', 700024, 401, 'invalid_client', () => asserted(known(), { nbf: 1, exp: 2 })],
		[
			'an assertion of nobody known',
			70025,
			401,
			'invalid_client',
			() => asserted({ x5t: undefined, kid: '1' }),
		],
	])('refuses %s (%i) as Entra does', async (_name, code, status, error, form, ...[options]) => {
		const answer = await post(form(), options);
		const body = answer.body as unknown as Refusal;
		expect([answer.status, body.error, body.error_codes]).toEqual([status, error, [code]]);
		expect(body.error_description).toMatch(
			new RegExp(
				`^AADSTS${code}: .+\\r\\nTrace ID: ${body.trace_id}\\r\\nCorrelation ID: ${body.correlation_id}\\r\\nTimestamp: ${body.timestamp}$`,
			),
		);
		expect(body.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
		expect(body.error_uri).toBe(`${server.loginUrl}/error?code=${code}`);
		expect(Object.keys(explanations)).toContain(String(code));
	});

	it('takes the signature of the certificate alone', async () => {
		expect((await post(asserted(known()))).status).toBe(200);
		const form = asserted(known());
		const [header, , signature] = form.client_assertion.split('.');
		const [, claims] = asserted(known(), { exp: Math.floor(Date.now() / 1000) + 601 }).client_assertion.split(
			'.',
		);
		form.client_assertion = `${header}.${claims}.${signature}`;
		expect((await post(form)).body.error_codes).toEqual([700027]);
	});

	it('refuses an algorithm with a shared key', async () => {
		const form = asserted(known());
		const [, claims, signature] = form.client_assertion.split('.');
		const header = Buffer.from(JSON.stringify({ alg: 'HS256', ...known() })).toString('base64url');
		form.client_assertion = `${header}.${claims}.${signature}`;
		expect((await post(form)).body.error_codes).toEqual([5002738]);
	});

	it('keeps what was asked, without secrets', async () => {
		await post(good());
		await post(asserted({}));
		const kept = JSON.stringify(server.entra.tokenRequests);
		expect(kept).not.toContain(defaultClientSecret);
		expect(server.entra.tokenRequests).toMatchObject([
			{ endpoint: 'v2.0', tenant: defaultTenantId, status: 200, form: { client_secret: '***' } },
			{
				status: 401,
				code: 700027,
				form: { client_assertion: '***' },
				assertion: { header: { x5t: thumbprint } },
			},
		]);
	});

	it('echoes the correlation id of the caller', async () => {
		const id = '12345678-1234-4234-8234-123456789012';
		const { body } = await post({ ...good(), client_secret: 'x' }, { headers: { 'client-request-id': id } });
		expect(body.correlation_id).toBe(id);
	});
});

describe('a resource', () => {
	const [ordersUri] = ordersApi.uris;
	const [invoicesUri] = invoicesApi.uris;
	const graphId = '00000003-0000-0000-c000-000000000000';
	const claimsOf = (body: Record<string, unknown>) => decodeJwt(String(body.access_token))?.claims ?? {};

	it.each([
		['a URI', 'https://vault.azure.net', 'https://vault.azure.net'],
		['a URI with a slash at its end', 'https://management.azure.com/', 'https://management.azure.com/'],
		['an older name', 'https://management.core.windows.net/', 'https://management.core.windows.net/'],
		['an app ID', '499b84ac-1321-427f-aa17-267ca6975798', '499b84ac-1321-427f-aa17-267ca6975798'],
		['the URI of an API of the tenant', ordersUri, ordersUri],
		['its other URI', 'https://contoso.example/orders', 'https://contoso.example/orders'],
		['its app ID', ordersApi.appId, ordersApi.appId],
		['the app ID of Graph', graphId, graphId],
	])('is the audience of its tokens as it was asked for: %s', async (_name, resource, audience) => {
		for (const [path, asked] of [
			['oauth2/v2.0/token', { ...good(), scope: `${resource}/.default` }],
			['oauth2/token', { ...without(good(), 'scope'), resource }],
		] as Array<[string, Form]>) {
			const { status, body } = await post(asked, { path });
			expect([path, status]).toEqual([path, 200]);
			expect(claimsOf(body)).toMatchObject({ aud: audience, ver: '1.0', appid: defaultClientId });
			expect(server.entra.tokens.get(String(body.access_token))).toMatchObject({ audience });
		}
	});

	it.each([invoicesUri, invoicesApi.appId])(
		'that wants tokens of version 2 is their audience by its app ID: %s',
		async (resource) => {
			const { body } = await post({ ...good(), scope: `${resource}/.default` });
			const claims = claimsOf(body);
			expect(claims).toMatchObject({
				aud: invoicesApi.appId,
				ver: '2.0',
				azp: defaultClientId,
				iss: `${server.loginUrl}/${defaultTenantId}/v2.0`,
			});
			expect(claims).not.toHaveProperty('appid');
		},
	);

	it.each([
		'api://99999999-9999-4999-8999-999999999999',
		'99999999-9999-4999-8999-999999999999',
		`${ordersUri}/v1`,
		'https://contoso.example',
	])('that the tenant does not have is refused by name: %s', async (resource) => {
		const { status, body } = await post({ ...good(), scope: `${resource}/.default` });
		expect([status, body.error, body.error_codes]).toEqual([400, 'invalid_resource', [500011]]);
		expect(body.error_description).toContain(`The resource principal named ${resource} was not found`);
	});

	it('is given to managed identities by URI and app ID, too', async () => {
		for (const resource of [ordersUri, ordersApi.appId, 'api://unknown']) {
			const query = new URLSearchParams({
				'api-version': '2018-02-01',
				resource,
				client_id: defaultUserIdentity.clientId,
			}).toString();
			const { statusCode, body } = await request(
				`${server.loginUrl}/metadata/identity/oauth2/token?${query}`,
				{
					headers: { Metadata: 'true' },
				},
			);
			const answer = (await body.json()) as Record<string, unknown>;
			if (resource === 'api://unknown') expect([statusCode, answer.error]).toEqual([400, 'invalid_resource']);
			else expect([statusCode, claimsOf(answer).aud]).toEqual([200, resource]);
		}
	});

	it('of Graph carries the roles, by either name', async () => {
		server.entra.setRoles(['User.Read.All']);
		for (const resource of [server.graphUrl, graphId, ordersUri]) {
			const { body } = await post({ ...good(), scope: `${resource}/.default` });
			expect(claimsOf(body).roles).toEqual(resource === ordersUri ? undefined : ['User.Read.All']);
		}
	});
});

describe('admin consent', () => {
	async function consent(path: string, query: Form) {
		const url = `${server.loginUrl}/${path}?${new URLSearchParams(query).toString()}`;
		const { statusCode, headers } = await request(url);
		const location = headers.location === undefined ? undefined : new URL(String(headers.location));
		return { status: statusCode, query: Object.fromEntries(location?.searchParams ?? []) };
	}
	const query = { client_id: defaultClientId, state: '12345', redirect_uri: 'http://127.0.0.1:9/back' };

	it.each(['common', 'organizations', defaultDomain, defaultTenantId])('given in %s', async (tenant) => {
		Object.assign(server.entra.app(), { tenants: [], multiTenant: true });
		expect((await post(good())).body.error_codes).toEqual([7000229]);
		expect(await consent(`${tenant}/adminconsent`, query)).toEqual({
			status: 302,
			query: { admin_consent: 'True', tenant: defaultTenantId, state: '12345' },
		});
		expect((await post(good())).status).toBe(200);
	});

	it('in its v2.0 form names the scope', async () => {
		const scope = `${server.graphUrl}/.default`;
		const { query: back } = await consent(`${defaultTenantId}/v2.0/adminconsent`, { ...query, scope });
		expect(back).toMatchObject({ admin_consent: 'True', scope });
		expect((await consent(`${defaultTenantId}/v2.0/adminconsent`, query)).status).toBe(400);
	});

	it('refused, and with an error beside a True', async () => {
		server.entra.settings.adminConsent = 'refused';
		const refused = await consent('common/adminconsent', query);
		expect(refused.query).toMatchObject({ error: 'access_denied', state: '12345' });
		expect(refused.query).not.toHaveProperty('admin_consent');
		server.entra.settings.adminConsent = 'grantedWithError';
		expect((await consent('common/adminconsent', query)).query).toMatchObject({
			admin_consent: 'True',
			error: 'server_error',
		});
	});

	it('has nowhere to go back to without an app that is known', async () => {
		expect((await consent('common/adminconsent', { ...query, client_id: 'x' })).status).toBe(400);
	});
});

describe('what surrounds the token endpoint', () => {
	it('is described by the OpenID configuration', async () => {
		const { body } = await request(
			`${server.loginUrl}/${defaultDomain}/v2.0/.well-known/openid-configuration`,
		);
		const configuration = (await body.json()) as Record<string, string>;
		expect(configuration.issuer).toBe(`${server.loginUrl}/${defaultTenantId}/v2.0`);
		expect(configuration.token_endpoint).toBe(`${server.loginUrl}/${defaultDomain}/oauth2/v2.0/token`);
		const keys = await request(configuration.jwks_uri);
		expect(await keys.body.json()).toMatchObject({ keys: [{ kty: 'RSA', use: 'sig' }] });
	});

	it('goes back to the start', async () => {
		const { entra } = server;
		entra.app().secrets[0].value = 'changed';
		Object.assign(entra.settings, { tokenLifetime: 1, refreshIn: 1, adminConsent: 'refused' });
		entra.identityProvider.authorization = 'x';
		entra.tenants.length = 0;
		entra.reset();
		const { body } = await post(good());
		expect(body).toMatchObject({ expires_in: 3599 });
		expect(body).not.toHaveProperty('refresh_in');
		expect((await request(`${server.loginUrl}/idp/json`)).statusCode).toBe(200);
	});
});
