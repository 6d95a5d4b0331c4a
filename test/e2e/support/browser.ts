import { join } from 'node:path';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';
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
	/** Keeps a picture of the window. */
	picture(name: string): Promise<void>;
	close(): Promise<void>;
}

/** Opens n8n's editor in Chromium and signs in as a person does. */
export async function openEditor({ n8n, chromium: executablePath, results }: Servers): Promise<EditorWindow> {
	selectors.setTestIdAttribute('data-test-id');
	const browser: Browser = await chromium.launch({ executablePath, args: ARGUMENTS });
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
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
		async picture(name) {
			// Until panels have faded in and buttons have their words again.
			await page.waitForTimeout(FADE_MS);
			await page.screenshot({ path: join(results, `${name}.png`), animations: 'disabled' });
		},
		close: async () => await browser.close(),
	};
}
