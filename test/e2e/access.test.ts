import { request } from 'undici';
import { itemsOf, signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { defaultTenantId } from '../../simulator/entra';
import { openEditor, type EditorWindow } from './support/browser';
import { addAction, chooseCredential, executeStep, newWorkflow } from './support/canvas';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret, secretsIn } from './support/secrets';
import { servers } from './support/servers';
import { activate, webhookTrigger, webhookUrl } from './support/webhooks';
import { graphNode, itemsFrom, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const TYPE = 'microsoftGraphAppOnlyApi';
const all = servers();
const { n8n } = all;
const entra = useSimulator();
const secret = madeUpSecret('client-secret');
let client: N8nClient;
let editor: EditorWindow;
let credential: { id: string; name: string };

const fields = () => entra.credential({ authentication: 'clientSecret', clientSecret: secret });
const access = (operation: string, parameters: object) => ({ resource: 'access', operation, ...parameters });

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	credential = await client.saveCredential('Access', TYPE, fields());
	editor = await openEditor(all);
});
beforeEach(() => {
	entra.simulator.reset();
	entra.simulator.entra.app().secrets[0].value = secret;
});
afterAll(async () => await editor?.close());

test('a person checks permissions for picked operations, and sees what is missing and what is not needed', async () => {
	entra.simulator.entra.setRoles(['User.Read.All', 'Reports.Read.All', 'Application.Read.All']);
	const { page } = editor;
	// High enough for the whole outcome: what is out of sight is not there.
	await page.setViewportSize({ width: 1440, height: 1700 });
	await newWorkflow(page, n8n.url);
	await addAction(page, 'Microsoft Graph', 'Check app permissions');
	await chooseCredential(page, credential.name);
	const picked = page.getByTestId('parameter-input-operationsToCheck');
	await picked.click();
	for (const name of ['Message: Send', 'User: Get']) {
		await page.getByRole('option', { name, exact: true }).click();
	}
	await page.keyboard.press('Escape');
	const output = await executeStep(page);
	await output.getByText('JSON', { exact: true }).click();
	await output.getByText('"notes"').waitFor();
	await editor.picture('access-check-permissions');
	const text = await output.innerText();
	expect(text).toContain('1 item');
	const shown = text.replace(/\s+/g, '');
	expect(shown).toContain('"missing":["Mail.Send"]');
	expect(shown).toContain('"unneeded":["Reports.Read.All","Application.Read.All"]');
	expect(shown).toContain('"displayName":"n8nworkflows"');
	expect(secretsIn(text)).toEqual([]);
});

test('the links for an administrator open at Entra, in both forms and for each kind of tenant', async () => {
	const kinds = ['credential', 'common', 'organizations'].flatMap((tenant) =>
		['v1', 'v2'].map((endpoint) => ({ tenant, endpoint })),
	);
	const id = await client.saveWorkflow(
		workflowOf('Consent links', [
			manualTrigger,
			itemsFrom(kinds),
			graphNode(
				'Make the link',
				credential,
				access('getAdminConsentUrl', {
					consentTenant: '={{ $json.tenant }}',
					consentEndpoint: '={{ $json.endpoint }}',
					redirectUri: 'https://n8n.contoso.example/consent',
				}),
			),
		]),
	);
	const execution = await client.runWorkflow(id, manualTrigger.name);
	expect(execution.error?.message).toBeUndefined();
	const links = itemsOf(execution, 'Make the link').map(({ json }) => json);
	expect(links).toHaveLength(kinds.length);
	for (const { url, state } of links) {
		const { statusCode, headers } = await request(String(url));
		expect([url, statusCode]).toEqual([url, 302]);
		const back = new URL(String(headers.location));
		expect(Object.fromEntries(back.searchParams)).toMatchObject({
			admin_consent: 'True',
			tenant: defaultTenantId,
			state,
		});
	}
	expect(links.map(({ url }) => new URL(String(url)).pathname)).toEqual([
		`/${defaultTenantId}/adminconsent`,
		`/${defaultTenantId}/v2.0/adminconsent`,
		'/common/adminconsent',
		'/common/v2.0/adminconsent',
		'/organizations/adminconsent',
		'/organizations/v2.0/adminconsent',
	]);
	expect(secretsIn(execution.text)).toEqual([]);
});

describe('an administrator who follows the link comes back to a webhook of n8n, which judges the answer', () => {
	/** Makes the link, and the workflow that the administrator comes back to. */
	async function makeLink(name: string): Promise<string> {
		const trigger = webhookTrigger('GET');
		const linkId = await client.saveWorkflow(
			workflowOf(`${name}: link`, [
				manualTrigger,
				graphNode(
					'Make the link',
					credential,
					access('getAdminConsentUrl', { redirectUri: webhookUrl(n8n.url, trigger) }),
				),
			]),
		);
		const link = itemsOf(await client.runWorkflow(linkId, manualTrigger.name), 'Make the link')[0].json;
		const backId = await client.saveWorkflow(
			workflowOf(`${name}: answer`, [
				trigger,
				graphNode(
					'Judge the answer',
					credential,
					access('readAdminConsentResponse', {
						consentQuery: '={{ $json.query }}',
						expectedState: String(link.state),
					}),
				),
			]),
		);
		await activate(client, backId);
		return String(link.url);
	}

	/** What the administrator's browser shows at the end. */
	async function openLink(url: string): Promise<Record<string, unknown>> {
		const { page } = editor;
		const answer = await page.goto(url);
		expect(new URL(page.url()).host).toBe(new URL(n8n.url).host);
		const [judgement] = (await answer?.json()) as Array<Record<string, unknown>>;
		return judgement;
	}

	test('consented, and the app that the tenant did not know can sign in', async () => {
		Object.assign(entra.simulator.entra.app(), { tenants: [], multiTenant: true });
		const stored = { ...credential, type: TYPE, data: fields() };
		expect(await client.testCredential(stored)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/consent.*AADSTS7000229/),
		});
		const judgement = await openLink(await makeLink('Consented'));
		expect(judgement).toMatchObject({ consented: true, tenant: defaultTenantId, adminConsent: 'True' });
		expect(await client.testCredential(stored)).toMatchObject({ status: 'OK' });
	});

	test('declined', async () => {
		entra.simulator.entra.settings.adminConsent = 'refused';
		expect(await openLink(await makeLink('Declined'))).toMatchObject({
			consented: false,
			reason: expect.stringContaining('AADSTS65004'),
			fix: expect.stringContaining('Privileged Role Administrator'),
		});
	});

	test('admin_consent=True beside an error is no consent', async () => {
		entra.simulator.entra.settings.adminConsent = 'grantedWithError';
		expect(await openLink(await makeLink('Granted with an error'))).toMatchObject({
			consented: false,
			adminConsent: 'True',
			error: 'server_error',
		});
	});

	test('an answer to another link is refused', async () => {
		const url = new URL(await makeLink('Another state'));
		url.searchParams.set('state', 'of-another-link');
		expect(await openLink(url.href)).toMatchObject({
			consented: false,
			reason: expect.stringContaining('state'),
		});
	});
});
