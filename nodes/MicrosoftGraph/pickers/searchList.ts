import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { createClient } from '../../graph/client';
import { credentialType } from '../../graph/http';
import { callFacts } from '../callFacts';
import { nodeError } from '../nodeError';
import type { Listed } from './picker';

/** How long a person waits for a list when Graph asks for patience, in ms. */
const longestWait = 10_000;

/**
 * One page of what "From List" shows.
 * @param permissions the least application permissions that it needs
 * @param link what the page before gave as its next link
 * @param describe says what to list; `words` is what the entries are searched for here
 * @throws NodeApiError that names the permission where it is missing, and NodeOperationError where `describe` throws
 */
export async function searchList(
	context: ILoadOptionsFunctions,
	permissions: readonly string[],
	link: string | undefined,
	describe: () => Listed & { words?: string },
): Promise<INodeListSearchResult> {
	const credentials = await context.getCredentials(credentialType);
	try {
		const { request, entry, words = '' } = describe();
		const options = { apiVersion: 'v1.0', batching: false, maxWait: longestWait } as const;
		const { body } = await createClient(context, options).sender(credentials)({
			...request,
			due: 'list',
			link,
		});
		const page = body as { value: IDataObject[]; '@odata.nextLink'?: string };
		const results = page.value
			.flatMap((object) => entry(object) ?? [])
			.filter(({ name }) => name.toLowerCase().includes(words));
		return { results, paginationToken: page['@odata.nextLink'] };
	} catch (error) {
		throw nodeError(context.getNode(), error, 0, callFacts(permissions, credentials));
	}
}
