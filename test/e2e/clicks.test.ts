import type { Page } from 'playwright-core';
import { request } from 'undici';
import { simulatorCredential } from '../../scripts/demo';
import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { openEditor, type EditorWindow } from './support/browser';
import { addAction, chooseCredential, executeStep } from './support/canvas';
import { handOn, watchClicks, type Hand } from './support/clicks';
import { controlOf } from './support/control';
import { servers } from './support/servers';
import { manualTrigger, workflowOf, type NodeParts } from './support/workflows';

/*
 * How many clicks a task takes in n8n's editor, from a workflow on the canvas to a node that's ready to run: with this
 * package's node, which then runs against the simulator, and with n8n's own Microsoft Outlook, which can't sign in there
 * and isn't run. Both are filled in by the same hand. A field that's typed in costs the click into it, ours for the
 * mailbox too, which a user who has signed in doesn't need.
 */

jest.setTimeout(480_000);

const OURS = 'Microsoft Graph';
const THEIRS = 'Microsoft Outlook';
const mailbox = 'adelev@contoso.example';
const all = servers();
const { n8n, simulator } = all;
const control = controlOf(simulator);
let client: N8nClient;
let editor: EditorWindow;
let credentials: Record<string, string>;

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	await client.saveCredential('Clicks', 'microsoftGraphAppOnlyApi', simulatorCredential(simulator));
	await client.saveCredential('Clicks in Outlook', 'microsoftOutlookOAuth2Api', { clientId: 'not-used' });
	credentials = { [OURS]: 'Clicks', [THEIRS]: 'Clicks in Outlook' };
	editor = await openEditor(all);
	await watchClicks(editor.page);
});
afterAll(async () => await editor?.close());

/** An item with a file. */
const withFile: NodeParts = {
	name: 'File',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `return [{ json: {}, binary: { data: { data: '${Buffer.from('the report').toString('base64')}', mimeType: 'text/plain', fileName: 'report.txt' } } }];`,
	},
};

/** The clicks for one node, from a workflow that ends with `last` to a node that's ready to run. */
async function clicksFor(
	node: string,
	action: string,
	before: NodeParts[],
	fill: (hand: Hand, page: Page) => Promise<void>,
): Promise<number> {
	const { page } = editor;
	const nodes = [manualTrigger, ...before];
	const id = await client.saveWorkflow(workflowOf(`Clicks: ${node}: ${action}`, nodes));
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-handle-plus').first().waitFor();
	const hand = await handOn(page);
	await addAction(page, node, action);
	await hand.uncounted(async () => await chooseCredential(page, credentials[node]));
	await fill(hand, page);
	return await hand.clicks();
}

async function compare(task: string, ours: number, theirs: number): Promise<void> {
	process.stdout.write(`clicks to ${task}: ${OURS} ${ours}, ${THEIRS} ${theirs}\n`);
	await editor.picture(`clicks-${task.replace(/\W+/g, '-')}`);
	expect(ours).toBeLessThan(theirs);
}

async function deliver(message: object): Promise<{ id: string; immutableId: string }> {
	const { statusCode, body } = await request(`${simulator.controlUrl}/users/${mailbox}/messages`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(message),
	});
	expect(statusCode).toBe(200);
	return (await body.json()) as { id: string; immutableId: string };
}

const sentWith = async (subject: string) =>
	(await control.messages(mailbox, 'sentitems')).filter((message) => message.subject === subject);

test('a mail with an attachment is sent with fewer clicks than in n8n’s Outlook node', async () => {
	const theirs = await clicksFor(THEIRS, 'Send a message', [withFile], async (hand) => {
		await hand.fillIn('toRecipients', 'alexw@contoso.example');
		await hand.fillIn('subject', 'With a file');
		await hand.fillIn('bodyContent', 'See the report.');
		await hand.add('Add Field', 'Attachments');
		await hand.click(editor.page.getByTestId('ndv').getByText('Add Attachment', { exact: true }));
		await hand.fillIn('binaryPropertyName', 'data');
	});
	const ours = await clicksFor(OURS, 'Send message', [withFile], async (hand) => {
		await hand.fillInLocator('mailbox', mailbox);
		await hand.fillIn('toRecipients', 'alexw@contoso.example');
		await hand.fillIn('subject', 'With a file');
		await hand.fillIn('bodyContent', 'See the report.');
		await hand.fillIn('attachments', 'data');
	});
	const output = await executeStep(editor.page);
	expect(await output.innerText()).toContain('1 item');
	expect(await sentWith('With a file')).toMatchObject([{ attachments: [{ name: 'report.txt' }] }]);
	await compare('send a mail with an attachment', ours, theirs);
});

test('unread messages come with their files with fewer clicks', async () => {
	await deliver({
		subject: 'Unread with a file',
		isRead: false,
		attachments: [{ name: 'new.txt', content: 'new' }],
	});
	const theirs = await clicksFor(THEIRS, 'Get many messages', [], async (hand, page) => {
		await hand.click(page.getByTestId('ndv').getByText('Add Filters', { exact: true }));
		await hand.add('Add Filter', 'Read Status');
		await hand.add('Add option', 'Download Attachments');
		await hand.turnOn('downloadAttachments');
	});
	const ours = await clicksFor(OURS, 'Get many messages', [], async (hand) => {
		await hand.fillInLocator('mailbox', mailbox);
		await hand.add('Add Filter', 'Read Status');
		await hand.add('Add Option', 'Download Attachments');
	});
	const output = await executeStep(editor.page);
	const text = await output.innerText();
	// The panel shows the files of what it found.
	expect(text).toContain('new.txt');
	await compare('get unread messages with their files', ours, theirs);
});

test('a message is replied to with fewer clicks', async () => {
	const { immutableId } = await deliver({ subject: 'A question', from: 'alexw@contoso.example' });
	const theirs = await clicksFor(THEIRS, 'Reply to a message', [], async (hand, page) => {
		// Another node gives the ID of the message: it's seldom one of the list.
		await hand.click(page.getByTestId('resource-locator-messageId').getByTestId('rlc-mode-selector'));
		await hand.click(page.getByTestId('mode-id').locator('visible=true'));
		await hand.fillInLocator('messageId', immutableId);
		await hand.fillIn('message', 'An answer.');
	});
	const ours = await clicksFor(OURS, 'Reply to message', [], async (hand) => {
		await hand.fillInLocator('mailbox', mailbox);
		await hand.fillIn('messageId', immutableId);
		await hand.fillIn('comment', 'An answer.');
	});
	const output = await executeStep(editor.page);
	expect(await output.innerText()).toContain('1 item');
	expect(await sentWith('Re: A question')).toHaveLength(1);
	await compare('reply to a message', ours, theirs);
});
