import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { startSimulator } from '../../../simulator';
import { type Simulator } from '../../../simulator/simulator';
import {
	defaultClientId,
	defaultClientSecret,
	defaultDomain,
	defaultTenantId,
	defaultUserIdentity,
} from '../../../simulator/entra';
import { makeCertificate, pkcs12Of } from '../../unit/signIn/helpers/certificates';
import { testCredential } from '../harness';

type Fields = ICredentialDataDecryptedObject;

const root = makeCertificate({ subject: 'root' });
const own = makeCertificate({ issuer: root });
const thumbprint = /[0-9A-F]{40}/;

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => {
	simulator.reset();
	const { entra } = simulator;
	entra.app().certificates = [own.certificate];
	const { issuer, subject, audience } = entra.identityProvider;
	entra.app().federatedCredentials = [
		{ issuer, subject, audience },
		{
			issuer: `${simulator.loginUrl}/${defaultTenantId}/v2.0`,
			subject: entra.managedIdentity.identities[0].objectId,
			audience: 'api://AzureADTokenExchange',
		},
		{ issuer, subject: 'system:serviceaccount:automation:n8n', audience },
		{ issuer: entra.aws.issuer, subject: entra.aws.arn, audience },
	];
});

const withCloud = (fields: Fields): Fields => ({
	tenantId: defaultTenantId,
	clientId: defaultClientId,
	cloud: 'custom',
	loginUrl: simulator.loginUrl,
	graphUrl: simulator.graphUrl,
	...fields,
});

const bySecret = (fields: Fields = {}) =>
	withCloud({ authentication: 'clientSecret', clientSecret: defaultClientSecret, ...fields });
const byCertificate = (fields: Fields = {}) =>
	withCloud({
		authentication: 'certificate',
		privateKey: own.privateKey,
		certificate: own.certificate,
		...fields,
	});
const byAssertionFromUrl = (fields: Fields = {}) =>
	withCloud({
		authentication: 'federatedCredential',
		clientAssertionSource: 'url',
		clientAssertionUrl: `${simulator.loginUrl}/idp/json`,
		clientAssertionPath: 'value',
		...fields,
	});
const byIdentityAssertion = (fields: Fields = {}) =>
	withCloud({
		authentication: 'federatedCredential',
		clientAssertionSource: 'managedIdentity',
		imdsUrl: simulator.loginUrl,
		...fields,
	});
const byMetadataService = (fields: Fields = {}) =>
	withCloud({ authentication: 'managedIdentity', imdsUrl: simulator.loginUrl, ...fields });
const byAppService = (fields: Fields = {}) =>
	withCloud({
		authentication: 'managedIdentity',
		managedIdentitySource: 'appService',
		identityEndpoint: `${simulator.loginUrl}/msi/token`,
		identityHeader: simulator.entra.managedIdentity.identityHeader,
		...fields,
	});

const byMachineLearning = (fields: Fields = {}) =>
	withCloud({
		authentication: 'managedIdentity',
		managedIdentitySource: 'machineLearning',
		msiEndpoint: `${simulator.loginUrl}/MSI/auth`,
		msiSecret: simulator.entra.managedIdentity.msiSecret,
		...fields,
	});
const byProvider = (path: string, fields: Fields) =>
	byAssertionFromUrl({
		clientAssertionUrl: `${simulator.loginUrl}${path}`,
		clientAssertionPath: '',
		...fields,
	});
const byClientCredentials = (fields: Fields = {}) =>
	byProvider('/realms/n8n/protocol/openid-connect/token', {
		clientAssertionRequest: 'clientCredentials',
		providerClientId: simulator.entra.identityProvider.clientId,
		providerClientSecret: simulator.entra.identityProvider.clientSecret,
		...fields,
	});
const byGitHub = (fields: Fields = {}) =>
	byProvider('/actions/oidc?api-version=2.0', {
		clientAssertionRequest: 'gitHub',
		clientAssertionToken: simulator.entra.identityProvider.bearerToken,
		...fields,
	});
const byKubernetes = (fields: Fields = {}) =>
	byProvider('/api/v1/namespaces/automation/serviceaccounts/n8n/token', {
		clientAssertionRequest: 'kubernetes',
		clientAssertionToken: simulator.entra.identityProvider.bearerToken,
		...fields,
	});
