import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const mebibyte = 1024 * 1024;
/** How much more has to be in use before garbage is collected to see what of it is kept, in bytes. */
const step = 32 * mebibyte;

/**
 * How much the process grows while something runs, in MiB: its memory, or that of its buffers, since memory that was freed
 * before is used first.
 * @param kept whether only what is still in use counts, of objects, texts, and buffers: a process that has run for long
 * collects garbage late
 */
export async function growthOf(work: () => Promise<unknown>, kept = false): Promise<number> {
	if (kept) collectGarbage();
	const before = process.memoryUsage();
	const used = () => {
		const { rss, arrayBuffers, heapUsed, external } = process.memoryUsage();
		return kept
			? heapUsed + external - before.heapUsed - before.external
			: Math.max(rss - before.rss, arrayBuffers - before.arrayBuffers);
	};
	let most = 0;
	const timer = setInterval(() => {
		if (kept) {
			if (used() <= most + step) return;
			collectGarbage();
		}
		most = Math.max(most, used());
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
