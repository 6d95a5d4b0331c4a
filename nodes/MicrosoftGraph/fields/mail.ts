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