const byForm = (fields: Fields = {}) =>
	byProvider('/realms/n8n/protocol/openid-connect/token', {
		clientAssertionMethod: 'POST',
		clientAssertionBody: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: simulator.entra.identityProvider.clientId,
			client_secret: simulator.entra.identityProvider.clientSecret,
		}).toString(),
		...fields,
	});
const byAws = (fields: Fields = {}) => {
	const { region, accessKeyId, secretAccessKey, sessionToken } = simulator.entra.aws;
	return withCloud({
		authentication: 'federatedCredential',
		clientAssertionSource: 'aws',
		awsStsUrl: simulator.loginUrl,
		awsRegion: region,
		awsAccessKeyId: accessKeyId,
		awsSecretAccessKey: secretAccessKey,
		awsSessionToken: sessionToken ?? '',
		...fields,
	});
};

const test = async (fields: Fields) => await testCredential(MicrosoftGraphAppOnlyApi, fields);

describe("n8n's credential test is green", () => {
	it.each<[string, () => Fields]>([
		['with a secret', bySecret],
		['with a secret and spaces around the values', () => bySecret({ clientId: ` ${defaultClientId}\n` })],
		['with a domain as tenant', () => bySecret({ tenantId: defaultDomain })],
		['with a secret at the v1.0 endpoint', () => bySecret({ tokenEndpointVersion: 'v1.0' })],
		['with a certificate', byCertificate],
		['with a certificate, RS256', () => byCertificate({ signatureAlgorithm: 'RS256' })],
		['with a certificate at the v1.0 endpoint', () => byCertificate({ tokenEndpointVersion: 'v1.0' })],
		[
			'with a certificate whose line breaks were lost',
			() =>
				byCertificate({
					privateKey: own.privateKey.replaceAll('\n', ' '),
					certificate: own.certificate.replaceAll('\n', '\\n'),
				}),
		],
		[
			'with a PKCS#12',
			() =>
				byCertificate({
					privateKey: pkcs12Of(own, 'password', 'aes256'),
					passphrase: 'password',
					certificate: '',
				}),
		],
		['with an assertion from a URL', byAssertionFromUrl],
		['with an assertion by client credentials', byClientCredentials],
		[
			'with an assertion by client credentials in the body',
			() => byClientCredentials({ providerAuthentication: 'body' }),
		],
		['with an assertion by a form of its own', byForm],
		['with an assertion of a GitHub Actions job', byGitHub],
		["with an assertion by Kubernetes' TokenRequest", byKubernetes],
		['with an assertion of AWS', byAws],
		[
			'with an assertion of AWS, by a session',
			() => {
				simulator.entra.aws.sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE/+==';
				return byAws();
			},
		],
		["with a managed identity's assertion", byIdentityAssertion],
		[
			'with the assertion of a managed identity of Azure Machine Learning',
			() => byIdentityAssertion({ ...byMachineLearning(), authentication: 'federatedCredential' }),
		],
		['with the managed identity of a machine', byMetadataService],
		[
			'with a user-assigned identity',
			() =>
				byMetadataService({
					managedIdentityType: 'user',
					managedIdentityIdKind: 'resourceId',
					managedIdentityId: defaultUserIdentity.resourceId,
				}),
		],
		['with the managed identity of App Service', byAppService],
		['with the managed identity of Azure Machine Learning', byMachineLearning],
		['with another resource beside Graph', () => bySecret({ scope: 'https://vault.azure.net/.default' })],
	])('%s', async (_name, fields) => {
		expect(await test(fields())).toMatchObject({ status: 'OK' });
		expect(simulator.entra.tokenRequests.at(-1)?.status).toBe(200);
	});

	it('with a certificate that only its subject makes known, sent with its chain', async () => {
		const { entra } = simulator;
		entra.app().certificates = [];
		entra.app().trustedSubjects = ['CN=n8n'];
		const fields = byCertificate({ certificate: own.certificate + root.certificate });
		expect(await test({ ...fields, sendCertificateChain: true })).toMatchObject({ status: 'OK' });
		expect((await test(fields)).message).toMatch(/doesn't accept the certificate with the thumbprint/);
	});

	it('with an assertion from an expression', async () => {
		const response = await fetch(`${simulator.loginUrl}/idp/json`);
		const { value } = (await response.json()) as { value: string };
		const fields = withCloud({
			authentication: 'federatedCredential',
			clientAssertion: `={{ ${JSON.stringify({ token: value })}.token }}`,
		});
		expect(await test(fields)).toMatchObject({ status: 'OK' });
	});
});

describe("n8n's credential test says what is wrong", () => {
	const entra = () => simulator.entra;

	it.each<[string, () => Fields, RegExp]>([
		['a wrong secret', () => bySecret({ clientSecret: 'wrong' }), /Value.*AADSTS7000215/],
		[
			"the secret's ID",
			() => bySecret({ clientSecret: entra().app().secrets[0].id }),
			/is a GUID, as Secret IDs/,
		],
		['no secret', () => bySecret({ clientSecret: '' }), /client secret is empty/],
		[
			'an expired secret',
			() => {
				entra().app().secrets[0].expiresAt = Date.now() - 1000;
				return bySecret();
			},
			/new secret.*AADSTS7000222/,
		],
		['an unknown app', () => bySecret({ clientId: '99999999-9999-4999-8999-999999999999' }), /AADSTS700016/],
		[
			'an unknown tenant',
			() => bySecret({ tenantId: '99999999-9999-4999-8999-999999999999' }),
			/AADSTS90002/,
		],
		['an unknown domain', () => bySecret({ tenantId: 'fabrikam.example' }), /AADSTS90002/],
		['no tenant', () => bySecret({ tenantId: 'common' }), /needs one specific tenant/],
		[
			'a tenant of another cloud',
			() => {
				entra().tenants[0].inOtherCloud = true;
				return bySecret();
			},
			/Choose the cloud.*AADSTS900382/,
		],
		[
			'an app without consent in the tenant',
			() => {
				Object.assign(entra().app(), { tenants: [], multiTenant: true });
				return bySecret();
			},
			/consent.*AADSTS7000229/,
		],
		[
			'a disabled app',
			() => {
				entra().app().enabled = false;
				return bySecret();
			},
			/Enabled for users to sign-in.*AADSTS7000112/,
		],
		[
			'Conditional Access',
			() => {
				entra().app().blockedByConditionalAccess = true;
				return bySecret();
			},
			/sign-in logs.*AADSTS53003/,
		],
		[
			'too many requests',
			() => {
				entra().settings.requestsBeforeLoop = 0;
				return bySecret();
			},
			/Wait a few minutes.*AADSTS50196/,
		],
		[
			'a cloud whose Graph is another',
			() => bySecret({ graphUrl: 'https://graph.microsoft.us' }),
			/cloud don't match.*AADSTS500011/,
		],
		['a scope of a person', () => bySecret({ scope: 'User.Read' }), /\/\.default/],
		[
			'another resource that is unknown',
			() => bySecret({ scope: 'https://x.example/.default' }),
			/AADSTS500011/,
		],
		[
			'a certificate that is not uploaded',
			() => {
				entra().app().certificates = [root.certificate];
				return byCertificate();
			},
			new RegExp(
				`doesn't accept the certificate with the thumbprint ${thumbprint.source}.*Upload.*AADSTS700027`,
			),
		],
		[
			'a key of another certificate',
			() => byCertificate({ privateKey: root.privateKey }),
			/private key doesn't belong to the certificate/,
		],
		[
			'a clock that is wrong',
			() => {
				entra().settings.clockOffset = 3_600_000;
				return byCertificate();
			},
			/clock.*AADSTS700024/,
		],
		[
			'no federated credential',
			() => {
				entra().app().federatedCredentials = [];
				return byAssertionFromUrl();
			},
			/Add one.*AADSTS70025/,
		],
		[
			'another issuer',
			() => {
				for (const each of entra().app().federatedCredentials) each.issuer += '/';
				return byAssertionFromUrl();
			},
			/exactly.*AADSTS700211/,
		],
		[
			'another audience',
			() => {
				entra().identityProvider.audience = 'api://other';
				return byAssertionFromUrl();
			},
			/exactly.*AADSTS700212/,
		],
		[
			'another subject',
			() => {
				entra().identityProvider.subject = '1';
				return byAssertionFromUrl();
			},
			/exactly.*AADSTS700213/,
		],
		[
			'a managed identity that the federated credential does not name',
			() =>
				byIdentityAssertion({ managedIdentityType: 'user', managedIdentityId: defaultUserIdentity.clientId }),
			/object \(principal\) ID.*AADSTS700213/,
		],
		['an old secret of Azure Machine Learning', () => byMachineLearning({ msiSecret: 'old' }), /restarts/],
		[
			"another identity provider's client secret",
			() => byClientCredentials({ providerClientSecret: 'wrong' }),
			/invalid_client.*"Provider Client Secret"/,
		],
		[
			'a wrong secret access key of AWS',
			() => byAws({ awsSecretAccessKey: 'wrong' }),
			/SignatureDoesNotMatch/,
		],
		[
			"an assertion for another audience than Entra's",
			() => byCertificate({ certificateAudience: 'https://gateway.example/token' }),
			/AADSTS700023/,
		],
		['an old identity header', () => byAppService({ identityHeader: 'old' }), /restarts/],
		[
			'a page of a proxy',
			() => {
				entra().settings.answers.push({ status: 200, body: '<title>Hotel Wi-Fi</title>' });
				return bySecret();
			},
			/returned an unexpected response, possibly a proxy page\..*"Hotel Wi-Fi"/,
		],
		[
			'a busy login host that asks for a long pause',
			() => {
				entra().settings.answers.push({ status: 429, headers: { 'retry-after': '120' } });
				return bySecret();
			},
			/overloaded or unavailable.*HTTP 429.*requested a pause of 120 s/,
		],
	])('%s', async (_name, fields, message) => {
		const result = await test(fields());
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});

	it('a cut answer, after trying again', async () => {
		const cut = { status: 200, body: '{"token_type":"Bearer","expires', cut: true };
		entra().settings.answers.push(cut, cut, cut);
		const result = await test(bySecret());
		expect(result).toMatchObject({ status: 'Error' });
		expect(result.message).toMatch(/login host 127\.0\.0\.1:\d+ couldn't be reached/);
	});

	it('an expression that may not read the environment, in the words of n8n, which does not ask the credential', async () => {
		const result = await test(
			byAppService({
				identityEndpoint: '={{ $env.IDENTITY_ENDPOINT }}',
				identityHeader: '={{ $env.IDENTITY_HEADER }}',
			}),
		);
		expect(result).toMatchObject({ status: 'Error', message: 'access to env vars denied' });
		expect(simulator.requests).toEqual([]);
	});

	it('an identity endpoint that is not there', async () => {
		const { message } = await test(byAppService({ identityEndpoint: '' }));
		expect(message).toMatch(/identity endpoint is missing.*N8N_BLOCK_ENV_ACCESS_IN_NODE=false/);
	});
});

describe("n8n's own settings in the way are named", () => {
	it('Allowed HTTP Request Domains, for each way to sign in', async () => {
		const allowed = { allowedHttpRequestDomains: 'domains', allowedDomains: 'graph.microsoft.com' };
		for (const by of [bySecret, byAssertionFromUrl, byClientCredentials, byAws, byMetadataService]) {
			const fields = by(allowed);
			const { message } = await test(fields);
			expect(message).toMatch(/Allowed HTTP Request Domains.*Add 127\.0\.0\.1/);
		}
	});

	describe('SSRF protection', () => {
		beforeAll(() => {
			Container.get(SsrfProtectionConfig).enabled = true;
		});
		afterAll(() => {
			Container.get(SsrfProtectionConfig).enabled = false;
		});

		it.each<[string, () => Fields]>([
			['the metadata service', () => byMetadataService({ imdsUrl: 'http://169.254.169.254' })],
			['App Service', byAppService],
			['an assertion from a URL', byAssertionFromUrl],
			['a login host on the machine itself', bySecret],
		])('%s', async (_name, fields) => {
			const { message } = await test(fields());
			expect(message).toMatch(/SSRF protection.*N8N_SSRF_ALLOWED_IP_RANGES/);
		});
	});

	describe('a proxy', () => {
		let proxy: Server;
		let seen: string[];
		beforeAll(async () => {
			proxy = createServer((request, response) => {
				seen.push(request.url ?? '');
				response.writeHead(503, { 'content-type': 'text/html' }).end('<title>Blocked by policy</title>');
			});
			await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
			process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		});
		afterAll(async () => {
			delete process.env.HTTP_PROXY;
			await new Promise((resolve) => proxy.close(resolve));
		});
		beforeEach(() => (seen = []));

		it('that took the request to the metadata service', async () => {
			const { message } = await test(byMetadataService({ imdsUrl: 'http://169.254.169.254' }));
			expect(message).toMatch(/proxy.*must add 169\.254\.169\.254 to NO_PROXY.*"Blocked by policy"/);
			expect(seen).toEqual([
				expect.stringMatching(/^http:\/\/169\.254\.169\.254\/metadata\/identity\/oauth2\/token\?/),
			]);
		});
	});
});
