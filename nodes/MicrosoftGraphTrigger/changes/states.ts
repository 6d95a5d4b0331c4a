import type { IDataObject } from 'n8n-workflow';

import { isGone } from '../../graph/lists/delta';
import { digest, versionOf } from './change';
import type { TellBy } from '../watches/watch';

/** How many states are kept in mind; n8n stores them. */
const mostStates = 2_000;

/** The states in which objects were found last, so that what Graph tells once more is known. */
export interface States {
	/** Takes down a state. @returns whether the object was found in the same state the last time */
	isSame(object: string, state: string): boolean;
	/** Forgets all: after a round over everything, what was found before says nothing. */
	clear(): void;
	/** As n8n stores them, the oldest first; no more than are kept. */
	kept(): Readonly<Record<string, string>>;
}

/** @param before as `kept` gave them */
export function createStates(before: Readonly<Record<string, string>> = {}): States {
	const states = new Map(Object.entries(before));
	return {
		isSame(object, state) {
			const [key, value] = [short([object]), short([state])];
			const isSame = states.get(key) === value;
			// The latest stands at the end.
			states.delete(key);
			states.set(key, value);
			return isSame;
		},
		clear: () => states.clear(),
		kept: () => Object.fromEntries([...states].slice(-mostStates)),
	};
}

/** Never a number: objects have those keys in another order. */
const short = (parts: readonly string[]) => `s${digest(parts).slice(0, 12)}`;

/**
 * What an entry says of the state of its object: its version; without one its content, in which an empty property is as one
 * that is left out, since Graph leaves out what is empty.
 */
export function stateOf(entry: IDataObject, tellBy: TellBy): string {
	if (isGone(entry)) return JSON.stringify(['gone', entry['@removed'] ?? entry.deleted]);
	const version = versionOf(entry, tellBy);
	if (version !== '') return version;
	const filled = Object.entries(entry).filter(([name, value]) => !name.startsWith('@') && !isEmpty(value));
	return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isEmpty = (value: unknown) =>
	value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
