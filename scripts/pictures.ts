import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { agentWorkflow, fromModel, toolNode } from '../test/e2e/support/agents';
import { openEditor, type EditorWindow } from '../test/e2e/support/browser';
import { executeStep, executeWorkflow, newWorkflow, openActions, openNode } from '../test/e2e/support/canvas';
import { controlOf } from '../test/e2e/support/control';
import { openCredential } from '../test/e2e/support/credentialForm';
import { startScriptedModel } from '../test/e2e/support/scriptedModel';
import type { Servers } from '../test/e2e/support/servers';
import { byId, graphTrigger, inbox, passOn, triggerName } from '../test/e2e/support/triggers';
import { graphNode, manualTrigger, workflowOf } from '../test/e2e/support/workflows';
import { simulatorCredential } from './demo';
import { signInToN8n, withCredential, type N8nClient, type Workflow } from './n8nClient';

const PACKAGE = 'n8n-nodes-microsoft-graph-app-only';
const TYPE = 'microsoftGraphAppOnlyApi';
const ADELE = 'adelev@contoso.example';
const MEGAN = 'meganb@contoso.example';
/** A mailbox to which no picture sends a mail: its newest message is always the same. */
const QUIET = 'alexw@contoso.example';

const WIDE = { width: 1280, height: 640 };
const HIGH = { width: 1280, height: 800 };

interface Stage extends Servers {
	client: N8nClient;
	editor: EditorWindow;
	/** A credential that works. */
	credential: { id: string; name: string };
}

/** How each picture is taken, by its name. Each is independent of the others. */
const scenes: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
	workflow,
	credential: async (stage) => await credential(stage, stage.credential.id, true),
	'credential-refused': refusedCredential,
	actions,
	trigger,
	error,
	agent,
};

/**
 * Takes pictures, into the folder `results` of the servers.
 *
 * @param wanted their names; all of them when empty
 * @param each runs the taking of one picture
 * @returns the names of those that were taken
 * @throws {Error} when there is no such picture, or a page doesn't show what a picture needs; what it shows then is
 *   in `failed.png`
 */
export async function takePictures(
	servers: Servers,
	wanted: readonly string[],
	each: (name: string, take: () => Promise<void>) => Promise<void>,
): Promise<string[]> {
	const names = wanted.length === 0 ? Object.keys(scenes) : [...new Set(wanted)];
	const unknown = names.find((name) => !(name in scenes));
	if (unknown !== undefined)
		throw new Error(`There's no picture "${unknown}". There are: ${Object.keys(scenes).join(', ')}.`);
	const { n8n, simulator } = servers;
	const client = await signInToN8n(n8n.url, n8n.owner);
	const contoso = await client.saveCredential('Contoso', TYPE, simulatorCredential(simulator));
	const editor = await openEditor(servers);
	try {
		for (const name of names) {
			await each(
				name,
				async () => await scenes[name]({ ...servers, client, editor, credential: contoso }),
			).catch(async (error: Error) => {
				await editor.picture('failed');
				throw new Error(`${name}.png couldn't be taken: ${error.message}`, { cause: error });
			});
		}
	} finally {
		await editor.close();
	}
	return names;
}

/** The example after it ran. */
async function workflow({ client, editor, credential, n8n }: Stage): Promise<void> {
	const file = join(__dirname, '..', 'examples', 'get-user-list-messages-send-mail.json');
	const example = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
	const id = await client.saveWorkflow(withCredential(example, PACKAGE, TYPE, credential));
	await editor.page.setViewportSize(WIDE);
	await editor.page.goto(`${n8n.url}/workflow/${id}`);
	await executeWorkflow(editor.page, 4);
	await untilQuiet(editor);
	await editor.picture('workflow');
}

/** A credential that n8n has tested, down to its secret: what follows names the simulator's ports. */
async function credential({ editor, n8n }: Stage, id: string, works: boolean): Promise<void> {
	const { page } = editor;
	await page.setViewportSize(HIGH);
	const { form, outcome } = await openCredential(page, n8n.url, id);
	if (outcome.connected !== works) throw new Error(`n8n says of the credential: ${outcome.text}`);
	const modal = page.getByTestId('editCredential-modal');
	await withoutChance(modal);
	await editor.picture(works ? 'credential' : 'credential-refused', {
		of: modal,
		downTo: modal.getByTestId(`parameter-input-${works ? 'clientSecret' : 'authentication'}`),
	});
	await form.close();
}

/** What a person sees who entered the ID of a secret instead of its value. */
async function refusedCredential(stage: Stage): Promise<void> {
	const { id } = await stage.client.saveCredential('Contoso, wrong secret', TYPE, {
		...simulatorCredential(stage.simulator),
		clientSecret: 'not-the-secret-of-this-app',
	});
	await credential(stage, id, false);
}

