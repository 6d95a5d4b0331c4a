import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../client';
import type { GraphRequest } from '../graphRequest';
import { pagesOf } from './page';
import { requestError } from '../errors/requestError';

/** One round of a delta function: what has changed, and the link that the next round begins with. */
export interface DeltaRound {
	/** Objects as Graph gives them; what is gone has "@removed", or "deleted" in drives and lists. */
	changes: IDataObject[];
	deltaLink: string;
	/** How many entries Graph gave, those that were not wanted among them. */
	count: number;
}

/**
 * Reads one round of a delta function, all its pages.
 * @param request the first request of all rounds, or one with the delta link of the round before; its headers go with each page
 * @param keep which entries are wanted: a first round can be very long
 * @throws RequestError when the pages lead to no delta link
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

/** Whether an entry is marked as gone: mail and the directory do so with "@removed", drives and lists with "deleted". */
export const isGone = (entry: IDataObject): boolean =>
	entry['@removed'] !== undefined || entry.deleted !== undefined;

/** What Graph says of a delta link that has ended, beside status 410. */
export const endedLinkCodes = [
	'syncStateNotFound',
	'SyncStateNotFound',
	'SyncStateInvalid',
	'resyncRequired',
];
