import { createServer } from 'node:net';
import { openEditor, type EditorWindow } from './support/browser';
import { newCredentialForm, type CredentialForm } from './support/credentialForm';
import { servers } from './support/servers';

jest.setTimeout(240_000);

const all = servers();
const { simulator } = all;
let editor: EditorWindow;
let form: CredentialForm;

/** An address at which nothing listens. */
async function closedAddress(): Promise<string> {
	const server = createServer();
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	await new Promise((done) => server.close(done));
	if (!address || typeof address === 'string') throw new Error('No port was opened.');
	return `http://127.0.0.1:${address.port}`;
}

beforeAll(async () => {
	editor = await openEditor(all);
	form = await newCredentialForm(editor.page, all.n8n.url, 'Microsoft Graph App-Only API');
	await form.fill('tenantId', simulator.tenantId);
	await form.fill('clientId', simulator.clientId);
	await form.showMore();
	await form.choose('cloud', 'Custom');
	await form.fill('loginUrl', simulator.loginUrl);
	await form.fill('graphUrl', simulator.graphUrl);
});

beforeEach(async () => {
	await form.fill('tenantId', simulator.tenantId);
	await form.fill('clientSecret', simulator.clientSecret);
	await form.fill('loginUrl', simulator.loginUrl);
});

afterAll(async () => await editor?.close());

test('is green with the settings of an app', async () => {
	const { connected } = await form.save();
	await editor.picture('credential-connected');
	expect(connected).toBe(true);
});

test('names a wrong secret, with the code of Entra and the cure', async () => {
	await form.fill('clientSecret', 'not-the-secret-of-this-app');
	const { connected, text } = await form.save();
	await editor.picture('credential-wrong-secret');
	expect(connected).toBe(false);
	expect(text).toContain('AADSTS7000215');
	expect(text).toMatch(/Value/);
	expect(text).not.toContain('not-the-secret-of-this-app');
});

test('names a tenant that does not exist', async () => {
	await form.fill('tenantId', '99999999-9999-4999-8999-999999999999');
	const { connected, text } = await form.save();
	await editor.picture('credential-wrong-tenant');
	expect(connected).toBe(false);
	expect(text).toContain('AADSTS90002');
	expect(text).toMatch(/tenant/i);
});

test('names a login host that cannot be reached', async () => {
	const address = await closedAddress();
	await form.fill('loginUrl', address);
	const { connected, text } = await form.save();
	await editor.picture('credential-login-host-unreachable');
	expect(connected).toBe(false);
	expect(text).toContain(new URL(address).host);
});

test('is green again when the settings are mended: a refusal is not kept', async () => {
	const { connected } = await form.save();
	expect(connected).toBe(true);
	await form.close();
});
