import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../graph/errors/explain';
import type { Needs, Query } from '../../graph/graphRequest';
import { requestError } from '../../graph/errors/requestError';
import type { ItemParameters } from '../parameters/itemParameters';
import { optionalText } from '../parameters/values/text';
import { choiceField } from './build';
import { missingInCloud } from './clouds';
import { odataQuery } from './odata';

/** Whether to get bodies as plain text, to which Graph converts HTML. */
export const bodyAsText: INodeProperties = {
	displayName: 'Body as Text',
	name: 'bodyAsText',
	type: 'boolean',
	default: false,
	description: 'Whether to get bodies as plain text; otherwise, in their own format, mostly HTML',
};

/** How important a message is. */
export const importance: INodeProperties = {
	displayName: 'Importance',
	name: 'importance',
	type: 'options',
	options: [
		{ name: 'High', value: 'high' },
		{ name: 'Low', value: 'low' },
		{ name: 'Normal', value: 'normal' },
	],
	default: 'normal',
};

/**
 * Headers of a request to a mailbox: immutable IDs, and the type of body.
 * Source: "Obtain immutable identifiers for Outlook resources".
 */
export function mailHeaders(options: IDataObject = {}): Record<string, string> {
	const preferences = ['IdType="ImmutableId"'];
	if (options.bodyAsText === true) preferences.push('outlook.body-content-type="text"');
	return { Prefer: preferences.join(', ') };
}

/** The query of a list of messages. @throws RequestError for a search without words */
export function messageQuery(options: IDataObject): Query {
	return { ...odataQuery(options), $search: mailboxSearch(optionalText(options.search)) };
}

/** The permission for searching messages. Source: "List messages", and Mail.ReadBasic in the permissions reference. */
export const messageSearchNeeds: Needs = {
	permissions: ['Mail.Read'],
	because: "A search of messages needs Mail.Read: Mail.ReadBasic.All doesn't allow it.",
};

/** The most messages that Graph returns for a search. Source: "Use the $search query parameter". */
export const maxFound = 1000;

/** A fully quoted condition on a searchable property of messages. Source: "Use the $search query parameter". */
const quotedCondition =
	/(^|[\s(])"(attachment|bcc|body|category|cc|from|hasAttachments|importance|kind|participants|received|recipients|sent|size|subject|to):(?!\s)([^"]*)"/gi;

/**
 * A mailbox search as Graph expects it: one string in double quotes, with other quotes escaped.
 * @param entered words, phrases in quotes, `property:value`, AND, OR, NOT; or a full search, quoted as Graph expects it
 * @returns `''` for nothing
 * @throws RequestError if it contains only quotes
 * Source: "Use the $search query parameter".
 */
export function mailboxSearch(entered: string): string {
	if (entered !== '' && !/[^\s"“”„‟]/.test(entered)) {
		throw requestError({
			what: '"Search" contains no words.',
			fix: 'Enter words such as quarterly report, or a condition such as from:alex subject:"quarterly report".',
		});
	}
	if (entered === '' || /^"(?:[^"\\]|\\["\\])+"$/.test(entered)) return entered;
	const text = entered
		.replace(/[“”„‟]/g, '"')
		.replace(/\\"/g, '"')
		// A quoted condition would be a phrase that no message contains.
		.replace(quotedCondition, '$1$2:"$3"')
		.replace(/\s+/g, ' ')
		.trim();
	const quotes = text.split('"').length - 1;
	// An unclosed quote isn't part of a word.
	const lone = quotes % 2 === 1 ? text.lastIndexOf('"') : -1;
	const balanced = lone < 0 ? text : `${text.slice(0, lone)} ${text.slice(lone + 1)}`.trim();
	return `"${balanced.replace(/[\\"]/g, '\\$&')}"`;
}

/** What "Simplify" returns of a message: without the preview where the app may not read bodies (`sendWithoutPreview`). */
export const simpleMessage: readonly string[] = [
	'subject',
	'from',
	'receivedDateTime',
	'bodyPreview',
	'toRecipients',
	'isRead',
	'hasAttachments',
	'importance',
	'conversationId',
	'parentFolderId',
	'id',
];

/** The properties of messages to select; "Body as Text" includes the body. */
export function messageSelect(item: ItemParameters): string {
	const { bodyAsText: asText, select } = item.collection('options');
	const own = odataQuery({ select }).$select ?? '';
	if (own !== '' || !item.flag('simplify')) return own;
	return [...simpleMessage, ...(asText === true ? ['body'] : [])].join(',');
}

/** Graph's largest page of messages and events. */
export const largestOutlookPage = 1000;

/**
 * The size of the first page of messages: Graph supports up to 1,000, but with their bodies, so many may time out.
 * Source: "List messages", on `$top` and gateway timeouts.
 */
export function messagePageSize(item: ItemParameters): number {
	const selected = messageSelect(item).toLowerCase();
	return selected === '' || /\b(unique)?body\b/.test(selected) ? 250 : largestOutlookPage;
}

/** How to delete a message or folder. */
export const deleteHow: INodeProperties = choiceField(
	'deleteHow',
	'Delete',
	{ deletedItems: 'Move to Deleted Items', forGood: 'Delete Permanently' },
	{
		description:
			'Whether the owner can restore it from Deleted Items, or only an administrator can, during a hold or the retention period',
	},
);

/** Not every cloud supports permanent deletion of mailbox items. Source: "message: permanentDelete", national clouds. */
export const permanentDeleteNote = 'Only the global cloud supports permanent deletion.';

/** The errors in clouds without it. */
export const permanentDeleteGuards: readonly Guard[] = missingInCloud(
	'permanentDelete',
	'Graph doesn\'t support permanent deletion in this cloud: only the global cloud does. Set "Delete" to "Move to Deleted Items".',
);
