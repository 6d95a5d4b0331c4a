import { clouds } from '../../../credentials/auth/core/clouds';
import { forgetAllTokens } from '../../../credentials/auth/token/cache';
import { defaultTenantId, invoicesApi, ordersApi } from '../../../simulator/entra';
import { decodeJwt } from '../../../simulator/entra/jwt';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { useMicrosoftHosts } from './microsoftHosts';

const own = makeCertificate();

/** scope, "Additional Resource Hosts", URL, and the audience of the token. */
type Call = [name: string, scope: string, hosts: string, url: string, audience: string];

const calls: Call[] = [
	[
		'Azure Resource Manager',
		'https://management.azure.com/.default',
		'',
		'https://management.azure.com/subscriptions?api-version=2022-12-01',
		'https://management.azure.com',
	],
	[
		'Azure Resource Manager, by its older name',
		'https://management.core.windows.net//.default',
		'',
		'https://management.azure.com/subscriptions?api-version=2022-12-01',
		'https://management.core.windows.net/',
	],
	[
		'Key Vault',
		'https://vault.azure.net/.default',
		'',
		'https://contoso.vault.azure.net/secrets/a',
		'https://vault.azure.net',
	],
	[
		'Key Vault, by its app ID',
		'cfa8b339-82a2-471a-a3c9-0fc0be7a4093/.default',
		'',
		'https://contoso.vault.azure.net/secrets/a',
		'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
	],
	[
		'Storage',
		'https://storage.azure.com/.default',
		'',
		'https://contoso.blob.core.windows.net/a?comp=list',
		'https://storage.azure.com',
	],
	[
		'Power BI',
		'https://analysis.windows.net/powerbi/api/.default',
		'',
		'https://api.powerbi.com/v1.0/myorg/groups',
		'https://analysis.windows.net/powerbi/api',
	],
	[
		'Azure OpenAI',
		'https://cognitiveservices.azure.com/.default',
		'',
		'https://contoso.openai.azure.com/openai/v1/responses',
		'https://cognitiveservices.azure.com',
	],
	[
		'AI Search',
		'https://search.azure.com/.default',
		'',
		'https://contoso.search.windows.net/indexes',
		'https://search.azure.com',
	],
	[
		'Log Analytics',
		'https://api.loganalytics.io/.default',
		'',
		'https://api.loganalytics.azure.com/v1/workspaces/a/query',
		'https://api.loganalytics.io',
	],
	[
		'Azure DevOps',
		'499b84ac-1321-427f-aa17-267ca6975798/.default',
		'',
		'https://dev.azure.com/contoso/_apis/projects',
		'499b84ac-1321-427f-aa17-267ca6975798',
	],
	[
		'Databricks',
		'2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default',
		'',
		'https://adb-1.2.azuredatabricks.net/api/2.1/jobs/list',
		'2ff814a6-3304-4ab8-85cb-cd0e6f879c1d',
	],
	[
		'Defender for Endpoint',
		'https://api.securitycenter.microsoft.com/.default',
		'',
		'https://api.security.microsoft.com/api/machines',
		'https://api.securitycenter.microsoft.com',
	],
	[
		'Service Bus',
		'https://servicebus.azure.net/.default',
		'contoso.servicebus.windows.net',
		'https://contoso.servicebus.windows.net/queue/messages',
		'https://servicebus.azure.net',
	],
	[
		'an API of one’s own, by its URI',
		'api://orders.contoso.example/.default',
		'*.orders.contoso.example',
		'https://eu.orders.contoso.example/v1/orders',
		'api://orders.contoso.example',
	],
	[
		'an API of one’s own, by its app ID',
		`${ordersApi.appId}/.default`,
		'eu.orders.contoso.example,\neu.invoices.contoso.example',
		'https://eu.orders.contoso.example/v1/orders',
		ordersApi.appId,
	],
	[
		'an API of one’s own that wants tokens of version 2',
		`${invoicesApi.uris[0]}/.default`,
		'EU.Invoices.Contoso.Example.',
		'https://eu.invoices.contoso.example/v1/invoices',
		invoicesApi.appId,
	],
];

