import type { Page } from 'playwright-core';
import { simulatorCredential } from '../../scripts/demo';
import { signInToN8n, type N8nClient } from '../../scripts/n8nClient';
import { openEditor, type EditorWindow } from './support/browser';
import { openNode } from './support/canvas';
import { servers } from './support/servers';
import { graphNode, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(120_000);

const OURS = 'Microsoft Graph';
const THEIRS = 'Microsoft Outlook';
const OPENINGS = 11;
const LIMIT = 1.3;
/** What the page still does after a node was opened or closed is no part of the next opening. */
const SETTLE_MS = 200;

const all = servers();
const { n8n, simulator } = all;
let client: N8nClient;
let editor: EditorWindow;

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
	editor = await openEditor(all);
});

afterAll(async () => await editor?.close());

test('the node opens in the editor as fast as a node of n8n', async () => {
	const { page } = editor;
	const credential = await client.saveCredential(
		'Contoso',
		'microsoftGraphAppOnlyApi',
		simulatorCredential(simulator),
	);
	const outlook = await outlookCredentials();
	const id = await client.saveWorkflow(
		workflowOf('Speed of the editor', [
			manualTrigger,
			graphNode(OURS, credential, { resource: 'user', operation: 'getAll' }),
			{
				name: THEIRS,
				type: 'n8n-nodes-base.microsoftOutlook',
				typeVersion: 2,
				parameters: { resource: 'message', operation: 'getAll' },
				credentials: { microsoftOutlookOAuth2Api: outlook },
			},
		]),
	);
	await page.goto(`${n8n.url}/workflow/${id}`);
	await watchOpenings(page);
	// The first openings load the editor's parts; they are not counted.
	for (const name of [THEIRS, OURS]) await timeToOpen(page, name);
	await openNode(page, OURS);
	await editor.picture('node-with-all-operations');
	await closeNode(page);

	let ratio = await measure(page);
	// Once more, lest something else that the machine does decides.
	if (ratio > LIMIT) ratio = Math.min(ratio, await measure(page));
	expect(ratio).toBeLessThanOrEqual(LIMIT);
});

/** As many as there are of ours, from other tests: the panel lists them all. */
async function outlookCredentials(): Promise<Awaited<ReturnType<N8nClient['saveCredential']>>> {
	const stored = await client.call<Array<{ type: string }>>('GET', '/credentials');
	const count = stored.filter(({ type }) => type === 'microsoftGraphAppOnlyApi').length;
	const save = async (name: string) =>
		await client.saveCredential(name, 'microsoftOutlookOAuth2Api', { clientId: 'not-used' });
	for (let one = 1; one < count; one++) await save(`Outlook ${one}`);
	return await save('Outlook');
}

/** Opens both nodes in turn, prints the medians, and returns how much longer ours takes. */
async function measure(page: Page): Promise<number> {
	const times: Record<string, number[]> = { [OURS]: [], [THEIRS]: [] };
	for (let opening = 0; opening < OPENINGS; opening++) {
		for (const name of opening % 2 === 0 ? [OURS, THEIRS] : [THEIRS, OURS])
			times[name].push(await timeToOpen(page, name));
	}
	const [ours, theirs] = [median(times[OURS]), median(times[THEIRS])];
	const ratio = ours / theirs;
	process.stdout.write(
		`opening a node in the editor, median of ${OPENINGS}: ` +
			`${OURS} ${ours.toFixed(0)} ms, ${THEIRS} ${theirs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}\n`,
	);
	return ratio;
}

/** Runs in the page: what drives the browser would add its own time. */
const takeTimes = `
	const shown = (field) =>
		document.querySelector('[data-test-id="ndv"] [data-test-id="parameter-input-' + field + '"]') !== null;
	document.addEventListener('dblclick', ({ timeStamp }) => {
		const look = () => {
			if (!['resource', 'operation', 'returnAll'].every(shown)) return requestAnimationFrame(look);
			// By then the frame with the fields is painted, and the page does again what it is asked.
			requestAnimationFrame(() => setTimeout(() => { window.opened = performance.now() - timeStamp; }));
		};
		look();
	}, { capture: true });`;

async function watchOpenings(page: Page): Promise<void> {
	await page.addInitScript({ content: takeTimes });
	await page.reload();
}

/** From the double click on a node of the canvas until its fields are there and can be used, in ms. */
async function timeToOpen(page: Page, name: string): Promise<number> {
	await page.evaluate('window.opened = undefined');
	await openNode(page, name);
	const opened = await page.waitForFunction('window.opened');
	const time = Number(await opened.jsonValue());
	await page.waitForTimeout(SETTLE_MS);
	await closeNode(page);
	return time;
}

async function closeNode(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.getByTestId('ndv').waitFor({ state: 'hidden' });
	await page.waitForTimeout(SETTLE_MS);
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
