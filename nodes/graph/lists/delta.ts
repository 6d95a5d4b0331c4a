import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../client';
import { GraphError } from '../errors/graphError';
import type { GraphRequest } from '../graphRequest';
import { pagesOf } from './page';
import { requestError } from '../errors/requestError';

/** One round of a delta function: the changes, and the link for the next round. */
export interface DeltaRound {
	/** Objects as Graph returns them; removed ones have "@removed", or "deleted" in drives and lists. */
	changes: IDataObject[];
	deltaLink: string;
	/** How many entries Graph returned, including those that `keep` left out. */
	count: number;
}

/**
 * Reads one round of a delta function, all its pages.
 * @param request the first request of all rounds, or one with the delta link of the previous round; its headers are
 * sent with each page
 * @param keep which entries to keep: a first round can be very long
 * @throws RequestError if the pages end without a delta link
 * Source: "Use delta query to track changes in Microsoft Graph data".
 */
export async function readDelta(
	request: GraphRequest,
	send: Send,
	keep: (entry: IDataObject) => boolean = () => true,
): Promise<DeltaRound> {
	const changes: IDataObject[] = [];
	let count = 0;
	for await (const page of pagesOf(request, send)) {
		count += page.value.length;
		for (const entry of page.value) if (keep(entry)) changes.push(entry);
		const deltaLink = page['@odata.deltaLink'];
		if (typeof deltaLink === 'string' && deltaLink !== '') return { changes, deltaLink, count };
	}
	throw requestError({
		what: "Graph returned no delta link, so the next run can't continue from here.",
		fix: 'Run it again with the same delta link.',
	});
}

/**
 * Whether an entry is marked as removed: with "@removed" in mail and the directory, with "deleted" in drives and lists.
 */
export const isGone = (entry: IDataObject): boolean =>
	entry['@removed'] !== undefined || entry.deleted !== undefined;

/** Graph's error codes for an expired delta link, in addition to status 410. */
export const endedLinkCodes = [
	'syncStateNotFound',
	'SyncStateNotFound',
	'SyncStateInvalid',
	'resyncRequired',
];

/** Whether Graph no longer accepts a delta link. */
export function isLinkExpired(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	return error.parts.status === 410 || endedLinkCodes.includes(error.parts.code ?? '');
}