const hostOf = (url: string) => new URL(url).host;

describe('the HTTP Request node', () => {
	const foreign = 'attacker.example';
	const { product, received, refused } = useMicrosoftHosts(clouds.global, [
		...new Set([...calls.map(([, , , url]) => hostOf(url)), foreign]),
	]);
	const fields = (scope: string, additionalResourceHosts = '') => ({
		cloud: 'global',
		scope,
		additionalResourceHosts,
	});

	test.each(calls)('calls %s with its token', async (_name, scope, hosts, url, audience) => {
		const run = await product.http({ url, fields: fields(scope, hosts) });
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ statusCode: 200, body: { value: 'from the API' } });
		const { token = '', ...request } = received[0];
		expect(request).toEqual({ host: hostOf(url), url: url.slice(new URL(url).origin.length) });
		expect(decodeJwt(token)?.claims).toMatchObject({ aud: audience, tid: defaultTenantId });
		expect(received).toHaveLength(1);
		expect(refused()).toEqual([]);
	});

	test.each(calls)('sends the token of %s nowhere else', async (_name, scope, hosts, url) => {
		for (const other of [
			`https://${foreign}/`,
			`http://${hostOf(url)}/`,
			`https://${hostOf(url)}.${foreign}/`,
			`https://${hostOf(url)}@${foreign}/`,
		]) {
			const { error } = await product.http({ url: other, fields: fields(scope, hosts) });
			expect(error?.message).toMatch(/go to .+ only; the request was for/);
			expect(error?.message).not.toMatch(/null|undefined/);
		}
		expect(received).toEqual([]);
		expect(refused()).toEqual([]);
		expect(product.tokenRequests()).toBe(0);
	});

	test.each([
		['a host of another', `https://${foreign}/landed`],
		['another host that may have the token', 'https://eu.invoices.contoso.example/landed'],
	])('carries no token over a redirect to %s', async (_name, target) => {
		const hosts = 'eu.orders.contoso.example, eu.invoices.contoso.example';
		for (const carry of [true, false]) {
			received.length = 0;
			await product.http({
				url: `https://eu.orders.contoso.example/to/${encodeURIComponent(target)}`,
				fields: fields('api://orders.contoso.example/.default', hosts),
				...{ sendCredentialsOnCrossOriginRedirect: carry },
			});
			expect(received.map(({ host, token }) => [host, token === undefined])).toEqual([
				['eu.orders.contoso.example', false],
				[hostOf(target), true],
			]);
		}
	});

	test('gets the token of Graph and that of the other resource apart', async () => {
		const some = fields('api://orders.contoso.example/.default', 'eu.orders.contoso.example');
		const graph = await product.http({ url: 'https://graph.microsoft.com/v1.0/organization', fields: some });
		expect(graph.items[0].json).toMatchObject({ statusCode: 200 });
		await product.http({ url: 'https://eu.orders.contoso.example/', fields: some });
		expect(product.simulator.entra.tokenRequests.map(({ form }) => form.scope)).toEqual([
			'https://graph.microsoft.com/.default',
			'api://orders.contoso.example/.default',
		]);
	});

	test('is told what Entra says of a resource that the tenant does not have', async () => {
		const { error } = await product.http({
			url: 'https://eu.orders.contoso.example/',
			fields: fields('api://unknown.contoso.example/.default', 'eu.orders.contoso.example'),
		});
		const text = `${error?.message} ${(error as { description?: string }).description}`;
		expect(text).toMatch(/has no resource api:\/\/unknown\.contoso\.example/);
		expect(text).toContain('AADSTS500011');
		expect(received).toEqual([]);
	});

	test.each(['v1.0', 'v2.0'])('asks the %s endpoint for an app ID', async (tokenEndpointVersion) => {
		const { error } = await product.http({
			url: 'https://dev.azure.com/contoso/_apis/projects',
			fields: { ...fields('499b84ac-1321-427f-aa17-267ca6975798/.default'), tokenEndpointVersion },
		});
		expect(error).toBeUndefined();
		expect(decodeJwt(received[0].token ?? '')?.claims.aud).toBe('499b84ac-1321-427f-aa17-267ca6975798');
	});

	test.each(['api://orders.contoso.example', ordersApi.appId])(
		'asks a managed identity for %s',
		async (resource) => {
			const { error } = await product.http({
				url: 'https://eu.orders.contoso.example/',
				fields: {
					...fields(`${resource}/.default`, 'eu.orders.contoso.example'),
					authentication: 'managedIdentity',
					managedIdentitySource: 'appService',
					identityEndpoint: `${clouds.global.loginUrl}/msi/token`,
					identityHeader: product.simulator.entra.managedIdentity.identityHeader,
				},
			});
			expect(error).toBeUndefined();
			expect(decodeJwt(received[0].token ?? '')?.claims.aud).toBe(resource);
		},
	);

	test("n8n's credential test is green with a scope that has hosts, and asks Entra for its token", async () => {
		for (const [, scope, hosts] of calls) {
			expect([scope, await product.test(fields(scope, hosts))]).toEqual([
				scope,
				expect.objectContaining({ status: 'OK' }),
			]);
		}
		expect(product.simulator.entra.tokenRequests.map(({ form }) => form.scope)).toEqual(
			expect.arrayContaining(calls.map(([, scope]) => scope)),
		);
	});

	test.each([
		['a scope without a host', 'api://orders.contoso.example/.default', '', /doesn't say which host/],
		['no scope', 'orders', 'eu.orders.contoso.example', /"orders" can't be used/],
		['a host for everybody', 'api://orders.contoso.example/.default', '*.azurewebsites.net', /anyone/],
		['a host over http', 'api://orders.contoso.example/.default', 'http://a.contoso.example', /over http/],
	])("n8n's credential test is red with %s", async (_name, scope, hosts, text) => {
		const { status, message } = await product.test(fields(scope, hosts));
		expect(status).toBe('Error');
		expect(message).toMatch(text);
	});
});

