import { escapeHtml, htmlBelow, htmlOf } from '../../../../shared/fields/html';
import type { ResponseRequest } from './request';

/** A button of the mail. */
interface Button {
	label: string;
	url: string;
	isMain: boolean;
}

/** What the URL of a button has in addition, where the mail has buttons for different responses. */
export const approvedQuery = 'approved';

/**
 * The HTML body of the mail: the message, and the buttons below.
 * @param message text or HTML
 * @param resumeUrl the signed URL that resumes the execution, with a query
 */
export function mailBody(
	message: string,
	{ ask }: ResponseRequest,
	resumeUrl: (query: Record<string, string>) => string,
): string {
	const buttons: Button[] =
		ask.kind === 'approval'
			? ask.choices.map(({ approved, label }) => ({
					label,
					url: resumeUrl({ [approvedQuery]: String(approved) }),
					isMain: approved,
				}))
			: [{ label: ask.openLabel, url: resumeUrl({}), isMain: true }];
	return htmlBelow(tableOf(buttons), htmlOf(message));
}

// Tables and inline styles, because Outlook for Windows shows little else.
function tableOf(buttons: readonly Button[]): string {
	const cells = buttons.map(buttonOf).join('<td style="width:12px">&nbsp;</td>');
	return `<br><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${cells}</tr></table>`;
}

function buttonOf({ label, url, isMain }: Button): string {
	const [background, color] = isMain ? ['#0f6cbd', '#ffffff'] : ['#ffffff', '#242424'];
	const cell = `background:${background};border:1px solid ${isMain ? background : '#8a8886'};border-radius:4px`;
	const link = `display:inline-block;padding:10px 20px;font-family:Segoe UI,Arial,sans-serif;font-size:14px;color:${color};text-decoration:none`;
	return `<td style="${cell}"><a href="${escapeHtml(url)}" target="_blank" style="${link}">${escapeHtml(label)}</a></td>`;
}
