import { caught } from '../../../credentials/auth/core/caught';
import { cancelled } from '../errors/failure';
import { sleepFor } from './sleepFor';

/** Items worked on at the same time: enough to fill the calls of a sign-in with whole batches. */
const maxItems = 200;
/** No further item is started while requests of this many bytes wait. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** Waiting items resume at multiples of this, in ms. */
const sharedTickMs = 250;

/** What the pool is made with. */
export interface ItemPoolOptions {
	/** Whether items are worked on side by side. */
	sideBySide: boolean;
	/** Ends all waiting. */
	signal?: AbortSignal;
	/** Called when an item was begun, waits, or has ended: what was held back for it may go. */
	onChange: () => void;
}

/**
 * The items that are worked on at the same time. It knows whether anybody is left who could add a request to a batch: an item
 * that doesn't wait, or one that is just being begun.
 */
export interface ItemPool {
	/** Whether a further request may come soon, without one of those that wait being answered. */
	mayAdd(): boolean;
	/** An item waits for Graph, with a request that takes so many bytes of memory until `goOn`. */
	wait(bytes?: number): void;
	/** An item goes on that waited. */
	goOn(bytes?: number): void;
	/**
	 * Works on items side by side.
	 * @param count how many items there are
	 * @param work processes one item, and returns whether further items may start
	 * @throws the first error of `work`, after all started items have finished
	 */
	forEach(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void>;
	/**
	 * Waits, in ms, up to a quarter of a second longer: items that wait for about the same time go on together.
	 * @throws RequestError when the execution is cancelled
	 */
	pause(ms: number): Promise<void>;
}

export function createItemPool({ sideBySide, signal, onChange }: ItemPoolOptions): ItemPool {
	/** Items begun and not ended, and how many of them wait. */
	let items = 0;
	let waiting = 0;
	let waitingBytes = 0;
	/** Whether further items are being started, whose requests may join the batch. */
	let beginning = false;
	/** Items that pause, by when they go on (ms since the epoch). */
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
