import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { requestError } from '../../graph/requestError';
import { nodeError } from '../nodeError';
import { searchList } from './searchList';

/** The folders at the top of the mailbox that is chosen in the node, by name. Source: "List mailFolders". */
export async function searchMailFolders(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const mailbox = this.getCurrentNodeParameter('mailbox', { extractValue: true });
	if (typeof mailbox !== 'string' || mailbox === '') {
		const missing = requestError({ what: 'No mailbox is chosen yet.', fix: 'Choose the mailbox first.' });
		throw nodeError(this.getNode(), missing, 0, { permissions: [] });
	}
	const found = await searchList(this, {
		request: {
			method: 'GET',
			path: ['users', mailbox, 'mailFolders'],
			query: { $top: 100, $select: 'id,displayName', includeHiddenFolders: true },
			headers: { Prefer: 'IdType="ImmutableId"' },
		},
		permissions: ['Mail.ReadBasic.All'],
		paginationToken,
		entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
	});
	const words = filter.toLowerCase();
	return { ...found, results: found.results.filter(({ name }) => name.toLowerCase().includes(words)) };
}
