import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { isGone } from '../../graph/lists/delta';
import type { ChangeEvent, TellBy } from '../watches/watch';

/** Something that happened, as it is told. */
export interface Change {
	event: ChangeEvent;
	/** The changed object as Graph gave it. */
	entry: IDataObject;
	/**
	 * The same whenever and by whichever process this very change is found: by it, repeats are known.
	 */
	id: string;
	/**
	 * The id that the object would have as updated, where something is told as created: who finds it later in another version
	 * finds that it was updated.
	 */
	state?: string;
	/** Whether `id` depends on nothing but the change itself, so that another process makes the same. */
	sameEverywhere: boolean;
}

/**
 * A change with its id. What is created counts by its object, what is updated, or there still as deleted, by its version.
 * What has no version counts by its content and by the delta link that it was found behind: the same content can come again.
 * @param link the delta link that the change was found behind; `''` for none
 * @param again whether what is created counts by that link, too
 */
export function changeOf(
	event: ChangeEvent,
	entry: IDataObject,
	tellBy: TellBy,
	link: string,
	again = false,
): Change {
	const version = isGone(entry) ? '' : versionOf(entry, tellBy);
	const object = String(entry.id);
	if (event === 'created' && !again) {
		const state = version === '' ? undefined : digest(['updated', object, version]);
		return { event, entry, id: digest([event, object]), state, sameEverywhere: true };
	}
	if (event !== 'created' && version !== '') {
		return { event, entry, id: digest([event, object, version]), sameEverywhere: true };
	}
	return { event, entry, id: digest([event, object, link, contentOf(event, entry)]), sameEverywhere: false };
}

/** What is another with each change of an object; `''` where there is no such thing. */
export function versionOf(entry: IDataObject, { modified, version }: TellBy): string {
	const value = (version && entry[version]) ?? (modified && entry[modified]);
	return value === undefined || value === null ? '' : String(value);
}

/** Names a change by what it looks like, whichever link it was found behind. */
export function looksOf({ event, entry }: Pick<Change, 'event' | 'entry'>): string {
	return digest([event, String(entry.id), contentOf(event, entry)]);
}

const contentOf = (event: ChangeEvent, entry: IDataObject) =>
	event === 'deleted' ? '' : JSON.stringify(entry);

/** A short text that stands for others. */
export function digest(parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}
