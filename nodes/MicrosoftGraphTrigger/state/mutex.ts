/** Runs pieces of work one after the other. */
export class Mutex {
	private last: Promise<unknown> = Promise.resolve();

	/**
	 * Runs a piece of work once those before it are done.
	 * @returns what it gives
	 * @throws what it throws; the next piece runs all the same
	 */
	async runExclusive<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.last.then(work, work);
		this.last = mine.catch(() => undefined);
		return await mine;
	}
}
