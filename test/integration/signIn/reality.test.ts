import { request } from 'undici';

import { clouds } from '../../../credentials/auth/core/clouds';
import { cachedToken, forgetAllTokens } from '../../../credentials/auth/token/cache';
import { requestToken } from '../../../credentials/auth/token/requestToken';
import { graphUrlOf, loginUrlOf, readFields } from '../../../credentials/auth/core/settings';
import type { Token } from '../../../credentials/auth/core/accessToken';
import { fact } from '../../reality/facts';
import { byId, jsonOf, useProduct } from '../harness/product';
import { contextFor, refusalOf } from '../../unit/signIn/helpers/context';
import { federatedCredential } from '../../../credentials/auth/methods/federatedCredential';
import { decodeJwt } from '../../../simulator/entra/jwt';
import { n8nHttpRequest } from './n8nHttpRequest';

const product = useProduct();
const adele = 'adelev@contoso.example';
const hour = 3600;

const identities = () => product.simulator.entra.managedIdentity;
const byIdentity = () => ({ authentication: 'managedIdentity', imdsUrl: product.simulator.loginUrl });
const byAppService = () => ({
	authentication: 'managedIdentity',
	managedIdentitySource: 'appService',
	identityEndpoint: `${product.simulator.loginUrl}/msi/token`,
	identityHeader: identities().identityHeader,
});
const byMachineLearning = () => ({
	authentication: 'managedIdentity',
	managedIdentitySource: 'machineLearning',
	msiEndpoint: `${product.simulator.loginUrl}/MSI/auth`,
	msiSecret: identities().msiSecret,
});
const getUser = { resource: 'user', operation: 'get', userId: byId(adele) };
const tokenOf = async (fields: object) =>
	await requestToken(readFields(product.fields({ ...fields })), product.simulator.graphUrl, n8nHttpRequest);
/** Seconds from now, as whole minutes. */
const minutesTo = (time: number) => Math.round((time - Date.now()) / 60_000);

async function imdsAnswer(): Promise<Record<string, string | number>> {
	const { loginUrl, graphUrl } = product.simulator;
	const url = `${loginUrl}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${graphUrl}`;
	const { body } = await request(url, { headers: { Metadata: 'true' } });
	return (await body.json()) as Record<string, string | number>;
}