/** The node's actions, as a person finds them. */
async function actions({ editor, n8n }: Stage): Promise<void> {
	await editor.page.setViewportSize(HIGH);
	await newWorkflow(editor.page, n8n.url);
	const panel = await openActions(editor.page, 'Microsoft Graph');
	await editor.picture('actions', { of: panel });
}

/** The trigger's fields, and what a test event looks like. */
async function trigger({ client, editor, credential, n8n }: Stage): Promise<void> {
	await editor.page.setViewportSize(HIGH);
	const node = graphTrigger(credential, {
		...inbox,
		mailbox: byId(QUIET),
		mode: 'polling',
	});
	const id = await client.saveWorkflow(workflowOf('New mail', [node, passOn]));
	await editor.page.goto(`${n8n.url}/workflow/${id}`);
	await openNode(editor.page, triggerName);
	const output = await executeStep(editor.page);
	await output.getByTestId('radio-button-schema').click();
	await untilQuiet(editor);
	await editor.picture('trigger');
}

/** What an app without the permission sees. */
async function error({ client, editor, n8n, simulator }: Stage): Promise<void> {
	const clientId = await controlOf(simulator).registerApp(['Mail.Send']);
	const limited = await client.saveCredential('Contoso, sends only', TYPE, {
		...simulatorCredential(simulator),
		clientId,
	});
	const node = graphNode('List messages', limited, {
		resource: 'message',
		operation: 'getAll',
		mailbox: byId(ADELE),
	});
	const id = await client.saveWorkflow(workflowOf('A missing permission', [manualTrigger, node]));
	await editor.page.setViewportSize(HIGH);
	await editor.page.goto(`${n8n.url}/workflow/${id}`);
	await openNode(editor.page, node.name);
	const output = await executeStep(editor.page);
	await output.getByTestId('node-error-message').waitFor();
	await untilQuiet(editor);
	await withoutChance(output);
	await editor.picture('error');
}

/** An agent that found a user and sent a mail, with the node as its tools. */
async function agent({ client, editor, credential, n8n }: Stage): Promise<void> {
	const model = await startScriptedModel([
		() => [{ id: 'user', tool: 'Get_user', arguments: { user: MEGAN } }],
		() => [
			{ id: 'mail', tool: 'Send_mail', arguments: { to: MEGAN, subject: 'Hello', body: 'Hello, Megan' } },
		],
		() => 'Megan has the mail.',
	]);
	try {
		const openAi = await client.saveCredential('Scripted model', 'openAiApi', {
			apiKey: 'not-needed',
			url: model.url,
		});
		const user = byId(fromModel('user', 'Address or ID of the user'));
		const mail = {
			toRecipients: fromModel('to', 'Address that the mail goes to'),
			subject: fromModel('subject', 'Subject of the mail'),
			bodyContent: fromModel('body', 'Text of the mail'),
		};
		const id = await client.saveWorkflow(
			agentWorkflow(openAi, [
				toolNode('Get user', credential, { resource: 'user', operation: 'get', userId: user }),
				toolNode('Send mail', credential, {
					resource: 'message',
					operation: 'send',
					mailbox: byId(ADELE),
					...mail,
				}),
			]),
		);
		await editor.page.setViewportSize(WIDE);
		await editor.page.goto(`${n8n.url}/workflow/${id}`);
		await executeWorkflow(editor.page, 5);
		await untilQuiet(editor);
		await editor.picture('agent');
	} finally {
		await model.close();
	}
}

/** After a run: waits for n8n's notification of its end, closes it, and waits until it's gone. */
async function untilQuiet({ page }: EditorWindow): Promise<void> {
	const notification = page.locator('.el-notification').first();
	await notification.waitFor({ timeout: 5_000 }).catch(() => undefined);
	// It may go by itself at this very moment.
	const close = notification.locator('.el-notification__closeBtn');
	await close.click({ timeout: 2_000 }).catch(() => undefined);
	await notification.waitFor({ state: 'hidden' });
}

/** Puts fixed IDs and times where those of an error stand, which differ each time. */
async function withoutChance(part: Locator): Promise<void> {
	const texts = part.getByText(/(trace|correlation|request) ID/);
	for (const text of await texts.all()) {
		await text.evaluate((element: { textContent: string }) => {
			element.textContent = element.textContent
				.replace(/(?<= ID )[\da-f-]{36}(?=,)/g, '33333333-3333-4333-8333-333333333333')
				.replace(/\d{4}-\d\d-\d\d(?=[ T]\d\d:)/g, '2026-01-15')
				.replace(/(?<=\d[ T])\d\d:\d\d:\d\d/g, '09:30:00');
		});
	}
}
