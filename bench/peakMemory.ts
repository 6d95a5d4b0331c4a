import { readFileSync, writeFileSync } from 'node:fs';

/** Memory of a process in bytes. */
export interface Memory {
	now: number;
	/** The most since `resetPeak`. */
	peak: number;
}

/** Whether this machine reports a resettable peak of a process: Linux does. */
export const canMeasureMemory = process.platform === 'linux';

/**
 * Resets the peak.
 * Source: Linux, proc(5), `/proc/pid/clear_refs`.
 */
export function resetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Resident memory of a process. */
export function memoryOf(pid: number): Memory {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
	return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}