describe('the end of a managed identity token', () => {
	beforeEach(() => forgetAllTokens());

	test(
		fact(40, 'simulator', 'A kept token is handed out again, with the expires_in of its issuance'),
		async () => {
			identities().tokenAge = 23 * hour;
			const first = await imdsAnswer();
			expect(await imdsAnswer()).toEqual(first);
			expect(Number(first.expires_in)).toBe(86_399);
			expect(minutesTo(Number(first.expires_on) * 1000)).toBe(60);
			const issued = product.simulator.entra.tokens.get(String(first.access_token));
			expect(issued?.expiresAt).toBe(Number(first.expires_on) * 1000);
		},
	);

	test(fact(40, 'simulator', 'expires_on comes as text, as a number, or as ISO 8601'), async () => {
		const ends: Array<string | number> = [];
		for (const form of ['text', 'number', 'iso'] as const) {
			identities().expiresOnAs = form;
			ends.push((await imdsAnswer()).expires_on);
		}
		const [text, number, iso] = ends;
		expect(text).toBe(String(number));
		expect(iso).toBe(new Date(Number(number) * 1000).toISOString());
	});

	describe.each([
		['IMDS', byIdentity],
		['App Service', byAppService],
		['Azure Machine Learning', byMachineLearning],
	])('%s', (_name, fields) => {
		test.each(['text', 'number', 'iso', 'dotNet'] as const)(
			fact(40, 'node', 'A token is used until expires_on, whatever expires_in says: as %s'),
			async (form) => {
				identities().tokenAge = 23 * hour;
				identities().expiresOnAs = form;
				const token = await tokenOf(fields());
				expect(minutesTo(token.expiresAt)).toBe(60);
				expect(minutesTo(token.renewAt)).toBe(55);
			},
		);

		test('a long one is renewed at half its life', async () => {
			const token = await tokenOf(fields());
			expect(minutesTo(token.expiresAt)).toBe(24 * 60);
			expect(minutesTo(token.renewAt)).toBe(12 * 60);
		});

		test('one of another type is refused by name', async () => {
			identities().tokenType = 'pop';
			const error = await refusalOf(() => tokenOf(fields()));
			expect(error.message).toMatch(/type "pop"/);
			expect(error.message).toMatch(/Bearer/);
		});
	});

	test(
		fact(40, 'node', 'A kept token that has ended is not sent: the next request signs in anew'),
		async () => {
			Object.assign(identities(), { tokenLifetime: hour, tokenAge: hour - 3 });
			const first = await product.run(getUser, { fields: byIdentity() });
			expect(jsonOf(first.items)).toMatchObject([{ userPrincipalName: adele }]);
			await new Promise((resolve) => setTimeout(resolve, 3_500));
			const second = await product.run(getUser, { fields: byIdentity() });
			expect(jsonOf(second.items)).toMatchObject([{ userPrincipalName: adele }]);
			const graph = product.simulator.requests.filter(({ host }) => host === 'graph');
			expect(graph.map(({ status }) => status)).toEqual([200, 200]);
		},
	);

	test('an app’s token of another type is refused by name', async () => {
		product.simulator.entra.settings.answers.push({
			status: 200,
			body: { token_type: 'pop', expires_in: 3599, access_token: 'a-token' },
		});
		const run = await product.run(getUser);
		expect(run.error?.message).toMatch(/type "pop"/);
	});
});

