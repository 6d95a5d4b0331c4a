import { setTimeout as wait } from 'node:timers/promises';
import type { BenchCase } from './benchCase';
import {
	contenderNames,
	contendersFor,
	isRaw,
	type Bench,
	type Contender,
	type ContenderId,
	type Unable,
} from './contenders';
import { forget, seenBy, type Seen, type Transport } from './graph';
import { canMeasureMemory, memoryOf, resetPeak } from './peakMemory';

/** One measured run. */
export interface Sample {
	/** ms */
	wall: number;
	/** ms of all threads of the process */
	cpu: number;
	seen: Seen;
	/** Results by the simulator's state. */
	done?: number;
}

/** Resident memory of a process in a run, in bytes. */
export interface MemoryUse {
	/** The most. */
	peak: number;
	/** How much of that the run added. */
	growth: number;
}

/** What a contender took for a task: medians over the runs; for those in n8n, n8n's floor is taken off wall and CPU. */
export interface Outcome {
	id: ContenderId;
	transport: Transport;
	wall: number;
	cpu: number;
	/** Where it can be measured. */
	memory?: MemoryUse;
	graphCalls: number;
	tokenCalls: number;
	throttled: number;
	/** The most over the runs. */
	mostAtMailbox: number;
	/** How many results there were, the fewest over the runs. */
	done: number;
	/** The first error among the results. */
	error?: string;
	/** Every run as it was, with the floor in it. */
	samples: Sample[];
}

/** The outcome of a task. */
export interface CaseResult {
	id: string;
	title: string;
	size: number;
	/** n8n's floor, in ms. */
	floor: Floor;
	outcomes: Outcome[];
	unable: Unable[];
}

/** How thoroughly to measure. */
export interface Thoroughness {
	/** Smaller tasks, one run each, no memory. */
	quick: boolean;
	/** Reports progress. */
	say: (what: string) => void;
}

/** Measured runs; fewer when they take long. */
const repeats = { short: 5, long: 3, quick: 1 };
/** From this wall time on, in ms, a run takes long. */
const longRun = 2_000;
/**
 * Runs before the measured ones, so that the code in question is compiled as in an n8n that has run for a while; fewer
 * when they take longer than a long run together.
 */
const warmUpRuns = 5;
/** Between two runs, in ms: n8n has time to clear up after an execution. */
const pause = 200;
/** n8n's own nodes warm up with this many items: they do one after the other. */
const ownWarmUpItems = 5;

/**
 * Measures a task: everyone once without measuring, which shows that the task is done in full, then in turns.
 * @throws Error when our node, raw undici, or n8n itself doesn't return the expected results
 */
export async function measureCase(one: BenchCase, bench: Bench, how: Thoroughness): Promise<CaseResult> {
	const size = how.quick ? one.quickSize : one.size;
	const title = one.title(size);
	const unthrottled = { throttle: null };
	bench.graph.set({ ...unthrottled, ...one.settings });
	const items = one.items(bench.graph.tls, size);
	const all = await contendersFor(one, bench);
	const unable = all.filter((contender): contender is Unable => 'reason' in contender);
	const contenders = all
		.filter((contender): contender is Contender => 'run' in contender)
		.filter(({ id }) => id !== 'expressions' || items.length > 1);
	const task: Task = { one, bench, items, size, title };

	const states = new Map<Contender, State>();
	for (const contender of contenders) {
		how.say(`first run, ${nameOf(contender)}`);
		const checked = await check(task, contender);
		const memory = canMeasureMemory && !how.quick ? await measureMemory(task, contender) : undefined;
		states.set(contender, { checked, memory, runs: repeats.quick, samples: [] });
	}
	for (const [contender, state] of states) {
		how.say(`warming up ${nameOf(contender)}`);
		const wall = await warmUp(task, contender);
		if (!how.quick) state.runs = repeats[wall < longRun ? 'short' : 'long'];
	}
	for (let run = 1; run <= Math.max(...Object.values(repeats)); run++) {
		for (const [contender, { runs, samples }] of states) {
			if (run > runs) continue;
			how.say(`run ${run} of ${runs}, ${nameOf(contender)}`);
			samples.push(await measureRun(task, contender));
		}
	}
	bench.graph.set(unthrottled);

	const floor = floorOf([...states].find(([{ id }]) => id === 'floor')?.[1].samples ?? []);
	const outcomes = [...states]
		.filter(([{ id }]) => id !== 'floor')
		.map(([contender, state]) => outcomeOf(contender, state, isRaw(contender.id) ? noFloor : floor));
	return { id: one.id, title, size, floor, outcomes, unable };
}

