import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { startOidcProvider, type OidcProvider } from '../integration/signIn/oidcProvider';
import { defaultClientId, defaultSystemIdentity, defaultTenantId } from '../../simulator/entra';
import { encryptedPkcs8, makeCertificate } from '../unit/signIn/helpers/certificates';
import { openEditor, type EditorWindow } from './support/browser';
import { executeStep, openNode } from './support/canvas';
import { newCredentialForm, openCredential, type CredentialForm } from './support/credentialForm';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import { graphNode, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const TYPE = 'microsoftGraphAppOnlyApi';
const day = 24 * 3600 * 1000;
const all = servers();
const { n8n } = all;
const entra = useSimulator();
const own = makeCertificate();
const foreign = makeCertificate();
const secret = madeUpSecret('client-secret');
const identityHeader = madeUpSecret('identity-header');

let editor: EditorWindow;
let client: N8nClient;

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	editor = await openEditor(all);
});
afterAll(async () => await editor?.close());

beforeEach(() => {
	const { simulator } = entra;
	simulator.reset();
	const { identityProvider, managedIdentity } = simulator.entra;
	managedIdentity.identityHeader = identityHeader;
	const { issuer, subject, audience } = identityProvider;
	Object.assign(simulator.entra.app(), {
		secrets: [{ id: 'current', value: secret, expiresAt: Date.now() + 365 * day }],
		certificates: [own.certificate],
		federatedCredentials: [
			{ issuer, subject, audience },
			{
				issuer: `${simulator.loginUrl}/${defaultTenantId}/v2.0`,
				subject: defaultSystemIdentity.objectId,
				audience: 'api://AzureADTokenExchange',
			},
		],
	});
});

type Fields = Record<string, unknown>;

const bySecret = (fields: Fields = {}) =>
	entra.credential({ authentication: 'clientSecret', clientSecret: secret, ...fields });
const byCertificate = (fields: Fields = {}) =>
	entra.credential({
		authentication: 'certificate',
		privateKey: own.privateKey,
		certificate: own.certificate,
		...fields,
	});
const byAssertion = (fields: Fields = {}) =>
	entra.credential({
		authentication: 'federatedCredential',
		clientAssertionSource: 'url',
		clientAssertionUrl: `${entra.simulator.loginUrl}/idp/json`,
		clientAssertionPath: 'value',
		...fields,
	});
const byIdentity = (fields: Fields = {}) =>
	entra.credential({ authentication: 'managedIdentity', imdsUrl: entra.simulator.loginUrl, ...fields });
const byAppService = (fields: Fields = {}) =>
	byIdentity({
		managedIdentitySource: 'appService',
		identityEndpoint: `${entra.simulator.loginUrl}/msi/token`,
		identityHeader,
		...fields,
	});

/** Stores a credential, opens it in the editor, which tests it, and takes a picture of what is said. */
async function tested(name: string, fields: Fields) {
	const { id } = await client.saveCredential(name, TYPE, fields);
	const { form, outcome } = await openCredential(editor.page, n8n.url, id);
	await editor.picture(`sign-in-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`);
	await form.close();
	return outcome;
}

async function typeCloud(form: CredentialForm): Promise<void> {
	await form.showMore();
	await form.choose('cloud', 'Custom');
	await form.fill('loginUrl', entra.simulator.loginUrl);
	await form.fill('graphUrl', entra.simulator.graphUrl);
}

async function typeApp(form: CredentialForm): Promise<void> {
	await form.fill('tenantId', defaultTenantId);
	await form.fill('clientId', defaultClientId);
}

