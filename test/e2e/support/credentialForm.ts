import type { Locator, Page } from 'playwright-core';
import type { CredentialTest } from '../../../scripts/n8nClient';

const TYPING_PAUSE_MS = 400;

/** What n8n says on screen about a credential that it has tested. */
export interface TestOutcome {
	connected: boolean;
	text: string;
}

export interface CredentialForm {
	/** Types a value into a text field. */
	fill(field: string, value: string): Promise<void>;
	/** Chooses an entry of a list field. */
	choose(field: string, entry: string): Promise<void>;
	/** Shows the settings that few need, unless they are shown. */
	showMore(): Promise<void>;
	/** Saves, which tests too, and waits for the outcome of the test: all that is said about it on screen. */
	save(): Promise<TestOutcome>;
	/** Closes the form. */
	close(): Promise<void>;
}

/** Opens the form of a new credential, as a person finds it from n8n's overview. */
export async function newCredentialForm(page: Page, n8nUrl: string, type: string): Promise<CredentialForm> {
	await page.goto(`${n8nUrl}/home/credentials`);
	await page.getByTestId('add-resource-credential').first().click();
	const search = page.getByTestId('new-credential-type-select').locator('input').first();
	await search.click();
	await search.fill(type);
	await page.getByTestId('new-credential-type-select-option').filter({ hasText: type }).first().click();
	await page.getByTestId('new-credential-type-button').click();
	return credentialForm(page);
}

/** Opens a credential that n8n has, which tests it, and waits for the outcome. No other one may be open. */
export async function openCredential(
	page: Page,
	n8nUrl: string,
	id: string,
): Promise<{ form: CredentialForm; outcome: TestOutcome }> {
	const tested = testOutcome(page);
	await page.goto(`${n8nUrl}/home/credentials/${id}`);
	return { form: credentialForm(page), outcome: await tested };
}

/** Waits for the next test of the open credential, and for what is said about it. */
async function testOutcome(page: Page): Promise<TestOutcome> {
	const modal = page.getByTestId('editCredential-modal');
	const succeeded = modal.getByText('Connection tested successfully');
	const failed = modal.getByText('Couldn’t connect with these settings');
	const answer = await page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test'));
	const { data } = (await answer.json()) as { data: CredentialTest };
	// The outcome of the test before may still stand there.
	const connected = data.status === 'OK';
	await (connected ? succeeded : failed).first().waitFor();
	const details = modal.getByText('More details');
	if (!connected && (await details.isVisible())) await details.click();
	return { connected, text: await modal.innerText() };
}

function credentialForm(page: Page): CredentialForm {
	const modal = page.getByTestId('editCredential-modal');
	const input = (field: string): Locator =>
		modal.getByTestId(`parameter-input-${field}`).locator('input').first();
	return {
		async fill(field, value) {
			await input(field).fill(value);
			await page.keyboard.press('Tab');
			// The form takes a value over once the typing has paused.
			await page.waitForTimeout(TYPING_PAUSE_MS);
		},
		async choose(field, entry) {
			await input(field).click();
			await page.getByRole('option', { name: entry }).first().click();
		},
		async showMore() {
			const toggle = modal.getByTestId('parameter-input-moreSettings');
			if (await toggle.getByRole('switch').isChecked()) return;
			await toggle.locator('.el-switch').click();
		},
		async save() {
			const tested = testOutcome(page);
			await page.getByTestId('credential-save-button').getByRole('button').click();
			return await tested;
		},
		async close() {
			await page.keyboard.press('Escape');
			await modal.waitFor({ state: 'hidden' });
		},
	};
}
