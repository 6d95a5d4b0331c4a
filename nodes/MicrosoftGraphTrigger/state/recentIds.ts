/** How many IDs are kept; the oldest is dropped. */
const maxIds = 10_000;

/** The latest IDs of changes. */
export class RecentIds {
	private readonly ids: Set<string>;

	/** @param from starts with the IDs of another list */
	constructor(from?: RecentIds) {
		this.ids = new Set(from?.ids);
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	add(ids: readonly string[]): void {
		for (const id of ids) {
			this.ids.add(id);
			if (this.ids.size > maxIds) this.ids.delete(this.ids.values().next().value as string);
		}
	}
}
