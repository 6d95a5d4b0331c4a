import { openEditor, type EditorWindow } from './support/browser';
import { newWorkflow } from './support/canvas';
import { servers } from './support/servers';

jest.setTimeout(240_000);

const all = servers();
let editor: EditorWindow;

beforeAll(async () => {
	editor = await openEditor(all);
});
afterAll(async () => await editor?.close());

/** What people type who look for what this package does. */
const words = [
	'microsoft graph',
	'office 365',
	'm365',
	'entra',
	'azure ad',
	'active directory',
	'exchange',
	'outlook',
	'outlook app only',
	'email',
	'send email microsoft',
	'shared mailbox',
	'service principal',
	'sharepoint',
	'onedrive',
	'teams',
	'excel',
	'intune',
	'planner',
];

test('the node is found by the words that people look for it with', async () => {
	const { page } = editor;
	await newWorkflow(page, all.n8n.url);
	await page.getByTestId('canvas-handle-plus').first().click();
	const creator = page.getByTestId('node-creator');
	await creator.waitFor();
	const search = creator.getByTestId('node-creator-search-bar');
	const found: Record<string, number> = {};
	for (const word of words) {
		await search.fill(word);
		await page.waitForTimeout(400);
		const names = await creator.getByTestId('node-creator-item-name').allInnerTexts();
		found[word] = names.findIndex((name) => name.trim() === 'Microsoft Graph') + 1;
		if (word === 'service principal') await editor.picture('search-service-principal');
	}
	process.stdout.write(`place in the results: ${JSON.stringify(found)}\n`);
	expect(Object.entries(found).filter(([, place]) => place === 0)).toEqual([]);
});
