/** An object as it is found at a look. */
export interface Seen {
	/** What it is known by over all its changes. */
	key: string;
	/** What callers know it by now; another one after a move of a message, otherwise the key. */
	id?: string;
	/** Another one after each change. */
	mark: string;
}

export interface Change {
	kind: 'created' | 'updated' | 'deleted';
	key: string;
	/** For what is gone: what it was known by. */
	id: string;
}

interface Trace {
	mark: string;
	/** Position of its last change. */
	changed: number;
	/** Positions at which it came and went. */
	lives: Array<{ from: number; to?: number }>;
	/** What it was known by, from which position on. */
	ids: Array<{ from: number; id: string }>;
}

/** What became of the objects of a list: every position in it can be asked what has changed since. */
export interface ChangeLog {
	/** Takes down what changed since the last look. @returns the position after it */
	look(now: Iterable<Seen>): number;
	/**
	 * The changes since a position, as they are now: of an object that changed twice, one.
	 * @param position `-1`: everything that is there came since
	 * @param until what came about after this position is not told yet
	 * @param byKey objects keep their key as their ID, whatever else they are known by
	 */
	since(position: number, until: number, byKey: boolean): Change[];
}

/** @param clock positions of logs that are read together */
export function createChangeLog(clock: { position: number } = { position: 0 }): ChangeLog {
	const traces = new Map<string, Trace>();
	const isAlive = ({ lives }: Trace) => lives.at(-1)?.to === undefined;

	return {
		look(now) {
			const present = new Set<string>();
			for (const { key, id = key, mark } of now) {
				present.add(key);
				const trace = traces.get(key);
				if (trace && isAlive(trace) && trace.mark === mark && trace.ids.at(-1)?.id === id) continue;
				const at = (clock.position += 1);
				if (!trace) {
					traces.set(key, { mark, changed: at, lives: [{ from: at }], ids: [{ from: at, id }] });
					continue;
				}
				if (!isAlive(trace)) trace.lives.push({ from: at });
				if (trace.ids.at(-1)?.id !== id) trace.ids.push({ from: at, id });
				Object.assign(trace, { mark, changed: at });
			}
			for (const [key, trace] of traces) {
				const life = trace.lives.at(-1);
				if (present.has(key) || !life || life.to !== undefined) continue;
				life.to = clock.position += 1;
				trace.changed = life.to;
			}
			return clock.position;
		},
		since(position, until, byKey) {
			const changes: Array<Change & { at: number }> = [];
			for (const [key, { changed, lives, ids }] of traces) {
				if (changed <= position) continue;
				const isThere = (when: number) => lives.some(({ from, to = Infinity }) => from <= when && to > when);
				const idAt = (when: number) =>
					(byKey ? undefined : ids.findLast(({ from }) => from <= when)?.id) ?? key;
				const [was, is] = [isThere(position), isThere(until)];
				const [before, id] = [idAt(position), idAt(until)];
				const renamed = was && is && before !== id;
				const at = Math.min(changed, until);
				if (was && (!is || renamed)) changes.push({ kind: 'deleted', key, id: before, at });
				if (is && (!was || renamed)) changes.push({ kind: 'created', key, id, at });
				// Its last change is told when its time has come, and with it those before.
				if (is && was && !renamed && changed <= until) changes.push({ kind: 'updated', key, id, at });
			}
			return changes.sort((a, b) => a.at - b.at).map(({ kind, key, id }) => ({ kind, key, id }));
		},
	};
}
