import type { IDataObject } from 'n8n-workflow';

import { isGone } from '../../graph/lists/delta';
import { digest } from '../digest';
import type { ChangeEvent, ChangeFields } from '../watches/watch';

/** Something that happened, as it's emitted. */
export interface Change {
	event: ChangeEvent;
	/** The changed object as Graph gave it. */
	entry: IDataObject;
	/** The same whenever and by whichever process this very change is found: by it, repeats are known. */
	id: string;
	/**
	 * The id that the object would have as updated, where something is created: who finds it later in another version
	 * finds that it was updated.
	 */
	state?: string;
	/** Whether `id` depends on nothing but the change itself, so that another process makes the same. */
	hasStableId: boolean;
}

/**
 * A change with its id. What is created counts by its object, what is updated, or there still as deleted, by its version.
 * What has no version counts by its content and by the delta link that it was found behind: the same content can come again.
 * @param link the delta link that the change was found behind; `''` for none
 * @param canRecur whether what is created counts by that link, too
 */
export function changeOf(
	event: ChangeEvent,
	entry: IDataObject,
	changeFields: ChangeFields,
	link: string,
	canRecur = false,
): Change {
	const version = isGone(entry) ? '' : versionOf(entry, changeFields);
	const object = String(entry.id);
	if (event === 'created' && !canRecur) {
		const state = version === '' ? undefined : digest(['updated', object, version]);
		return { event, entry, id: digest([event, object]), state, hasStableId: true };
	}
	if (event !== 'created' && version !== '') {
		return { event, entry, id: digest([event, object, version]), hasStableId: true };
	}
	return { event, entry, id: digest([event, object, link, contentOf(event, entry)]), hasStableId: false };
}

/** The version of an object, which differs with each change; `''` where it has none. */
export function versionOf(entry: IDataObject, { modified, version }: ChangeFields): string {
	const value = (version && entry[version]) ?? (modified && entry[modified]);
	return value === undefined || value === null ? '' : String(value);
}

/** Names a change by its content, whichever link it was found behind. */
export function contentIdOf({ event, entry }: Pick<Change, 'event' | 'entry'>): string {
	return digest([event, String(entry.id), contentOf(event, entry)]);
}

const contentOf = (event: ChangeEvent, entry: IDataObject) =>
	event === 'deleted' ? '' : JSON.stringify(entry);

/**
 * What an entry says of the state of its object: its version; without one its content, in which an empty property is as one
 * that is left out, since Graph leaves out what is empty.
 */
export function stateOf(entry: IDataObject, changeFields: ChangeFields): string {
	if (isGone(entry)) return JSON.stringify(['gone', entry['@removed'] ?? entry.deleted]);
	const version = versionOf(entry, changeFields);
	if (version !== '') return version;
	const filled = Object.entries(entry).filter(([name, value]) => !name.startsWith('@') && !isEmpty(value));
	return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isEmpty = (value: unknown) =>
	value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
