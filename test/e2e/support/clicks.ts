import type { Locator, Page } from 'playwright-core';

/** Runs in the page: counts what a person's mouse does there, whichever helper moved it. */
const countPresses = `
	window.presses = 0;
	document.addEventListener('pointerdown', ({ isTrusted }) => { if (isTrusted) window.presses += 1; }, { capture: true });`;

/** A person with a mouse and a keyboard in n8n's editor, whose clicks are counted; typing isn't a click. */
export interface Hand {
	click(what: Locator): Promise<void>;
	/** Clicks into a field of the open node and types. */
	fillIn(parameter: string, text: string): Promise<void>;
	/** The same for a resource locator. */
	fillInLocator(parameter: string, text: string): Promise<void>;
	/** Adds an entry of a collection. @param button what its button says */
	add(button: string, entry: string): Promise<void>;
	/** Turns a switch on. */
	turnOn(parameter: string): Promise<void>;
	/** How many clicks so far. */
	clicks(): Promise<number>;
	/** Does something that isn't part of the task. */
	uncounted(work: () => Promise<void>): Promise<void>;
}

/** To be called before the page is opened. */
export async function watchClicks(page: Page): Promise<void> {
	await page.addInitScript({ content: countPresses });
}

/** A hand whose count starts now. */
export async function handOn(page: Page): Promise<Hand> {
	const node = page.getByTestId('ndv');
	const field = (parameter: string) => node.getByTestId(`parameter-input-${parameter}`);
	const pressed = async () => Number(await page.evaluate('window.presses'));
	let start = await pressed();
	const hand: Hand = {
		click: async (what) => await what.click(),
		async fillIn(parameter, text) {
			await hand.click(field(parameter).locator('input, textarea').first());
			await page.keyboard.insertText(text);
		},
		async fillInLocator(parameter, text) {
			await hand.click(node.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input'));
			await page.keyboard.insertText(text);
		},
		async add(button, entry) {
			await hand.click(node.getByPlaceholder(button, { exact: true }).last());
			await hand.click(
				page.getByTestId('collection-parameter-option').filter({ hasText: entry, visible: true }).first(),
			);
		},
		turnOn: async (parameter) => await hand.click(field(parameter).locator('.el-switch').first()),
		clicks: async () => (await pressed()) - start,
		async uncounted(work) {
			const before = await pressed();
			await work();
			start += (await pressed()) - before;
		},
	};
	return hand;
}