describe('Retry-After of a proxy', () => {
	const day = 24 * hour;
	const busy = (wait: string | number) => ({
		status: 429,
		headers: { 'retry-after': String(wait) },
		body: '',
	});

	test(fact(41, 'simulator', 'The login host, or a proxy before it, asks for any wait'), async () => {
		product.simulator.entra.settings.answers.push(busy(1000 * day));
		const { statusCode, headers } = await request(`${product.simulator.loginUrl}/x/oauth2/v2.0/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'a=b',
		});
		expect({ statusCode, wait: headers['retry-after'] }).toEqual({
			statusCode: 429,
			wait: String(1000 * day),
		});
	});

	const until = /until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)/;

	test.each([
		['the login host', () => ({}), 'answers'],
		['a managed identity', byIdentity, 'identityAnswers'],
	])(
		fact(41, 'node', 'An hour is waited at most, and the error says until when, and who asked: %s'),
		async (_name, fields, list) => {
			const { entra, loginUrl } = product.simulator;
			(list === 'answers' ? entra.settings : entra.managedIdentity).answers.push(busy(1000 * day));
			const run = await product.run(getUser, { fields: fields() });
			const text = `${run.error?.message} ${(run.error as { description?: string }).description}`;
			expect(text).toContain(`${new URL(loginUrl).host} requested a pause of ${1000 * day} s`);
			expect(minutesTo(Date.parse(until.exec(text)?.[1] ?? ''))).toBe(60);
			expect(text).toMatch(/Saving a changed credential retries at once/);

			const asked = entra.tokenRequests.length;
			const again = await product.run(getUser, { fields: fields() });
			expect(entra.tokenRequests.length).toBe(asked);
			// The moment stays the same one, also in an error that is given later.
			expect(again.error?.message).toBe(run.error?.message);
		},
	);

	test(fact(41, 'node', 'After the hour the login host is asked again'), async () => {
		const key = 'fact 41';
		let clock = Date.now();
		const now = () => clock;
		product.simulator.entra.settings.answers.push(busy('1e300'));
		const fetch = async () => await tokenOf({});
		await refusalOf(async () => await cachedToken(key, fetch, { now }));
		clock += 59 * 60_000;
		await refusalOf(async () => await cachedToken(key, fetch, { now }));
		clock += 2 * 60_000;
		const token: Token = await cachedToken(key, fetch, { now });
		expect(token.value).toMatch(/^eyJ/);
	});

	test(fact(41, 'node', 'An edited credential signs in at once'), async () => {
		const { entra } = product.simulator;
		entra.settings.answers.push(busy(day));
		expect((await product.run(getUser)).error).toBeDefined();
		product.app.secrets.push({ id: 'new', value: 'another-secret-of-the-app', expiresAt: Date.now() + 1e9 });
		const edited = await product.run(getUser, { fields: { clientSecret: 'another-secret-of-the-app' } });
		expect(jsonOf(edited.items)).toMatchObject([{ userPrincipalName: adele }]);
	});
});

describe('the sovereign clouds', () => {
	const sovereign = [
		['france', 'fr', 'api://AzureADTokenExchangeFrance'],
		['germany', 'de', 'api://AzureADTokenExchangeGermany'],
		['singapore', 'sg', 'api://AzureADTokenExchangeGovSG'],
	] as const;

	test.each(sovereign)(
		fact(42, 'simulator', 'Graph takes tokens for the Graph of each cloud: %s'),
		async (_cloud, domain) => {
			const { settings, loginUrl, entra } = product.simulator;
			const audience = `https://graph.svc.sovcloud.${domain}`;
			expect(settings.audiences).toContain(audience);
			entra.settings.resources.push(audience);
			const { body } = await request(`${loginUrl}/${product.fields().tenantId as string}/oauth2/v2.0/token`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({
					client_id: product.app.clientId,
					client_secret: String(product.fields().clientSecret),
					grant_type: 'client_credentials',
					scope: `${audience}/.default`,
				}).toString(),
			});
			const { access_token: token } = (await body.json()) as { access_token: string };
			const answer = await request(`${product.simulator.graphUrl}/v1.0/organization`, {
				headers: { authorization: `Bearer ${token}` },
			});
			// Without a role for it: the token itself is accepted.
			expect([200, 403]).toContain(answer.statusCode);
		},
	);

	test.each(sovereign)(
		fact(42, 'simulator', 'A managed identity gives an assertion for the audience of each cloud: %s'),
		async (_cloud, _domain, audience) => {
			const url = `${product.simulator.loginUrl}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${audience}`;
			const { statusCode } = await request(url, { headers: { Metadata: 'true' } });
			expect(statusCode).toBe(200);
		},
	);

	test.each(sovereign)(
		fact(42, 'node', 'The credential offers %s, with its hosts'),
		async (cloud, domain, audience) => {
			const fields = readFields({ cloud });
			expect(loginUrlOf(fields)).toBe(`https://login.sovcloud-identity.${domain}`);
			expect(graphUrlOf(fields)).toBe(`https://graph.svc.sovcloud.${domain}`);
			expect(clouds[cloud].tokenExchangeAudience).toBe(audience);
		},
	);

	test.each([
		...sovereign.map(([cloud, , audience]) => [cloud, '', audience]),
		['france', 'api://AzureADTokenExchange', 'api://AzureADTokenExchange'],
		['custom', '', 'api://AzureADTokenExchange'],
		['custom', 'api://AzureADTokenExchangeGermany', 'api://AzureADTokenExchangeGermany'],
	])(
		fact(
			42,
			'node',
			'An assertion of a managed identity is for its cloud, or for the audience that is named: %s %s',
		),
		async (cloud, clientAssertionAudience, audience) => {
			const { client_assertion: assertion } = await federatedCredential(
				contextFor({
					authentication: 'federatedCredential',
					clientAssertionSource: 'managedIdentity',
					imdsUrl: product.simulator.loginUrl,
					loginUrl: product.simulator.loginUrl,
					graphUrl: product.simulator.graphUrl,
					cloud,
					clientAssertionAudience,
				}),
			);
			expect(decodeJwt(assertion)?.claims.aud).toBe(audience);
		},
	);
});
