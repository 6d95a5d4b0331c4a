import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const mebibyte = 1024 * 1024;

/**
 * The most that the process grows while something runs, in MiB: its memory, or what buffers have of it, since memory that
 * was freed before is used first.
 * @param heap whether what JavaScript's objects and texts take counts in the same way, without garbage from before
 */
export async function growthOf(work: () => Promise<unknown>, heap = false): Promise<number> {
	if (heap) collectGarbage();
	const before = process.memoryUsage();
	let most = 0;
	const timer = setInterval(() => {
		const { rss, arrayBuffers, heapUsed, external } = process.memoryUsage();
		most = Math.max(most, rss - before.rss, arrayBuffers - before.arrayBuffers);
		if (heap) most = Math.max(most, heapUsed + external - before.heapUsed - before.external);
	}, 10);
	try {
		await work();
		return most / mebibyte;
	} finally {
		clearInterval(timer);
	}
}

/** Frees what nothing refers to, so that memory that is used can be compared. */
export function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}
