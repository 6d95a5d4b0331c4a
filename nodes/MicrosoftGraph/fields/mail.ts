import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Query } from '../../graph/graphRequest';
import type { ItemParameters } from '../itemParameters';
import { optionalText } from '../values/text';
import { choiceField } from './build';
import { odataQuery } from './odata';

/** Whether bodies are wanted as plain text, which Graph makes of HTML ones. */
export const bodyAsText: INodeProperties = {
	displayName: 'Body as Text',
	name: 'bodyAsText',
	type: 'boolean',
	default: false,
	description: 'Whether to get bodies as plain text; otherwise as they are, mostly HTML',
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
 * Headers of a request to a mailbox: IDs that stay the same when a message is moved, and the kind of body.
 * Source: "Obtain immutable identifiers for Outlook resources".
 */
export function mailHeaders(options: IDataObject = {}): Record<string, string> {
	const preferences = ['IdType="ImmutableId"'];
	if (options.bodyAsText === true) preferences.push('outlook.body-content-type="text"');
	return { Prefer: preferences.join(', ') };
}

/** The query of a list of messages. Graph searches mail by words in quotes. */
export function messageQuery(options: IDataObject): Query {
	const words = optionalText(options.search);
	const quoted = words === '' || words.startsWith('"') ? words : `"${words.replace(/[\\"]/g, '\\$&')}"`;
	return { ...odataQuery(options), $search: quoted };
}

/** What "Simplify" gives of a message: all of it can be read without its body. */
export const simpleMessage: readonly string[] = [
	'id',
	'subject',
	'from',
	'toRecipients',
	'receivedDateTime',
	'hasAttachments',
	'isRead',
	'importance',
	'conversationId',
	'parentFolderId',
];

/** The properties of messages to ask for; who wants bodies as text wants bodies. */
export function messageSelect(item: ItemParameters): string {
	const { bodyAsText: asText, select } = item.collection('options');
	const own = odataQuery({ select }).$select ?? '';
	if (own !== '' || !item.flag('simplify')) return own;
	return [...simpleMessage, ...(asText === true ? ['body'] : [])].join(',');
}

/**
 * How many messages to ask for at a time: Graph gives up to 1,000, but with their bodies so many take it too long.
 * Source: "List messages", on `$top` and gateway timeouts.
 */
export function messagePageSize(item: ItemParameters): number {
	const selected = messageSelect(item).toLowerCase();
	return selected === '' || selected.includes('body') ? 250 : 1000;
}

/** What becomes of a message or folder that is deleted. */
export const deleteHow: INodeProperties = choiceField(
	'deleteHow',
	'Delete',
	{ deletedItems: 'Move to Deleted Items', forGood: 'For Good' },
	{
		description:
			'Whether its owner finds it in Deleted Items, or nobody can get it back from Outlook: then only an administrator can, while a hold or the retention time lasts',
	},
);

/** What ends a mailbox item for good is not in every cloud. Source: "message: permanentDelete", national clouds. */
export const deleteForGoodNote = 'Deleting for good is there in the global cloud only.';
