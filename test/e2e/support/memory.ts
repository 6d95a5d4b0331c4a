import { readFileSync, writeFileSync } from 'node:fs';

/** Whether this machine tells the peak memory of a process, and lets it begin anew: Linux does. */
export const tellsPeak = process.platform === 'linux';

/**
 * The most memory that a process had while something ran: resident, in MiB, with what it had before.
 * Source: proc(5), "/proc/pid/clear_refs" and `VmHWM` of "/proc/pid/status".
 */
export async function peakDuring<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<{ peak: number; result: T }> {
	// The peak begins anew with what there is now.
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
	const result = await work();
	return { peak: peakOf(pid), result };
}

function peakOf(pid: number): number {
	const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	if (kilobytes === undefined) throw new Error('This system does not tell the peak memory of a process.');
	return Number(kilobytes) / 1024;
}
