import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Query } from '../../graph/graphRequest';
import { odataQuery, text } from './odata';

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
	const words = text(options.search);
	const quoted = words === '' || words.startsWith('"') ? words : `"${words.replace(/[\\"]/g, '\\$&')}"`;
	return { ...odataQuery(options), $search: quoted };
}

/**
 * How many messages to ask for at a time: Graph gives up to 1,000, but with their bodies so many take it too long.
 * Source: "List messages", on `$top` and gateway timeouts.
 */
export function messagePageSize(options: IDataObject): number {
	const selected = text(options.select).toLowerCase();
	return selected === '' || selected.includes('body') ? 250 : 1000;
}
