import { seededRandom } from './random';
import type { Host } from './requestLog';

export type FaultAction =
	/** An answer of this status; without `body` an error body as the host writes it. */
	| { status: number; body?: unknown; headers?: Record<string, string> }
	/** The response is delayed by this many milliseconds. */
	| { delay: number }
	/** The socket is destroyed without an answer. */
	| { reset: true }
	/** The request is carried out; half of its answer's body is written, then the socket destroyed. */
	| { cut: true }
	/** Never a response; the socket stays open. */
	| { hang: true }
	/** A page of a proxy or gateway, status 502 unless given. */
	| { html: string; status?: number };

export interface Fault {
	host?: Host;
	method?: string;
	/** Tested against the path with its version and without its query. A string is a RegExp's source. */
	path?: RegExp | string;
	/** true: only parts of a $batch; false: only HTTP requests; absent: both. */
	part?: boolean;
	/** How often it strikes; default 1. */
	times?: number;
	/** Chance in [0, 1] that it strikes when it fits; default 1. */
	probability?: number;
	/** The request is carried out first, then fails. */
	after?: boolean;
	/** The request fails now and is carried out this many milliseconds later. */
	late?: number;
	action: FaultAction;
}

export type TerminalAction = Exclude<FaultAction, { delay: number }>;

/** What strikes one request: a delay before it, and how it fails, if it does. */
export interface Strike {
	delay: number;
	/** A delay after the request was carried out. */
	delayAfter: number;
	failure?: { action: TerminalAction; when: 'before' | 'after' | 'late'; late: number };
}

export interface FaultTarget {
	host: Host;
	method: string;
	path: string;
	part: boolean;
}

export interface Faults {
	add(fault: Fault): void;
	clear(): void;
	/** Makes the chances repeatable. */
	seed(seed: number): void;
	/** How many times a fault struck since the last `clear`. */
	struck: number;
	/** Faults that can still strike. */
	active(): Fault[];
	/** Decides what happens to a request, and uses the faults up. */
	strike(target: FaultTarget): Strike;
}

interface LiveFault extends Fault {
	left: number;
	pattern?: RegExp;
}

function fits(fault: LiveFault, target: FaultTarget): boolean {
	return (
		fault.left > 0 &&
		(fault.host === undefined || fault.host === target.host) &&
		(fault.method === undefined || fault.method.toUpperCase() === target.method) &&
		(fault.part === undefined || fault.part === target.part) &&
		(fault.pattern === undefined || fault.pattern.test(target.path))
	);
}

function whenOf(fault: Fault): 'before' | 'after' | 'late' {
	if (fault.late !== undefined) return 'late';
	// There's no response to truncate unless the request was carried out.
	return fault.after || 'cut' in fault.action ? 'after' : 'before';
}

/**
 * The faults that tests add. They're applied in the order in which they were added: delays add up; after the first one that
 * ends a request, no others apply.
 */
export function createFaults(): Faults {
	let live: LiveFault[] = [];
	let random = seededRandom(1);
	const faults: Faults = {
		struck: 0,
		add(fault) {
			const { path } = fault;
			// Without the flags g and y, which would make the test depend on the one before.
			const pattern =
				path === undefined
					? undefined
					: typeof path === 'string'
						? new RegExp(path)
						: new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
			live.push({ ...fault, left: fault.times ?? 1, pattern });
		},
		clear() {
			live = [];
			faults.struck = 0;
		},
		seed(seed) {
			random = seededRandom(seed);
		},
		active: () =>
			live.map(({ left, pattern, ...fault }) => ({ ...fault, path: pattern?.source, times: left })),
		strike(target) {
			const strike: Strike = { delay: 0, delayAfter: 0 };
			for (const fault of live) {
				if (!fits(fault, target)) continue;
				if (fault.probability !== undefined && random() >= fault.probability) continue;
				fault.left -= 1;
				faults.struck += 1;
				if ('delay' in fault.action) {
					strike[fault.after ? 'delayAfter' : 'delay'] += fault.action.delay;
					continue;
				}
				strike.failure = { action: fault.action, when: whenOf(fault), late: fault.late ?? 0 };
				break;
			}
			live = live.filter((fault) => fault.left > 0);
			return strike;
		},
	};
	return faults;
}
