import { join } from 'node:path';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import type { Servers } from './servers';

const ARGUMENTS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const FADE_MS = 1_000;

export interface EditorWindow {
	page: Page;
	/**
	 * Keeps a picture of the window, or of a part of it.
	 * @param part undefined: all of the window
	 * @throws {Error} when the page doesn't show that part
	 */
	picture(name: string, part?: Part): Promise<void>;
	close(): Promise<void>;
}

export interface Part {
	/** What the picture shows. */
	of: Locator;
	/** The lowest thing within it that the picture shows; all of it unless given. */
	downTo?: Locator;
}

/** Opens n8n's editor in Chromium and signs in as a person does. */
export async function openEditor({ n8n, chromium: executablePath, results }: Servers): Promise<EditorWindow> {
	selectors.setTestIdAttribute('data-test-id');
	const browser: Browser = await chromium.launch({ executablePath, args: ARGUMENTS });
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		locale: 'en-US',
		timezoneId: 'UTC',
	});
	// The editor asks the npm registry about the packages of community nodes.
	await context.route(
		(url) => !['localhost', '127.0.0.1'].includes(url.hostname),
		(route) => route.abort(),
	);
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	await page.goto(`${n8n.url}/signin`);
	await page.locator('input[type=email]').fill(n8n.owner.email);
	await page.locator('input[type=password]').fill(n8n.owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/\/(home|workflow|projects)/);
	return {
		page,
		async picture(name, part) {
			// No button shows that the pointer is on it.
			await page.mouse.move(0, 0);
			// Until panels have faded in and buttons have their words again.
			await page.waitForTimeout(FADE_MS);
			const clip = part && (await boxOf(part));
			await page.screenshot({ path: join(results, `${name}.png`), animations: 'disabled', clip });
		},
		close: async () => await browser.close(),
	};
}

const MARGIN = 16;

async function boxOf({ of, downTo }: Part) {
	const box = await visibleBox(of);
	if (!downTo) return box;
	const lowest = await visibleBox(downTo);
	return { ...box, height: Math.min(box.height, lowest.y + lowest.height + MARGIN - box.y) };
}

async function visibleBox(locator: Locator) {
	await locator.waitFor();
	const box = await locator.boundingBox();
	if (!box) throw new Error(`The page doesn't show ${String(locator)}.`);
	return box;
}
