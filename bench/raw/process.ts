import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Transport } from '../graph';
import type { CallCost, RawOrder, RawReply, RawResult, RawTarget, RawTask } from './task';

/** Raw undici in a process of its own, so that it shares no event loop with the simulator. */
export interface RawProcess {
	pid: number;
	open(target: RawTarget): Promise<void>;
	/** @param connecting whether each call has a connection of its own */
	run(transport: Transport, task: RawTask, connecting: boolean): Promise<RawResult>;
	/** What one call over TLS takes, by the connection it goes over. */
	compareConnections(): Promise<CallCost>;
	collectGarbage(): Promise<void>;
	stop(): Promise<void>;
}

type OrderBody = RawOrder extends infer Order ? (Order extends RawOrder ? Omit<Order, 'id'> : never) : never;

/**
 * Starts it.
 * @param node the Node.js to run it with: n8n's own, so that both have the same
 */
export function startRaw(node: string): RawProcess {
	const child = fork(join(__dirname, 'main.ts'), [], {
		execPath: node,
		execArgv: ['--expose-gc', '--import', 'tsx'],
		cwd: join(__dirname, '..', '..'),
		serialization: 'advanced',
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const waiting = new Map<
		number,
		{ resolve: (result: RawReply['result']) => void; reject: (error: Error) => void }
	>();
	let last = 0;
	child.on('message', ({ id, result, error }: RawReply) => {
		const asked = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) asked?.resolve(result);
		else asked?.reject(new Error(`Raw undici: ${error}`));
	});
	void ended.then(() => {
		for (const { reject } of waiting.values()) reject(new Error('The process of raw undici exited.'));
	});
	const order = async (body: OrderBody): Promise<RawReply['result']> => {
		const id = ++last;
		return await new Promise((resolve, reject) => {
			waiting.set(id, { resolve, reject });
			child.send({ id, ...body });
		});
	};

	return {
		pid: child.pid ?? 0,
		open: async (target) => {
			await order({ kind: 'open', target });
		},
		run: async (transport, task, connecting) =>
			(await order({ kind: 'run', transport, task, connecting })) as RawResult,
		compareConnections: async () => (await order({ kind: 'compareConnections' })) as CallCost,
		collectGarbage: async () => {
			await order({ kind: 'collectGarbage' });
		},
		stop: async () => {
			child.kill();
			await ended;
		},
	};
}
