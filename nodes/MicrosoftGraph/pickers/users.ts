import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { directoryQuery } from '../fields/odata';
import { searchList } from './searchList';

/** Users by name or address, a page at a time. Source: "List users". */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { query, headers } = directoryQuery({
		search: filter,
		select: 'id,displayName,userPrincipalName',
		orderBy: 'displayName',
	});
	return await searchList(this, {
		request: { method: 'GET', path: ['users'], query: { ...query, $top: 50 }, headers },
		permissions: ['User.ReadBasic.All'],
		paginationToken,
		entry: ({ id, displayName, userPrincipalName }) => ({
			name: `${String(displayName)} (${String(userPrincipalName)})`,
			value: String(id),
		}),
	});
}
