import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { readClaims } from '../../../credentials/auth/core/accessToken';
import { defaultTenantId, type AgentIdentity } from '../../../simulator/entra';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import type { WorkflowRun } from '../harness';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const getUser: INodeParameters = { resource: 'user', operation: 'get', userId: byId(adele) };
const declared = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';
const textOf = ({ error }: WorkflowRun) =>
	`${error?.message} ${(error as { description?: string } | undefined)?.description}`;
const requests = () =>
	product.simulator.entra.tokenRequests.map(({ form, status, code }) => ({ form, status, code }));

/** The app as a blueprint, and an agent identity of its own. */
function addAgent(change: Partial<AgentIdentity> = {}): AgentIdentity {
	product.app.isAgentBlueprint = true;
	const agent: AgentIdentity = {
		clientId: randomUUID(),
		blueprintId: product.app.clientId,
		displayName: 'Invoice agent',
		objectId: randomUUID(),
		tenantId: defaultTenantId,
		enabled: true,
		roles: ['User.Read.All'],
		...change,
	};
	product.simulator.entra.agentIdentities.push(agent);
	return agent;
}

const run = async (fields: ICredentialDataDecryptedObject) => await product.run(getUser, { fields });

test('a blueprint gets no token for itself, in the simulator as in Entra, and the error says what to enter', async () => {
	addAgent();
	expect(textOf(await run({}))).toMatch(/AADSTS82001.*Agent Identity ID/s);
});

describe('an agent identity', () => {
	test('signs in by its blueprint in two steps, with a client secret', async () => {
		const agent = addAgent();
		const done = await run({ agentIdentityId: agent.clientId });
		expect(jsonOf(done.items)).toMatchObject([{ userPrincipalName: adele }]);
		expect(requests()).toEqual([
			{
				status: 200,
				code: undefined,
				form: {
					client_id: product.app.clientId,
					client_secret: '***',
					fmi_path: agent.clientId,
					grant_type: 'client_credentials',
					scope: 'api://AzureADTokenExchange/.default',
				},
			},
			{
				status: 200,
				code: undefined,
				form: {
					claims: declared,
					client_assertion: '***',
					client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
					client_id: agent.clientId,
					grant_type: 'client_credentials',
					scope: `${product.simulator.graphUrl}/.default`,
				},
			},
		]);
		const [bearer] = [...product.simulator.entra.tokens.keys()];
		expect(readClaims(String(bearer))).toMatchObject({ appid: agent.clientId, roles: ['User.Read.All'] });
	});

	test('signs in with the certificate of its blueprint', async () => {
		const { privateKey, certificate } = makeCertificate();
		product.app.certificates = [certificate];
		const { clientId } = addAgent();
		const fields = { authentication: 'certificate', privateKey, certificate, agentIdentityId: clientId };
		expect((await run(fields)).error).toBeUndefined();
		expect(requests().map(({ status }) => status)).toEqual([200, 200]);
	});

	test('signs in with a managed identity that its blueprint trusts', async () => {
		const { entra, loginUrl } = product.simulator;
		product.app.federatedCredentials = [
			{
				issuer: `${loginUrl}/${defaultTenantId}/v2.0`,
				subject: entra.managedIdentity.identities[0]!.objectId,
				audience: 'api://AzureADTokenExchange',
			},
		];
		const { clientId } = addAgent();
		const done = await run({
			authentication: 'federatedCredential',
			clientAssertionSource: 'managedIdentity',
			imdsUrl: loginUrl,
			agentIdentityId: clientId,
		});
		expect(done.error).toBeUndefined();
		expect(entra.tokenRequests.map(({ endpoint }) => endpoint)).toEqual(['imds', 'v2.0', 'v2.0']);
	});

	test('has a token of its own: two agent identities of one blueprint do not share one', async () => {
		const [one, other] = [addAgent(), addAgent()];
		for (const agent of [one, other, one, other]) await run({ agentIdentityId: agent.clientId });
		expect(requests()).toHaveLength(4);
		const apps = product.simulator.requests
			.filter(({ host }) => host === 'graph')
			.map(({ headers }) => readClaims(String(headers.authorization).slice(7))?.appid);
		expect(apps).toEqual([one.clientId, other.clientId, one.clientId, other.clientId]);
	});

	test('answers a claims challenge in its second step', async () => {
		const { clientId } = addAgent();
		await run({ agentIdentityId: clientId });
		product.simulator.entra.revoke(clientId);
		expect((await run({ agentIdentityId: clientId })).error).toBeUndefined();
		const [, , third, fourth] = requests();
		expect(third?.form).not.toHaveProperty('claims');
		expect(JSON.parse(String(fourth?.form.claims))).toMatchObject({
			access_token: { nbf: { essential: true }, xms_cc: { values: ['cp1'] } },
		});
	});

	test('is who Check Permissions tells of', async () => {
		const { clientId, objectId } = addAgent();
		const done = await product.run(
			{ resource: 'access', operation: 'checkPermissions' },
			{ fields: { agentIdentityId: clientId } },
		);
		expect(jsonOf(done.items)).toMatchObject([
			{
				app: {
					clientId,
					blueprintId: product.app.clientId,
					servicePrincipalId: objectId,
					displayName: 'Invoice agent',
				},
				granted: ['User.Read.All'],
			},
		]);
	});

	test('of another blueprint is refused in the second step, and the error says which one it was', async () => {
		const { clientId } = addAgent({ blueprintId: randomUUID() });
		const text = textOf(await run({ agentIdentityId: clientId }));
		expect(text).toMatch(/AADSTS700213.*second step.*one of its own agent identities/s);
		expect(text).toContain(clientId);
	});

	test('whose blueprint cannot sign in is refused as the blueprint is', async () => {
		const { clientId } = addAgent();
		const text = textOf(await run({ agentIdentityId: clientId, clientSecret: 'wrong' }));
		expect(text).toMatch(/AADSTS7000215/);
		expect(text).not.toMatch(/second step/);
		expect(requests()).toHaveLength(1);
	});

	test('that is disabled is named', async () => {
		const { clientId } = addAgent({ enabled: false });
		expect(textOf(await run({ agentIdentityId: clientId }))).toContain(`The app ${clientId} is disabled.`);
	});

	test('is repeated in the second step where that fails in passing, with the same first one', async () => {
		const { clientId } = addAgent();
		const { settings } = product.simulator.entra;
		const blueprint = product.simulator.entra.tokenRequests;
		const failing = run({ agentIdentityId: clientId });
		while (blueprint.length === 0) await new Promise((resolve) => setImmediate(resolve));
		settings.answers.push({ status: 503, body: { error: 'temporarily_unavailable' } });
		expect((await failing).error).toBeUndefined();
		expect(requests().map(({ form, status }) => [form.client_id === clientId, status])).toEqual([
			[false, 200],
			[true, 503],
			[true, 200],
		]);
	});

	test.each([
		['no GUID', { agentIdentityId: 'invoice-agent' }, /agent identity ID isn't a GUID/],
		[
			'the v1.0 endpoint',
			{ agentIdentityId: randomUUID(), tokenEndpointVersion: 'v1.0' },
			/v1\.0 token endpoint/,
		],
	])('is refused before anything is sent with %s', async (_name, fields, message) => {
		expect(textOf(await run(fields))).toMatch(message);
		expect(requests()).toEqual([]);
	});
});
