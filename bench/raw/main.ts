// The process of raw undici: it gets orders from the bench and reports what they took.
import { performance } from 'node:perf_hooks';
import { openRaw, type RawClient } from './client';
import type { CallCost, RawOrder, RawReply, RawResult, RawTask } from './task';

const open = new Map<string, RawClient>();

process.on('message', (order: RawOrder) => {
	void obey(order).then(
		(result) => reply({ id: order.id, result }),
		(error: unknown) =>
			reply({ id: order.id, error: error instanceof Error ? error.message : String(error) }),
	);
});

function reply(message: RawReply): void {
	process.send?.(message);
}

async function obey(order: RawOrder): Promise<RawResult | CallCost | undefined> {
	switch (order.kind) {
		case 'open':
			open.set(order.target.transport, await openRaw(order.target));
			return undefined;
		case 'compareConnections':
			return await open.get('tls')?.compareConnections();
		case 'collectGarbage':
			globalThis.gc?.();
			return undefined;
		case 'run':
			return await measure(open.get(order.transport), order);
	}
}

async function measure(
	client: RawClient | undefined,
	{ task, connecting }: { task: RawTask; connecting: boolean },
): Promise<RawResult> {
	if (client === undefined) throw new Error('Not signed in.');
	const cpuBefore = process.cpuUsage();
	const begunAt = performance.now();
	const done = await client.run(task, connecting);
	const wall = performance.now() - begunAt;
	const { user, system } = process.cpuUsage(cpuBefore);
	return { wall, cpu: (user + system) / 1000, done };
}
