import type { Recipient } from '@microsoft/microsoft-graph-types';

import { requestError } from '../../../graph/requestError';

/** Text in quotes or angle brackets stays together; commas and semicolons elsewhere separate. */
const entry = /(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,;"<>])+/g;

/**
 * Reads addresses that a person wrote: separated by commas or semicolons, each `address` or `Name <address>`.
 * @param text the field's value
 * @param label the field's name, for the error
 * @throws RequestError when one of them is no address
 */
export function readRecipients(text: string, label: string): Recipient[] {
	const parts = (text.match(entry) ?? []).map((part) => part.trim()).filter((part) => part !== '');
	return parts.map((part) => {
		const named = /^(.*?)\s*<([^>]*)>$/s.exec(part);
		const address = (named?.[2] ?? part).trim();
		if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(address)) {
			throw requestError({
				what: `"${part}" in "${label}" is not an e-mail address.`,
				fix: 'Separate addresses by commas or semicolons; a name goes before the address as in Adele Vance <adele@contoso.com>.',
			});
		}
		const name = named?.[1]
			?.replace(/^"(.*)"$/s, '$1')
			.replace(/\\(.)/gs, '$1')
			.trim();
		return { emailAddress: name ? { name, address } : { address } };
	});
}