/** What else is called in each cloud: a scope, and a URL. */
const ofClouds: Record<string, Array<[scope: string, url: string]>> = {
	global: [['https://contoso.sharepoint.com/.default', 'https://contoso.sharepoint.com/_api/web']],
	usGovernment: [
		['https://management.usgovcloudapi.net/.default', 'https://management.usgovcloudapi.net/subscriptions'],
		['https://vault.usgovcloudapi.net/.default', 'https://contoso.vault.usgovcloudapi.net/secrets'],
		['https://storage.azure.com/.default', 'https://contoso.blob.core.usgovcloudapi.net/a'],
		['https://contoso.sharepoint.us/.default', 'https://contoso.sharepoint.us/_api/web'],
		[
			'https://high.analysis.usgovcloudapi.net/powerbi/api/.default',
			'https://api.high.powerbigov.us/v1.0/myorg',
		],
	],
	usGovernmentDod: [
		['https://management.usgovcloudapi.net/.default', 'https://management.usgovcloudapi.net/subscriptions'],
		['https://contoso.sharepoint-mil.us/.default', 'https://contoso.sharepoint-mil.us/_api/web'],
		['c5393580-f805-4401-95e8-94b7a6ef2fc2/.default', 'https://manage.protection.apps.mil/api/v1.0/a'],
	],
	china: [
		['https://management.chinacloudapi.cn/.default', 'https://management.chinacloudapi.cn/subscriptions'],
		['https://vault.azure.cn/.default', 'https://contoso.vault.azure.cn/secrets'],
		['https://storage.azure.com/.default', 'https://contoso.blob.core.chinacloudapi.cn/a'],
		['https://contoso.sharepoint.cn/.default', 'https://contoso.sharepoint.cn/_api/web'],
	],
	france: [
		['797f4846-ba00-4fd7-ba43-dac1f8f63013/.default', 'https://management.sovcloud-api.fr/subscriptions'],
		['https://vault.sovcloud-api.fr/.default', 'https://contoso.vault.sovcloud-api.fr/secrets'],
	],
	germany: [
		['https://management.core.sovcloud-api.de/.default', 'https://management.sovcloud-api.de/subscriptions'],
		['https://vault.sovcloud-api.de/.default', 'https://contoso.vault.sovcloud-api.de/secrets'],
	],
	singapore: [],
};

