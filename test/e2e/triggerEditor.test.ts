import { randomUUID } from 'node:crypto';
import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { openEditor, type EditorWindow } from './support/browser';
import { openNode } from './support/canvas';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { servers } from './support/servers';
import {
	activeWorkflow,
	graphTrigger,
	inbox,
	mailbox,
	outcomeOf,
	passOn,
	triggerName,
} from './support/triggers';
import { until } from './support/until';
import { workflowOf } from './support/workflows';

jest.setTimeout(300_000);

const graph = useSimulator();
const secret = madeUpSecret('right');
const all = servers();
const { n8n } = all;
let client: N8nClient;
let editor: EditorWindow;
let credential: { id: string; name: string };
beforeAll(async () => {
	graph.simulator.entra.app().secrets[0].value = secret;
	client = await signInToN8n(n8n.url, n8n.owner);
	const fields = graph.credential({ authentication: 'clientSecret', clientSecret: secret });
	credential = await client.saveCredential('Tenant of the trigger', 'microsoftGraphAppOnlyApi', fields);
	editor = await openEditor(all);
});
afterAll(async () => await editor?.close());

/** Opens the trigger of a new workflow that is not active. */
async function openTrigger(name: string, parameters: Record<string, unknown>): Promise<void> {
	const { page } = editor;
	const trigger = graphTrigger(credential, parameters);
	const id = await client.saveWorkflow(workflowOf(name, [trigger, passOn]));
	await page.goto(`${n8n.url}/workflow/${id}`);
	await openNode(page, triggerName);
}

const deliver = (subject: string) =>
	graph.simulator.events.deliverMessage(mailbox, { subject, from: 'megan@contoso.example' });

test('fetching a test event with Polling delivery gives the newest message at once', async () => {
	const { page } = editor;
	deliver('The newest');
	await openTrigger('Editor, polling', { ...inbox, mode: 'polling' });
	await editor.picture('trigger-polling');
	const begunAt = Date.now();
	await page.getByTestId('node-execute-button').click();
	const output = page.getByTestId('output-panel');
	await output.getByText('The newest').first().waitFor();
	console.log(`The test event came after ${Date.now() - begunAt} ms.`);
	await editor.picture('trigger-polling-event');
	// It waits for no poll.
	expect(Date.now() - begunAt).toBeLessThan(45_000);
});

test.each([
	['one event', ['created']],
	['all events, where Graph takes no second subscription', ['created', 'updated', 'deleted']],
])(
	'listening with Instant delivery gives the next change, and the active workflow keeps its subscription: %s',
	async (name, event) => {
		const { page } = editor;
		const active = await activeWorkflow({ url: n8n.url, client }, graph, `Active, ${name}`, {
			...inbox,
			event,
			clientSecret: secret,
		});
		const before = active.subscription();
		expect(before).toBeDefined();
		await openTrigger(`Editor, ${name}`, { ...inbox, event });
		await page.getByTestId('node-execute-button').click();
		const panel = page.getByTestId('ndv');
		await panel
			.getByText(/listening/i)
			.first()
			.waitFor();
		await editor.picture(`trigger-listening-${event.length}`);
		// n8n listens before it has told Graph.
		await until('the test has begun', async () => {
			const looks = graph.simulator.requests.filter(({ path }) => path.endsWith('/messages/delta')).length;
			return looks > 0 || undefined;
		});
		await page.waitForTimeout(2_000);
		const subject = `Listened to ${event.length}`;
		deliver(subject);
		await page.getByTestId('output-panel').getByText(subject).first().waitFor();
		await editor.picture(`trigger-heard-${event.length}`);

		expect(active.subscription()).toEqual(before);
		await until('the active workflow has it, too', async () => {
			const { items } = await outcomeOf(client, active.id);
			return items.some((item) => item.subject === subject) || undefined;
		});
		const { page: again } = editor;
		await again.keyboard.press('Escape');
	},
);

test('a missing permission is told when the workflow is activated', async () => {
	const { page } = editor;
	// An app that has no token yet.
	const { entra } = graph.simulator;
	const app = entra.register({ ...structuredClone(entra.app()), clientId: randomUUID(), roles: [] });
	const fields = graph.credential({
		authentication: 'clientSecret',
		clientId: app.clientId,
		clientSecret: secret,
	});
	const other = await client.saveCredential('App without permissions', 'microsoftGraphAppOnlyApi', fields);
	const trigger = graphTrigger(other, { ...inbox, mode: 'polling' });
	const id = await client.saveWorkflow(workflowOf('Without permissions', [trigger, passOn]));
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByRole('button', { name: 'Publish' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	// n8n tries some times before it says so.
	const refusal = page.getByText("The token doesn't have Mail.ReadBasic.All.");
	await refusal.waitFor({ timeout: 60_000 });
	await editor.picture('trigger-refused');
	expect(await refusal.innerText()).toMatch(/Add it to the app registration as an application permission/);
});
