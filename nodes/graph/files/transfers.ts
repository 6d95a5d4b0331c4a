import { cancelled } from '../errors/failure';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { RateLimiter } from '../scheduling/rateLimiter';
import type { RequestContext } from '../transport/exchange';
import { checkUploadAllowed, type Restrictions } from '../transport/restrictions';
import { fetchFile, type Download, type FileAnswer } from './download';
import { uploadToSession, type UploadSource } from './upload';

/** The scope of storage hosts that throttle. */
const storage = 'storage';
/** Up to this many concurrent files are read ahead; more are fast enough without it. */
const fewTransfers = 2;
/** The interval for logging the speed of a long transfer, in ms. */
const logIntervalMs = 5_000;

/** Sends and fetches files for one credential, whatever their size: outside of batches, a few at a time. */
export interface Transfers {
	/**
	 * Sends a file to an upload session.
	 * @param uploadUrl as Graph returned it
	 * @param options `rangeSize`: bytes of one range, a multiple of 320 KiB; 10 MiB by default
	 * @returns the response to the last range
	 * @throws what `uploadToSession` throws
	 */
	upload(uploadUrl: string, source: UploadSource, options?: { rangeSize?: number }): Promise<GraphResponse>;
	/**
	 * Runs work that holds a full file in memory, in one of the transfer slots; it mustn't call `upload` or `download`.
	 */
	withTransferSlot<T>(work: () => Promise<T>): Promise<T>;
	/**
	 * Fetches the file of a request.
	 * @param keep stores the stream
	 * @throws what `fetchFile` throws
	 */
	download<T>(download: Download, keep: (answer: FileAnswer) => Promise<T>): Promise<T>;
}

/** What transfers are made with. */
export interface TransferOptions {
	/** Graph's URL with the version. */
	base: string;
	/** Sends requests to Graph for a file's location. */
	send: (request: GraphRequest) => Promise<GraphResponse>;
	/** Of the credential. */
	rateLimiter: RateLimiter;
	/** How long one request may wait for Graph in total, in ms. */
	maxWait: number;
	/** Ends all waits. */
	signal?: AbortSignal;
	/** Called when an item starts and stops waiting for its file: meanwhile it adds nothing to a batch. */
	waiting: { wait(): void; goOn(): void };
	restrictions: Restrictions;
}

export function createTransfers(
	context: RequestContext,
	{ base, send, rateLimiter, maxWait, signal, waiting, restrictions }: TransferOptions,
): Transfers {
	const shared = {
		remaining: () => Math.max(0, rateLimiter.throttledUntil(storage) - Date.now()),
		delayAll: (wait: number) =>
			rateLimiter.throttle(storage, wait, 'the storage host is throttling requests'),
		hasSpareMemory: () => rateLimiter.transfers() <= fewTransfers,
	};
	const options = { base, maxWait, shared, signal };

	/** Runs a transfer in a free slot. In the meantime, batches don't wait for this item's requests. */
	async function transfer<T>(
		what: string,
		work: (progress: (bytes: number) => void) => Promise<T>,
	): Promise<T> {
		waiting.wait();
		try {
			while (!rateLimiter.acquireTransfer()) {
				await new Promise<void>((resolve) => {
					rateLimiter.onChange(resolve);
					signal?.addEventListener('abort', () => resolve(), { once: true });
				});
				if (signal?.aborted) throw cancelled();
			}
			try {
				return await work(speedLog(what, context.logger));
			} finally {
				rateLimiter.releaseTransfer();
			}
		} finally {
			waiting.goOn();
		}
	}

	return {
		upload: async (url, source, { rangeSize } = {}) => {
			checkUploadAllowed(restrictions);
			return await transfer(
				'Upload',
				async (progress) => await uploadToSession(context, url, source, { ...options, rangeSize, progress }),
			);
		},
		withTransferSlot: async (work) => await transfer('File', work),
		download: async (download, keep) =>
			await transfer(
				'Download',
				async (progress) => await fetchFile(context, download, keep, { ...options, progress, send }),
			),
	};
}

/** Logs the speed of a transfer every few seconds. */
function speedLog(what: string, logger: RequestContext['logger']): (bytes: number) => void {
	const begunAt = Date.now();
	let loggedAt = begunAt;
	return (bytes) => {
		const now = Date.now();
		if (now - loggedAt < logIntervalMs) return;
		loggedAt = now;
		const perSecond = Math.round(bytes / ((now - begunAt) / 1000));
		logger?.debug(`${what}: ${bytes} bytes so far, ${perSecond} bytes per second`);
	};
}