test('every cloud is tried', () => {
	expect(Object.keys(ofClouds)).toEqual(Object.keys(clouds));
});

describe.each(Object.entries(clouds))(
	'the cloud %s',
	(cloud, { loginUrl, graphUrl, tokenExchangeAudience }) => {
		const others = ofClouds[cloud];
		const { product, received, refused } = useMicrosoftHosts(
			{ loginUrl, graphUrl },
			others.map(([, url]) => hostOf(url)),
		);
		const audiences = () =>
			[...product.simulator.entra.tokens.values()].map(({ audience }) => audience.replace(/\/$/, ''));
		const getOrganization = { resource: 'organization', operation: 'get' };
		beforeEach(() => forgetAllTokens());

		test.each(['v2.0', 'v1.0'])(
			'signs in at its login host, and its Graph takes the token: %s',
			async (version) => {
				const fields = { cloud, tokenEndpointVersion: version };
				expect(await product.test(fields)).toMatchObject({ status: 'OK' });
				const run = await product.run(getOrganization, { fields });
				expect(run.error).toBeUndefined();
				expect(run.items).toHaveLength(1);
				expect(new Set(audiences())).toEqual(new Set([graphUrl]));
				expect(product.simulator.entra.tokenRequests.map(({ endpoint }) => endpoint)).toContain(version);
				expect(refused()).toEqual([]);
			},
		);

		describe('with the federated credential of a managed identity', () => {
			const fields = (clientAssertionAudience = '') => ({
				cloud,
				authentication: 'federatedCredential',
				clientAssertionSource: 'managedIdentity',
				managedIdentitySource: 'appService',
				identityEndpoint: `${loginUrl}/msi/token`,
				identityHeader: product.simulator.entra.managedIdentity.identityHeader,
				clientAssertionAudience,
			});
			const trust = (audience: string) => {
				const [identity] = product.simulator.entra.managedIdentity.identities;
				const issuer = `${loginUrl}/${defaultTenantId}/v2.0`;
				product.app.federatedCredentials = [{ issuer, subject: identity.objectId, audience }];
			};

			test('is for the audience of the cloud', async () => {
				trust(tokenExchangeAudience);
				expect((await product.run(getOrganization, { fields: fields() })).error).toBeUndefined();
				expect(await product.test(fields())).toMatchObject({ status: 'OK' });
			});

			test('is for the audience that is named in its place', async () => {
				const other = cloud === 'global' ? 'api://AzureADTokenExchangeUSGov' : 'api://AzureADTokenExchange';
				trust(other);
				expect((await product.run(getOrganization, { fields: fields(other) })).error).toBeUndefined();
				const refusal = await product.test(fields());
				expect(refusal).toMatchObject({ status: 'Error' });
				expect(refusal.message).toContain('AADSTS700212');
			});
		});

		if (others.length > 0) {
			test.each(others)('calls %s at %s', async (scope, url) => {
				product.app.certificates = [own.certificate];
				const run = await product.http({
					url,
					fields: {
						cloud,
						scope,
						authentication: 'certificate',
						privateKey: own.privateKey,
						certificate: own.certificate,
					},
				});
				expect(run.error).toBeUndefined();
				expect(received.map(({ host }) => host)).toEqual([hostOf(url)]);
				expect(decodeJwt(received[0].token ?? '')?.claims.aud).toBe(scope.replace('/.default', ''));
			});
		}

		test('sends no token to the Graph of another cloud', async () => {
			for (const other of Object.values(clouds).filter((one) => one.graphUrl !== graphUrl)) {
				const { error } = await product.http({ url: `${other.graphUrl}/v1.0/users`, fields: { cloud } });
				expect(error?.message).toContain(`goes to ${graphUrl} only`);
			}
			expect(refused()).toEqual([]);
		});
	},
);