/** A task as it is measured. */
interface Task {
	one: BenchCase;
	bench: Bench;
	items: object[];
	size: number;
	title: string;
}

/** What is known of a contender's runs. */
interface State {
	checked: { results: number; error?: string };
	memory?: MemoryUse;
	/** How many runs are measured. */
	runs: number;
	samples: Sample[];
}

interface Floor {
	wall: number;
	cpu: number;
}

const noFloor: Floor = { wall: 0, cpu: 0 };

function floorOf(samples: readonly Sample[]): Floor {
	return { wall: median(samples.map(({ wall }) => wall)), cpu: median(samples.map(({ cpu }) => cpu)) };
}

const nameOf = ({ id, transport }: Contender) => `${contenderNames[id]} (${transport})`;

function warmUpItems({ items }: Task, { id }: Contender): object[] {
	return id === 'own' ? items.slice(0, ownWarmUpItems) : items;
}

/** Runs the task once; n8n's own nodes may fail at it, which is then reported with their results. */
async function check(task: Task, contender: Contender): Promise<State['checked']> {
	await begin(task, contender);
	const checked = await contender.check(warmUpItems(task, contender));
	const expected = idle(contender) ? task.items.length : task.size;
	if (checked.results !== expected && contender.id !== 'own' && contender.id !== 'byHand') {
		throw new Error(
			`${task.title}: ${nameOf(contender)} brought ${checked.results} results, not ${expected}. ${checked.error ?? ''}`,
		);
	}
	return checked;
}

/** Returns the wall time of the last run, in ms, as for all items. */
async function warmUp(task: Task, contender: Contender): Promise<number> {
	const items = warmUpItems(task, contender);
	let wall = 0;
	for (let runs = 1, all = 0; runs < warmUpRuns && all < longRun; runs++, all += wall) {
		await begin(task, contender);
		({ wall } = await contender.run(items));
	}
	return (wall / items.length) * task.items.length;
}

/** Whether it does nothing of the task. */
function idle({ id }: Contender): boolean {
	return id === 'floor' || id === 'expressions';
}

async function begin({ one, bench, size }: Task, contender: Contender): Promise<void> {
	await wait(idle(contender) ? pause : (one.pauseBefore ?? pause));
	const simulator = bench.graph[contender.transport];
	one.reset?.(simulator, size);
	forget(simulator);
}

/** In a separate run, before all others: the garbage collection before it throws compiled code away too. */
async function measureMemory(task: Task, contender: Contender): Promise<MemoryUse> {
	const { n8n, raw } = task.bench;
	const [pid, collectGarbage] = isRaw(contender.id)
		? [raw.pid, raw.collectGarbage]
		: [n8n.pid, n8n.inspector.collectGarbage];
	await begin(task, contender);
	await collectGarbage();
	const before = memoryOf(pid).now;
	resetPeak(pid);
	await contender.run(task.items);
	const { peak } = memoryOf(pid);
	return { peak, growth: peak - before };
}

async function measureRun(task: Task, contender: Contender): Promise<Sample> {
	const { one, bench, items } = task;
	const { cpuTime } = bench.n8n.inspector;
	const simulator = bench.graph[contender.transport];
	await begin(task, contender);
	const cpuBefore = await cpuTime();
	const { wall, cpu } = await contender.run(items);
	const cpuAfter = await cpuTime();
	return {
		wall,
		cpu: cpu ?? cpuAfter - cpuBefore,
		seen: seenBy(simulator),
		...(one.done && { done: one.done(simulator) }),
	};
}

function outcomeOf({ id, transport }: Contender, { checked, memory, samples }: State, floor: Floor): Outcome {
	const middle = (of: (sample: Sample) => number) => median(samples.map(of));
	const done = samples.flatMap((sample) => sample.done ?? []);
	return {
		id,
		transport,
		wall: middle(({ wall }) => wall) - floor.wall,
		cpu: middle(({ cpu }) => cpu) - floor.cpu,
		graphCalls: middle(({ seen }) => seen.graphCalls),
		tokenCalls: middle(({ seen }) => seen.tokenCalls),
		throttled: middle(({ seen }) => seen.throttled),
		mostAtMailbox: Math.max(...samples.map(({ seen }) => seen.mostAtMailbox)),
		done: done.length > 0 ? Math.min(...done) : checked.results,
		...(checked.error !== undefined && { error: checked.error }),
		...(memory && { memory }),
		samples,
	};
}

/** The middle of some numbers; the mean of the middle two when their count is even. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((one, other) => one - other);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
