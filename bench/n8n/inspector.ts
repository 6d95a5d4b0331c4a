import { setTimeout as wait } from 'node:timers/promises';
import { request, WebSocket } from 'undici';

/** A Node.js process, seen through its inspector. */
export interface Inspector {
	/** Runs a full garbage collection. */
	collectGarbage(): Promise<void>;
	/** CPU time of all threads since the process began, in ms. */
	cpuTime(): Promise<number>;
	/** Records where CPU time goes while `work` runs; a `.cpuprofile` as JSON. */
	profile(work: () => Promise<unknown>): Promise<string>;
	close(): void;
}

interface Answer {
	id?: number;
	result?: unknown;
	error?: { message: string };
}

/**
 * Attaches to a process that was started with `--inspect=127.0.0.1:<port>`.
 * @throws Error when nothing responds there for 10 s
 */
export async function attachInspector(port: number): Promise<Inspector> {
	const socket = new WebSocket(await debuggerUrl(port));
	await new Promise((resolve, reject) => {
		socket.addEventListener('open', resolve, { once: true });
		socket.addEventListener('error', () => reject(new Error(`The inspector at port ${port} closed.`)), {
			once: true,
		});
	});
	const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
	let last = 0;
	socket.addEventListener('message', ({ data }) => {
		const { id, result, error } = JSON.parse(String(data)) as Answer;
		const asked = waiting.get(id ?? 0);
		waiting.delete(id ?? 0);
		if (error) asked?.reject(new Error(error.message));
		else asked?.resolve(result);
	});
	socket.addEventListener('close', () => {
		for (const { reject } of waiting.values()) reject(new Error('The inspected process exited.'));
	});
	const ask = async <T>(method: string, params: object = {}): Promise<T> => {
		const id = ++last;
		const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
		socket.send(JSON.stringify({ id, method, params }));
		return (await answer) as T;
	};

	return {
		collectGarbage: async () => {
			await ask('HeapProfiler.collectGarbage');
		},
		cpuTime: async () => {
			const expression = 'process.cpuUsage().user + process.cpuUsage().system';
			const { result } = await ask<{ result: { value: number } }>('Runtime.evaluate', { expression });
			return result.value / 1000;
		},
		profile: async (work) => {
			await ask('Profiler.enable');
			await ask('Profiler.setSamplingInterval', { interval: 200 });
			await ask('Profiler.start');
			await work();
			const { profile } = await ask<{ profile: unknown }>('Profiler.stop');
			await ask('Profiler.disable');
			return JSON.stringify(profile);
		},
		close: () => socket.close(),
	};
}

async function debuggerUrl(port: number): Promise<string> {
	for (let tries = 0; tries < 100; tries++) {
		try {
			const { body } = await request(`http://127.0.0.1:${port}/json/list`);
			const [target] = (await body.json()) as Array<{ webSocketDebuggerUrl: string }>;
			if (target) return target.webSocketDebuggerUrl;
		} catch {
			// Not listening yet.
		}
		await wait(100);
	}
	throw new Error(`No inspector answers at port ${port}.`);
}
