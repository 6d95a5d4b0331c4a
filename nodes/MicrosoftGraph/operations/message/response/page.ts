import { escapeHtml } from '../../../../shared/fields/html';
import type { FormField, ResponseRequest } from './request';

/** The headers of each page: it has no scripts, isn't stored or framed, and keeps its URL to itself. */
export const pageHeaders: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'same-origin',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex, nofollow',
};

const style =
	'body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;background:#f5f5f5;color:#242424;margin:0;padding:24px}' +
	'main{max-width:560px;margin:5vh auto;background:#fff;border-radius:8px;padding:32px;box-shadow:0 2px 8px #0002}' +
	'h1{font-size:20px;margin:0 0 16px;overflow-wrap:anywhere}p{white-space:pre-wrap;overflow-wrap:anywhere}' +
	'label,legend{display:block;font-weight:600;margin:16px 0 4px}label.one{font-weight:400;margin:4px 0}fieldset{border:0;margin:0;padding:0}' +
	'input:not([type=checkbox]),textarea,select{width:100%;box-sizing:border-box;font:inherit;padding:8px;border:1px solid #8a8886;border-radius:4px}' +
	'textarea{min-height:120px}button{font:inherit;margin-top:24px;padding:10px 20px;border:0;border-radius:4px;background:#0f6cbd;color:#fff;cursor:pointer}' +
	'.error{color:#b10e1c;font-weight:600}';

/** A page of its own. */
function page(title: string, content: string): string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${content}</main></body></html>`;
}

/**
 * The page that a button of the mail opens. Opening it decides nothing, since mail scanners and previews open links
 * too; sending its form does.
 * @param approved what the button stands for; only for an approval
 * @param given what was entered before, by the names of the inputs
 * @param errors what is wrong with it
 */
export function askingPage(
	{ title, description, ask }: ResponseRequest,
	approved: boolean,
	given: Readonly<Record<string, readonly string[]>> = {},
	errors: readonly string[] = [],
): string {
	const label =
		ask.kind === 'form'
			? ask.submitLabel
			: (ask.choices.find((choice) => choice.approved === approved)?.label ?? '');
	const fields =
		ask.kind === 'form' ? ask.fields.map((field, index) => inputOf(field, index, given)).join('') : '';
	const head = `<h1>${escapeHtml(title)}</h1>${description === '' ? '' : `<p>${escapeHtml(description)}</p>`}`;
	const wrong = errors.map((error) => `<p class="error" role="alert">${escapeHtml(error)}</p>`).join('');
	// n8n takes custom forms only as multipart.
	const type = ask.kind === 'form' ? ' enctype="multipart/form-data"' : '';
	// Without an action, a form is sent to the page's own URL, with its signature.
	return page(
		title,
		`${head}${wrong}<form method="post"${type}>${fields}<button type="submit">${escapeHtml(label)}</button></form>`,
	);
}

/** The page after a response. */
export const donePage = (): string =>
	page('Response recorded', '<h1>Thank you</h1><p>Your response was recorded. You can close this page.</p>');

/** The page for a button that the message no longer has. */
export const unknownPage = (): string =>
	page(
		'Not available',
		'<h1>This response is no longer available</h1><p>Nothing was recorded. Contact the sender of the message.</p>',
	);

/** The page when the form couldn't be made. */
export const failedPage = (): string =>
	page(
		'Not available',
		"<h1>This page can't be shown</h1><p>Nothing was recorded. Try again later, or contact the sender of the message.</p>",
	);

/** The name of the input of a form's field. */
export const inputName = (index: number): string => `field-${index}`;

function inputOf(
	{ label, type, choices, required }: FormField,
	index: number,
	given: Readonly<Record<string, readonly string[]>>,
): string {
	const name = inputName(index);
	const [text] = escapeHtmlEach(given[name] ?? ['']);
	const chosen = given[name] ?? [];
	const must = required ? ' required' : '';
	const shown = `${escapeHtml(label)}${required ? ' *' : ''}`;
	if (type === 'checkboxes') {
		const boxes = choices.map(
			(choice) =>
				`<label class="one"><input type="checkbox" name="${name}" value="${escapeHtml(choice)}"${chosen.includes(choice) ? ' checked' : ''}> ${escapeHtml(choice)}</label>`,
		);
		return `<fieldset><legend>${shown}</legend>${boxes.join('')}</fieldset>`;
	}
	const before = `<label for="${name}">${shown}</label>`;
	if (type === 'dropdown') {
		const entries = choices.map(
			(choice) =>
				`<option value="${escapeHtml(choice)}"${chosen.includes(choice) ? ' selected' : ''}>${escapeHtml(choice)}</option>`,
		);
		return `${before}<select id="${name}" name="${name}"${must}><option value=""></option>${entries.join('')}</select>`;
	}
	// The first line break of a text area isn't part of its text.
	if (type === 'textarea')
		return `${before}<textarea id="${name}" name="${name}"${must}>\n${text ?? ''}</textarea>`;
	const step = type === 'number' ? ' step="any"' : '';
	return `${before}<input id="${name}" name="${name}" type="${type}" value="${text ?? ''}"${step}${must}>`;
}

const escapeHtmlEach = (texts: readonly string[]): string[] => texts.map((text) => escapeHtml(text));