describe('a person types it in', () => {
	let form: CredentialForm;
	beforeEach(async () => {
		form = await newCredentialForm(editor.page, n8n.url, 'Microsoft Graph App-Only API');
	});
	afterEach(async () => await form.close());

	/** Pastes a text, as from the clipboard. */
	async function paste(field: string, text: string): Promise<string> {
		const input = editor.page.getByTestId(`parameter-input-${field}`).locator('input').first();
		await input.click();
		await editor.page.keyboard.insertText(text);
		const arrived = await input.inputValue();
		await form.fill(field, arrived);
		return arrived;
	}

	test('a certificate, whose line breaks are lost in the fields, with a passphrase', async () => {
		const passphrase = madeUpSecret('passphrase');
		await form.choose('authentication', 'Certificate');
		await typeApp(form);
		const key = await paste('privateKey', encryptedPkcs8(own.key, passphrase));
		expect(key).toContain('BEGIN ENCRYPTED PRIVATE KEY');
		expect(key).not.toContain('\n');
		expect(await paste('certificate', own.certificate)).not.toContain('\n');
		await form.fill('passphrase', passphrase);
		await editor.picture('sign-in-form-certificate');
		await typeCloud(form);
		const { connected } = await form.save();
		await editor.picture('sign-in-typed-certificate');
		expect(connected).toBe(true);
		expect(entra.simulator.entra.tokenRequests.at(-1)).toMatchObject({
			status: 200,
			assertion: { header: { alg: 'PS256' } },
		});
	});

	test('a federated credential, whose assertion comes from a URL', async () => {
		await form.choose('authentication', 'Federated Credential');
		await typeApp(form);
		await form.choose('clientAssertionSource', 'URL');
		await form.fill(
			'clientAssertionUrl',
			`${entra.simulator.loginUrl}/computeMetadata/v1/instance/service-accounts/default/identity?audience=api://AzureADTokenExchange`,
		);
		await form.fill('clientAssertionHeaders', '{ "Metadata-Flavor": "Google" }');
		await editor.picture('sign-in-form-federated-credential');
		await typeCloud(form);
		const { connected } = await form.save();
		await editor.picture('sign-in-typed-federated-credential');
		expect(connected).toBe(true);
	});

	test('a managed identity, which asks for neither tenant nor app nor login URL', async () => {
		await form.choose('authentication', 'Managed Identity');
		await form.showMore();
		await form.choose('cloud', 'Custom');
		const labels = async () => await editor.page.getByTestId('editCredential-modal').innerText();
		expect(await labels()).not.toMatch(/\(tenant\) ID|Client ID|Login URL|Token Endpoint/);
		await form.fill('graphUrl', entra.simulator.graphUrl);
		await form.fill('imdsUrl', entra.simulator.loginUrl);
		const { connected } = await form.save();
		await editor.picture('sign-in-typed-managed-identity');
		expect(connected).toBe(true);
	});
});

describe('the editor shows green', () => {
	test.each<[string, () => Fields]>([
		['Client secret', bySecret],
		['Client secret at the v1 endpoint', () => bySecret({ tokenEndpointVersion: 'v1.0' })],
		['Certificate RS256', () => byCertificate({ signatureAlgorithm: 'RS256' })],
		[
			'Federated credential of a managed identity',
			() => byAssertion({ clientAssertionSource: 'managedIdentity', imdsUrl: entra.simulator.loginUrl }),
		],
		['Managed identity of App Service', byAppService],
	])('%s', async (name, fields) => {
		const { connected, text } = await tested(name, fields());
		expect(text).toContain('Connection tested successfully');
		expect(connected).toBe(true);
	});
});

