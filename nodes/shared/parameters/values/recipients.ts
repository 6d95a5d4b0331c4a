import type { Recipient } from '@microsoft/microsoft-graph-types';

import { refusal, shown } from './refusal';
import { presentEntry, readText } from './text';

const fix =
	"Separate addresses by commas, semicolons, or line breaks. A name can precede an address, as in Adele Vance <adele@contoso.com>. An expression can also return a list of addresses or of Graph's recipients.";

/**
 * Reads addresses, each `address` or `Name <address>`: a text, separated by commas, semicolons, or line breaks; a list
 * of such texts; Graph's recipients (`{ emailAddress: { address, name } }`), or only their inner object; or one of
 * those. It runs in linear time.
 * @param label of the field, for the error
 * @throws RequestError when one of them isn't an address
 */
export function readRecipients(value: unknown, label: string): Recipient[] {
	if (Array.isArray(value))
		return value.flatMap((entry: unknown, index) => readEntry(presentEntry(entry, index, label), label));
	return readEntry(value, label);
}

/** One address. @throws RequestError when there are several */
export function readRecipient(value: unknown, label: string): Recipient | undefined {
	const found = readRecipients(value, label);
	if (found.length <= 1) return found[0];
	throw refusal(label, `contains ${found.length} addresses`, `Enter one address in "${label}".`);
}

function readEntry(value: unknown, label: string): Recipient[] {
	if (typeof value !== 'object' || value === null)
		return partsOf(readText(value, label)).map((part) => readPart(part, label));
	const frame = value as { emailAddress?: unknown };
	const { address, name } = (
		typeof frame.emailAddress === 'object' && frame.emailAddress !== null ? frame.emailAddress : value
	) as { address?: unknown; name?: unknown };
	if (typeof address === 'string' && (name === undefined || name === null || typeof name === 'string'))
		return [recipient(address.trim(), name?.trim(), label)];
	throw refusal(label, `contains ${shown(value)} without an address`, fix);
}

/** The parts of a text between separators; quotes and angle brackets keep their content together. */
function partsOf(text: string): string[] {
	const parts: string[] = [];
	let begin = 0;
	let quoted = false;
	let bracketed = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at] as string;
		if (quoted) {
			if (character === '\\') at += 1;
			else if (character === '"') quoted = false;
		} else if (bracketed) bracketed = character !== '>';
		else if (character === '"') quoted = true;
		else if (character === '<') bracketed = true;
		else if (',;\r\n'.includes(character)) {
			parts.push(text.slice(begin, at));
			begin = at + 1;
		}
	}
	parts.push(text.slice(begin));
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readPart(part: string, label: string): Recipient {
	const open = part.endsWith('>') ? part.lastIndexOf('<') : -1;
	if (open < 0) return recipient(part, undefined, label, part);
	return recipient(part.slice(open + 1, -1).trim(), nameOf(part.slice(0, open).trim()), label, part);
}

/** A name without the quotes around it. */
function nameOf(text: string): string {
	const inner = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
	return inner.replace(/\\(.)/gs, '$1').trim();
}

function recipient(address: string, name: string | undefined, label: string, given = address): Recipient {
	if (isAddress(address)) return { emailAddress: name ? { name, address } : { address } };
	throw refusal(label, `contains ${shown(given)}, which isn't an email address`, fix);
}

/** Whether a text is an address: something on both sides of one @, without white space, quotes, brackets or separators. */
function isAddress(text: string): boolean {
	const at = text.indexOf('@');
	return at > 0 && at < text.length - 1 && text.lastIndexOf('@') === at && !/[\s<>",;]/.test(text);
}
