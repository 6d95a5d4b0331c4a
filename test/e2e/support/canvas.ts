import type { Locator, Page } from 'playwright-core';

/** Opens a new workflow and puts a manual trigger on its canvas. */
export async function newWorkflow(page: Page, n8nUrl: string): Promise<void> {
	const add = async () => {
		await page.goto(`${n8nUrl}/workflow/new`);
		await page.getByTestId('canvas-add-button').first().click();
		await addFromSearch(page, 'Trigger manually', 20_000);
	};
	// As it loads, the editor may close what was opened too soon: a person opens it again.
	await add().catch(add);
	await page.getByTestId('canvas-trigger-node').waitFor();
}

/** Opens the actions of a node, to be added behind what is on the canvas. Returns the panel that lists them. */
export async function openActions(page: Page, node: string): Promise<Locator> {
	await page.getByTestId('canvas-handle-plus').first().click();
	await page.getByTestId('node-creator').getByTestId('node-creator-search-bar').waitFor();
	await addFromSearch(page, node);
	return page.getByTestId('node-creator');
}

/** Adds one action of a node behind what is on the canvas, which opens the node. */
export async function addAction(page: Page, node: string, action: string): Promise<void> {
	const actions = await openActions(page, node);
	await actions.getByText(action, { exact: true }).click();
	await page.getByTestId('ndv').waitFor();
}

/** @param timeout in ms; the page's own unless told */
async function addFromSearch(page: Page, name: string, timeout?: number): Promise<void> {
	const creator = page.getByTestId('node-creator');
	const entry = creator.getByTestId('node-creator-item-name').filter({ hasText: exactly(name) });
	const search = creator.getByTestId('node-creator-search-bar');
	if (await search.isVisible()) await search.fill(name);
	await entry.first().click({ timeout });
}

const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** Chooses a credential in the open node. */
export async function chooseCredential(page: Page, name: string): Promise<void> {
	await page.getByTestId('node-credentials-select').click();
	await page
		.locator('[data-test-id^="node-credentials-select-item-"]')
		.filter({ hasText: name })
		.first()
		.click();
}

/** Chooses an entry "From List" in the open node, by searching for it. */
export async function chooseFromList(page: Page, parameter: string, entry: string): Promise<void> {
	await page.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
	await page.getByTestId('rlc-search').locator('visible=true').fill(entry);
	await page.getByTestId('rlc-item').filter({ hasText: entry }).first().click();
}

/** Runs the open node, and waits until its output or its error is shown. Returns the panel. */
export async function executeStep(page: Page): Promise<Locator> {
	await page.getByTestId('node-execute-button').click();
	const output = page.getByTestId('output-panel');
	await output
		.getByTestId('ndv-items-count')
		.or(output.getByTestId('node-error-view'))
		.or(output.getByTestId('node-error-message'))
		.first()
		.waitFor();
	return output;
}

/** Runs the workflow on the canvas by its button and waits until this many nodes have succeeded. */
export async function executeWorkflow(page: Page, nodes: number): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page
		.getByTestId('canvas-node-status-success')
		.nth(nodes - 1)
		.waitFor();
}

/** Opens a node of the canvas. */
export async function openNode(page: Page, name: string): Promise<void> {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	await page.getByTestId('ndv').waitFor();
}
