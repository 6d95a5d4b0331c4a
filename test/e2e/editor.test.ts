import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatorCredential } from '../../scripts/demo';
import { signInToN8n, withCredential, type N8nClient, type Workflow } from '../../scripts/n8nClient';
import { openEditor, type EditorWindow } from './support/browser';
import {
	addAction,
	chooseCredential,
	chooseFromList,
	executeStep,
	executeWorkflow,
	newWorkflow,
	openNode,
} from './support/canvas';
import { controlOf } from './support/control';
import { servers } from './support/servers';
import { graphNode, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const PACKAGE = 'n8n-nodes-microsoft-graph-app-only';
const TYPE = 'microsoftGraphAppOnlyApi';
const all = servers();
const { n8n, simulator } = all;
let client: N8nClient;
let editor: EditorWindow;
let credential: { id: string; name: string };

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	credential = await client.saveCredential('Contoso', TYPE, simulatorCredential(simulator));
	editor = await openEditor(all);
});

afterAll(async () => await editor?.close());

test('a person adds the node, picks a user from the list, runs it and sees the user', async () => {
	const { page } = editor;
	await newWorkflow(page, n8n.url);
	await addAction(page, 'Microsoft Graph', 'Get user');
	await chooseCredential(page, credential.name);
	await chooseFromList(page, 'userId', 'Megan Bowen');
	const output = await executeStep(page);
	await output.getByText('meganb@contoso.example').first().waitFor();
	await editor.picture('node-get-user');
	expect(await output.innerText()).toContain('1 item');
});

test('the example workflow runs from its button and shows its items', async () => {
	const { page } = editor;
	const file = join(__dirname, '..', '..', 'examples', 'get-user-list-messages-send-mail.json');
	const example = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
	const id = await client.saveWorkflow(withCredential(example, PACKAGE, TYPE, credential));
	const control = controlOf(simulator);
	const sentBefore = (await control.messages('adelev@contoso.example', 'sentitems')).length;

	await page.setViewportSize({ width: 1280, height: 640 });
	await page.goto(`${n8n.url}/workflow/${id}`);
	await executeWorkflow(page, 4);
	await page.getByText('Workflow executed successfully').first().waitFor({ state: 'hidden' });
	await editor.picture('workflow');
	await openNode(page, 'List messages');
	await editor.picture('node-list-messages');
	const output = await page.getByTestId('output-panel').innerText();
	expect(output).toContain('5 items');
	expect(output).toContain('subject');
	const sent = await control.messages('adelev@contoso.example', 'sentitems');
	expect(sent.length - sentBefore).toBe(1);
});

test('a refusal of Graph is told on screen, with what to do', async () => {
	const { page } = editor;
	const id = await client.saveWorkflow(
		workflowOf('Nobody', [
			manualTrigger,
			graphNode('Get nobody', credential, {
				resource: 'user',
				operation: 'get',
				userId: { __rl: true, mode: 'id', value: 'nobody@contoso.example' },
			}),
		]),
	);
	await page.goto(`${n8n.url}/workflow/${id}`);
	await openNode(page, 'Get nobody');
	const output = await executeStep(page);
	await editor.picture('node-error');
	const text = await output.innerText();
	expect(text).toContain('Request_ResourceNotFound');
	expect(text).toContain('nobody@contoso.example');
});
