import { retryAfterOf } from '../../../../../credentials/auth/core/retryAfter';
import type { Query } from '../../../../graph/graphRequest';
import { urlOf } from '../../../../graph/transport/url';
import type { ItemRun } from '../../../../shared/itemRun';
import type { Range } from './range';

/** Something of a workbook that is read. */
export interface Read {
	path: readonly string[];
	query: Query;
}

/**
 * Reads several ranges of one workbook in one call, in their order.
 * @returns them, or `undefined` if that didn't work: each is then to be read by itself, which says what's wrong with it
 */
export type ReadTogether = (reads: readonly Read[]) => Promise<Range[] | undefined>;

/** The longest wait after a part was throttled, in ms: a longer one is for the request that follows. */
const maxWaitMs = 30_000;

/**
 * Reads by a batch, whose parts wait for each other, because a workbook takes one request at a time.
 * Source: "Combine multiple HTTP requests using JSON batching", on `dependsOn`.
 */
export function readTogetherBy({ item, send, wait }: Pick<ItemRun, 'item' | 'send' | 'wait'>): ReadTogether {
	return async (reads) => {
		if (item.collection('options').batching === false) return undefined;
		const { body } = await send({
			method: 'POST',
			path: ['$batch'],
			body: {
				requests: reads.map((read, index) => ({
					id: String(index + 1),
					method: 'GET',
					url: urlOf(read, ''),
					...(index > 0 && { dependsOn: [String(index)] }),
				})),
			},
			expectedResponse: 'batch',
			idempotent: true,
			batchable: false,
		});
		const { responses } = body as { responses?: unknown };
		const parts = (Array.isArray(responses) ? responses : []) as Part[];
		const ranges = reads.flatMap((_, index) => {
			const part = parts.find(({ id }) => String(id) === String(index + 1));
			return part?.status === 200 && typeof part.body === 'object' && part.body !== null ? [part.body] : [];
		});
		if (ranges.length === reads.length) return ranges;
		const waits = parts.map(({ headers }) => retryAfterOf(headers) ?? 0);
		await wait(Math.min(maxWaitMs, Math.max(0, ...waits)));
		return undefined;
	};
}

interface Part {
	id?: unknown;
	status?: unknown;
	headers?: unknown;
	body?: Range | null;
}
