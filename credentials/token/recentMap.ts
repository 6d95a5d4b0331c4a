/** A map that forgets what was used least recently, in constant time. */
export interface RecentMap<V> {
	/** Counts as use. */
	get(key: string): V | undefined;
	set(key: string, value: V): void;
	/** The same without counting as use. */
	peek(key: string): V | undefined;
	clear(): void;
	size(): number;
}

/**
 * A map of bounded size.
 * @param most entries; one more, and the one that was used least recently is forgotten
 */
export function recentMap<V>(most: number): RecentMap<V> {
	// A Map keeps the order in which keys were added: the first one is the oldest.
	const entries = new Map<string, V>();
	const set = (key: string, value: V): void => {
		entries.delete(key);
		entries.set(key, value);
		if (entries.size <= most) return;
		const [oldest] = entries.keys();
		entries.delete(oldest);
	};
	return {
		get: (key) => {
			const value = entries.get(key);
			if (value !== undefined) set(key, value);
			return value;
		},
		set,
		peek: (key) => entries.get(key),
		clear: () => entries.clear(),
		size: () => entries.size,
	};
}
