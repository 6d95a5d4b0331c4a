import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { openEditor, type EditorWindow } from './support/browser';
import { executeStep, openNode } from './support/canvas';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import { byId, mailbox } from './support/triggers';
import { graphNode, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const all = servers();
const { n8n } = all;
const entra = useSimulator();
const secret = madeUpSecret('client-secret');
let client: N8nClient;
let editor: EditorWindow;
let credential: { id: string; name: string };

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	const fields = entra.credential({ authentication: 'clientSecret', clientSecret: secret });
	credential = await client.saveCredential('Errors', 'microsoftGraphAppOnlyApi', fields);
	editor = await openEditor(all);
});
beforeEach(() => {
	entra.simulator.reset();
	entra.simulator.entra.app().secrets[0].value = secret;
	entra.simulator.entra.setRoles(['Mail.Send']);
});
afterAll(async () => await editor?.close());

/** Opens a workflow with a node of these parameters, and the node in it. */
async function openNodeWith(parameters: Record<string, unknown>): Promise<void> {
	const node = graphNode('Graph', credential, parameters);
	const id = await client.saveWorkflow(workflowOf('Errors', [manualTrigger, node]));
	await editor.page.goto(`${n8n.url}/workflow/${id}`);
	await openNode(editor.page, 'Graph');
}

test('an error has the missing permission as its headline, and what to do below', async () => {
	await openNodeWith({ resource: 'message', operation: 'getAll', mailbox: byId(mailbox) });
	await executeStep(editor.page);
	const { page } = editor;
	await expect(page.getByTestId('node-error-message').innerText()).resolves.toMatch(
		/^Missing application permission: Mail\.ReadBasic\.All\./,
	);
	await expect(page.getByTestId('node-error-description').innerText()).resolves.toMatch(
		/have an administrator consent.*Access is denied/s,
	);
	await editor.picture('error-missing-permission');
});

test('an error shows what stands in angle brackets', async () => {
	await openNodeWith({
		resource: 'message',
		operation: 'send',
		mailbox: byId(mailbox),
		toRecipients: 'Adele Vance adelev@contoso.example',
	});
	await executeStep(editor.page);
	await expect(editor.page.getByTestId('node-error-description').innerText()).resolves.toContain(
		'as in Adele Vance <adele@contoso.com>',
	);
	await editor.picture('error-angle-brackets');
});

test('a list that the app may not read says what is missing, and how to go on without it', async () => {
	await openNodeWith({
		resource: 'user',
		operation: 'get',
		userId: { __rl: true, mode: 'list', value: '' },
	});
	await editor.page.getByTestId('parameter-input-userId').getByTestId('rlc-input').click();
	const list = editor.page.getByTestId('rlc-error-container');
	await list.waitFor();
	await editor.picture('error-of-list');
	const text = await list.innerText();
	expect(text).toContain('Missing application permission: User.ReadBasic.All.');
	expect(text).toContain('By ID');
});
