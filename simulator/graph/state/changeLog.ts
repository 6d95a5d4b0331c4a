/** An object as a check finds it. */
export interface Seen {
	/** Its key, stable over all its changes. */
	key: string;
	/** Its current ID for callers; a new one after a message is moved, otherwise the key. */
	id?: string;
	/** A new one after each change. */
	mark: string;
}

export interface Change {
	kind: 'created' | 'updated' | 'deleted';
	key: string;
	/** For a removed object: its last ID. */
	id: string;
}

interface Trace {
	mark: string;
	/** Position of its last change. */
	changed: number;
	/** Positions at which it was added and removed. */
	lives: Array<{ from: number; to?: number }>;
	/** Its IDs, with the position from which each applies. */
	ids: Array<{ from: number; id: string }>;
}

/** The changes of a list's objects: for every position, it returns what has changed since. */
export interface ChangeLog {
	/** Records what changed since the last check. @returns the position after it */
	look(now: Iterable<Seen>): number;
	/**
	 * The changes since a position, in their current state: one for an object that changed twice.
	 * @param position `-1`: every current object counts as added
	 * @param until later changes aren't returned yet
	 * @param byKey objects keep their key as their ID, whatever IDs they have
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
				// Its last change is returned once its time has come, together with those before.
				if (is && was && !renamed && changed <= until) changes.push({ kind: 'updated', key, id, at });
			}
			return changes.sort((a, b) => a.at - b.at).map(({ kind, key, id }) => ({ kind, key, id }));
		},
	};
}
