import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { createClient } from '../../graph/client';
import type { GraphRequest } from '../../graph/graphRequest';
import { credentialType } from '../../graph/http';
import { callFacts } from '../callFacts';
import { nodeError } from '../nodeError';

/** How long a person waits for a list when Graph asks for patience, in ms. */
const longestWait = 10_000;

/** What a picker asks Graph for and shows of it. */
export interface ListSearch {
	/** The first page. */
	request: GraphRequest;
	/** The least application permissions that it needs. */
	permissions: readonly string[];
	/** What the page before gave as its next link. */
	paginationToken?: string;
	entry: (object: IDataObject) => INodeListSearchItems;
}

/**
 * One page of what "From List" shows.
 * @throws NodeApiError that names the permission where it is missing
 */
export async function searchList(
	context: ILoadOptionsFunctions,
	search: ListSearch,
): Promise<INodeListSearchResult> {
	const { request, permissions, paginationToken, entry } = search;
	const credentials = await context.getCredentials(credentialType);
	try {
		const send = createClient(context, { apiVersion: 'v1.0', batching: false, maxWait: longestWait }).sender(
			credentials,
		);
		const { body } = await send({ ...request, link: paginationToken });
		const page = body as { value: IDataObject[]; '@odata.nextLink'?: string };
		return { results: page.value.map(entry), paginationToken: page['@odata.nextLink'] };
	} catch (error) {
		throw nodeError(context.getNode(), error, 0, callFacts(permissions, credentials));
	}
}
