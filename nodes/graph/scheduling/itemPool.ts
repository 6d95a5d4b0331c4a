import { caught } from '../../../credentials/auth/core/caught';
import { cancelled } from '../errors/failure';
import { sleepFor } from '../../../credentials/auth/core/sleepFor';

/** Items worked on at the same time: enough to fill the calls of a sign-in with whole batches. */
const maxItems = 200;
/** No further item is started while requests of this many bytes wait. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** Waiting items resume at multiples of this, in ms. */
const sharedTickMs = 250;

/** What the pool is made with. */
export interface ItemPoolOptions {
	/** Whether items run concurrently. */
	sideBySide: boolean;
	/** Ends all waits. */
	signal?: AbortSignal;
	/** Called after an item starts, waits, or finishes: requests that waited for it can be sent. */
	onChange: () => void;
}

/**
 * The items that run at the same time. It knows whether a running or starting item could still add a request to a batch.
 */
export interface ItemPool {
	/** Whether another request may come soon, without a response to those that wait. */
	mayAdd(): boolean;
	/** An item starts to wait for Graph, with a request that takes this many bytes of memory until `goOn`. */
	wait(bytes?: number): void;
	/** A waiting item continues. */
	goOn(bytes?: number): void;
	/**
	 * Processes items concurrently.
	 * @param count how many items there are
	 * @param work processes one item, and returns whether further items may start
	 * @throws the first error of `work`, after all started items have finished
	 */
	forEach(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void>;
	/**
	 * Waits, in ms, up to a quarter of a second longer: items that wait for about the same time resume together.
	 * @throws RequestError when the execution is cancelled
	 */
	pause(ms: number): Promise<void>;
}

export function createItemPool({ sideBySide, signal, onChange }: ItemPoolOptions): ItemPool {
	/** Unfinished items, and how many of them wait. */
	let items = 0;
	let waiting = 0;
	let waitingBytes = 0;
	/** Whether further items are being started, whose requests may join the batch. */
	let beginning = false;
	/** Items that called `pause`, by when they resume (ms since the epoch). */
	const pausing = new Map<number, Array<() => void>>();

	function goOn(bytes = 0): void {
		waiting -= 1;
		waitingBytes -= bytes;
	}

	return {
		mayAdd: () => beginning || waiting < items,
		wait: (bytes = 0) => {
			waiting += 1;
			waitingBytes += bytes;
		},
		goOn,
		forEach: async (count, work) => {
			const most = sideBySide ? maxItems : 1;
			let next = 0;
			let mayBegin = true;
			const failures: unknown[] = [];
			const workOn = async (itemIndex: number) => {
				try {
					const may = await work(itemIndex);
					mayBegin = mayBegin && may;
				} catch (error) {
					failures.push(error);
				}
			};
			await new Promise<void>((resolve) => {
				const begin = () => {
					beginning = true;
					while (mayBegin && next < count && items < most && waitingBytes < maxWaitingBytes) {
						items += 1;
						void workOn(next++).then(() => {
							items -= 1;
							begin();
							onChange();
						});
					}
					beginning = false;
					if (items === 0) resolve();
				};
				begin();
				onChange();
			});
			if (failures.length > 0) throw caught(failures[0]);
		},
		pause: async (ms) => {
			const at = Math.ceil((Date.now() + (ms > 0 ? ms : 0)) / sharedTickMs) * sharedTickMs;
			waiting += 1;
			onChange();
			await new Promise<void>((resolve) => {
				const others = pausing.get(at);
				if (others !== undefined) return others.push(resolve);
				pausing.set(at, [resolve]);
				const wakeAll = () => {
					const woken = pausing.get(at) ?? [];
					pausing.delete(at);
					for (const wake of woken) {
						goOn();
						wake();
					}
				};
				sleepFor(at - Date.now(), signal).then(wakeAll, wakeAll);
			});
			if (signal?.aborted) throw cancelled();
		},
	};
}