describe('the editor shows red, and why', () => {
	const expired = makeCertificate({ notBefore: Date.now() - 400 * day, notAfter: Date.now() - 35 * day });
	const thumbprint = /[0-9A-F]{40}/.source;

	test.each<[string, () => Fields, RegExp]>([
		[
			'Secret expired',
			() => {
				entra.simulator.entra.app().secrets[0].expiresAt = Date.now() - day;
				return bySecret();
			},
			/secret of the app .* has expired.*Create a new secret.*AADSTS7000222/s,
		],
		[
			'Certificate of another key',
			() => byCertificate({ privateKey: foreign.privateKey }),
			new RegExp(`private key doesn't belong to the certificate ${thumbprint}`),
		],
		[
			'Certificate expired',
			() => byCertificate({ privateKey: expired.privateKey, certificate: expired.certificate }),
			new RegExp(`certificate ${thumbprint} expired on \\d{4}-\\d\\d-\\d\\d.*Create a new certificate`, 's'),
		],
		[
			'Certificate not uploaded',
			() => byCertificate({ privateKey: foreign.privateKey, certificate: foreign.certificate }),
			new RegExp(`doesn't accept the certificate.*${thumbprint}.*Upload the certificate.*AADSTS700027`, 's'),
		],
		[
			'Federated credential of another audience',
			() => {
				entra.simulator.entra.identityProvider.audience = 'api://another';
				return byAssertion();
			},
			/exactly.*AADSTS700212/s,
		],
		[
			'Federated credential of another subject',
			() => {
				entra.simulator.entra.identityProvider.subject = '1';
				return byAssertion();
			},
			/exactly.*AADSTS700213/s,
		],
		[
			'Managed identity with a wrong ID',
			() =>
				byIdentity({
					managedIdentityType: 'user',
					managedIdentityId: '99999999-9999-4999-8999-999999999999',
				}),
			/machine has no managed identity with this ID.*Assign the identity.*Identity not found/s,
		],
		[
			'Managed identity out of reach',
			() => byIdentity({ imdsUrl: 'http://127.0.0.1:9' }),
			/managed identity endpoint 127\.0\.0\.1:9 couldn't be reached.*exists only inside Azure/s,
		],
	])('%s', async (name, fields, reason) => {
		const { connected, text } = await tested(name, fields());
		expect(connected).toBe(false);
		expect(text).toMatch(reason);
	});

	test('Managed identity without permission: green, and the node names permission and wait', async () => {
		for (const identity of entra.simulator.entra.managedIdentity.identities) identity.roles = [];
		const fields = byIdentity();
		expect((await tested('Managed identity without permission', fields)).connected).toBe(true);
		const { page } = editor;
		const name = 'Managed identity without permission';
		const credential = await client.saveCredential(name, TYPE, fields);
		const parameters = {
			resource: 'message',
			operation: 'getAll',
			mailbox: { __rl: true, mode: 'id', value: 'adelev@contoso.example' },
		};
		const id = await client.saveWorkflow(
			workflowOf(name, [manualTrigger, graphNode('List messages', credential, parameters)]),
		);
		await page.goto(`${n8n.url}/workflow/${id}`);
		await openNode(page, 'List messages');
		const text = await (await executeStep(page)).innerText();
		await editor.picture('sign-in-managed-identity-403');
		expect(text).toMatch(/application permission Mail\.Read/);
		expect(text).toMatch(/24 hours/);
	});
});

describe('oidc-provider as token endpoint', () => {
	const issued: string[] = [];
	let provider: OidcProvider;

	/**
	 * One host for sign-in and Graph. Token requests go on to oidc-provider, which verifies the assertion by its own
	 * rules; Graph's part accepts the tokens that came back from there.
	 */
	const front = createServer((incoming, answer) => {
		const chunks: Buffer[] = [];
		const respond = async () => {
			const body = Buffer.concat(chunks);
			if (incoming.method === 'GET') {
				const accepted = issued.some((token) => incoming.headers.authorization === `Bearer ${token}`);
				answer.writeHead(accepted ? 200 : 401, { 'content-type': 'application/json' }).end('{"value":[]}');
				return;
			}
			const passed = await request(provider.url + incoming.url, {
				method: 'POST',
				// The assertion is made for this host.
				headers: {
					host: String(incoming.headers.host),
					'content-type': String(incoming.headers['content-type']),
				},
				body,
			});
			const text = await passed.body.text();
			const { access_token: token } = JSON.parse(text) as { access_token?: string };
			if (token !== undefined) issued.push(token);
			answer.writeHead(passed.statusCode, { 'content-type': 'application/json' }).end(text);
		};
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => void respond().catch((error: unknown) => answer.destroy(error as Error)));
	});
	const url = () => `http://127.0.0.1:${(front.address() as AddressInfo).port}`;

	beforeAll(async () => {
		await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
		provider = await startOidcProvider({
			tenant: defaultTenantId,
			scope: `${url()}/.default`,
			clients: [
				{
					client_id: defaultClientId,
					token_endpoint_auth_method: 'private_key_jwt',
					jwks: { keys: [createPublicKey(own.key).export({ format: 'jwk' })] },
				},
			],
		});
	});
	afterAll(async () => {
		front.closeAllConnections();
		await new Promise((resolve) => front.close(resolve));
		await provider.close();
	});

	test('accepts the certificate', async () => {
		const { connected } = await tested('oidc-provider', byCertificate({ loginUrl: url(), graphUrl: url() }));
		expect(connected).toBe(true);
		expect(issued).toHaveLength(1);
	});

	test('refuses the key of another app', async () => {
		const { connected, text } = await tested(
			'oidc-provider another key',
			byCertificate({
				loginUrl: url(),
				graphUrl: url(),
				privateKey: foreign.privateKey,
				certificate: foreign.certificate,
			}),
		);
		expect(connected).toBe(false);
		expect(text).toMatch(/doesn't accept the credentials of the app .*client authentication failed/s);
	});
});
