import { simulatorCredential } from '../../scripts/demo';
import { signInToN8n } from '../../scripts/n8nClient';
import { agentWorkflow, fromModel, toolNode } from './support/agents';
import { openEditor, type EditorWindow } from './support/browser';
import { openNode } from './support/canvas';
import { controlOf } from './support/control';
import { startScriptedModel, toolResults, type ScriptedModel } from './support/scriptedModel';
import { servers } from './support/servers';
import { manualTrigger } from './support/workflows';

jest.setTimeout(120_000);

const ADELE = 'adelev@contoso.example';
const MEGAN = 'meganb@contoso.example';
const SUBJECT = `Written by a model at ${new Date().toISOString()}`;

const all = servers();
const { n8n, simulator } = all;
let model: ScriptedModel;
let editor: EditorWindow | undefined;

afterAll(async () => {
	await editor?.close();
	await model?.close();
});

test('an AI agent works with the node as its tools', async () => {
	const control = controlOf(simulator);
	const sent = async () => (await control.messages(ADELE, 'sentitems')).map(({ subject }) => subject);
	const sentBefore = await sent();
	model = await startScriptedModel([
		() => [
			{ id: 'user', tool: 'Get_user', arguments: { user: MEGAN } },
			{ id: 'photo', tool: 'Get_photo', arguments: { user: MEGAN } },
		],
		(request) => {
			const { displayName } = firstOf(toolResults(request).user);
			const words = { to: MEGAN, subject: `${SUBJECT} for ${String(displayName)}`, body: 'Hello' };
			return [{ id: 'mail', tool: 'Send_mail', arguments: words }];
		},
		() => 'Megan has the mail.',
	]);

	const client = await signInToN8n(n8n.url, n8n.owner);
	const graph = await client.saveCredential(
		'Contoso',
		'microsoftGraphAppOnlyApi',
		simulatorCredential(simulator),
	);
	const openAi = await client.saveCredential('Scripted model', 'openAiApi', {
		apiKey: 'not-needed',
		url: model.url,
	});
	const id = await client.saveWorkflow(
		agentWorkflow(openAi, [
			toolNode('Get user', graph, {
				resource: 'user',
				operation: 'get',
				userId: { __rl: true, mode: 'id', value: fromModel('user', 'Address or ID of the user') },
			}),
			toolNode('Get photo', graph, {
				resource: 'user',
				operation: 'getPhoto',
				userId: { __rl: true, mode: 'id', value: fromModel('user', 'Address or ID of the user') },
			}),
			toolNode('Send mail', graph, {
				resource: 'message',
				operation: 'send',
				mailbox: { __rl: true, mode: 'id', value: ADELE },
				toRecipients: fromModel('to', 'Address that the mail goes to'),
				subject: fromModel('subject', 'Subject of the mail'),
				bodyContent: fromModel('body', 'Text of the mail'),
			}),
		]),
	);
	const execution = await client.runWorkflow(id, manualTrigger.name);

	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(execution.runData.Agent.at(-1)?.data?.main[0]?.[0].json).toEqual({ output: 'Megan has the mail.' });
	expect(model.requests).toHaveLength(3);

	const offered = Object.fromEntries(
		(model.requests[0].tools ?? []).map(({ function: { name, ...tool } }) => [name, tool]),
	);
	expect(offered).toEqual({
		Get_user: asks('Get user in Microsoft Graph', { user: 'Address or ID of the user' }),
		Get_photo: asks('Get photo of user in Microsoft Graph', { user: 'Address or ID of the user' }),
		Send_mail: asks('Send message in Microsoft Graph', {
			to: 'Address that the mail goes to',
			subject: 'Subject of the mail',
			body: 'Text of the mail',
		}),
	});

	const results = toolResults(model.requests[2]);
	expect(firstOf(results.user)).toMatchObject({ displayName: 'Megan Bowen', userPrincipalName: MEGAN });
	expect(firstOf(results.photo)).toEqual({
		fileName: expect.stringMatching(/^photo\./) as string,
		mimeType: expect.stringMatching(/^image\//) as string,
		size: expect.any(Number) as number,
	});
	expect(firstOf(results.mail)).toMatchObject({ sent: true, mailbox: ADELE, toRecipients: [MEGAN] });
	const sentSince = await sent();
	expect(sentSince.filter((subject) => subject === `${SUBJECT} for Megan Bowen`)).toHaveLength(1);
	expect(sentSince).toHaveLength(sentBefore.length + 1);

	editor = await openEditor(all);
	await editor.page.goto(`${n8n.url}/workflow/${id}`);
	await editor.page.getByTestId('canvas-node').first().waitFor();
	await editor.picture('agent');
	await openNode(editor.page, 'Send mail');
	await editor.picture('node-as-tool');
});

/** What a tool puts into a model's conversation: its items, or the only one. */
const firstOf = (result: unknown) => (Array.isArray(result) ? result[0] : result) as Record<string, unknown>;

/** A tool with its description that needs these texts, given as descriptions by name. */
const asks = (description: string, texts: Record<string, string>) =>
	expect.objectContaining({
		description,
		parameters: expect.objectContaining({
			properties: Object.fromEntries(
				Object.entries(texts).map(([name, text]) => [name, { type: 'string', description: text }]),
			),
			required: Object.keys(texts),
		}) as object,
	}) as object;
