import { caught } from '../../credentials/auth/core/caught';
import type { Send } from '../graph/client';
import { isNotFound } from '../graph/errors/graphError';
import { numberField } from '../shared/fields/build';
import type { Operation } from './operation';
import type { ItemRun } from '../shared/itemRun';

/** For operations after a create: other parts of the directory find a new object only after a while. */
export const waitForReplication = numberField('waitForReplication', 'Wait for Replication (Seconds)', {
	default: 60,
	typeOptions: { minValue: 0, maxValue: 900 },
	description:
		'How long in total to retry a request that gets "not found" (HTTP 404): for objects created a moment ago, which can take a minute or more to appear',
});

/** The waits between two tries, in ms; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Sends an item's requests; with the option, retries those that get 404, for up to the option's time in total. A 404
 * means that nothing was done, so a retry is harmless for any request.
 * @throws Graph's last error when the time is over
 * Source: "Create team", on the replication of a new group.
 */
export function sendAfterReplication(
	{ item, send, wait }: Pick<ItemRun, 'item' | 'send' | 'wait'>,
	{ options = [] }: Pick<Operation, 'options'>,
): Send {
	if (!options.includes(waitForReplication)) return send;
	const seconds = item.collection('options').waitForReplication;
	if (typeof seconds !== 'number' || seconds <= 0) return send;
	let end: number | undefined;
	return async (request) => {
		for (let tries = 0; ; tries += 1) {
			try {
				return await send(request);
			} catch (error) {
				if (!isUnknownToGraph(error)) throw caught(error);
				const now = Date.now();
				end ??= now + seconds * 1000;
				if (now >= end) throw caught(error);
				await wait(Math.min(pauses[Math.min(tries, pauses.length - 1)] ?? 0, end - now));
			}
		}
	};
}

/** Graph's 404, which has a code; a proxy's has none. */
function isUnknownToGraph(error: unknown): boolean {
	return isNotFound(error) && error.parts.code !== undefined;
}
