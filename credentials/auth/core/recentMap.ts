/** A map that forgets what was used least recently, in constant time. */
export interface RecentMap<V> {
	/** Counts as use. */
	get(key: string): V | undefined;
	set(key: string, value: V): void;
	/** The same as `get`, without counting as use. */
	peek(key: string): V | undefined;
	clear(): void;
	size(): number;
}

/** How many of the oldest entries are checked for one that may be forgotten, when one is added. */
const maxChecks = 8;

/**
 * A map of bounded size.
 * @param maxSize entries; one more, and the one that was used least recently is forgotten
 * @param isInUse entries that are kept all the same, while they are in use; the map is larger by as many
 */
export function recentMap<V>(maxSize: number, isInUse: (value: V) => boolean = () => false): RecentMap<V> {
	// A Map keeps the order in which keys were added: the first one is the oldest.
	const entries = new Map<string, V>();
	const renew = (key: string, value: V): void => {
		entries.delete(key);
		entries.set(key, value);
	};
	const forgetOldest = (): void => {
		for (let checks = 0; checks < maxChecks && entries.size > maxSize; checks++) {
			const [[key, value]] = entries;
			if (isInUse(value)) renew(key, value);
			else entries.delete(key);
		}
	};
	return {
		get: (key) => {
			const value = entries.get(key);
			if (value !== undefined) renew(key, value);
			return value;
		},
		set: (key, value) => {
			renew(key, value);
			forgetOldest();
		},
		peek: (key) => entries.get(key),
		clear: () => entries.clear(),
		size: () => entries.size,
	};
}
