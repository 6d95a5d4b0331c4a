import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { signInId } from '../../../credentials/auth/token/session';
import { cancelled } from '../errors/failure';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import { laneOf } from '../scheduling/rateLimiter';
import type { RequestContext } from '../transport/exchange';
import { fetchFile, type Download, type FileAnswer } from './download';
import { uploadToSession, type Source } from './upload';

/** What storage hosts are held for when they ask for a pause. */
const storage = 'storage';
/** Up to so many files at once are read ahead of what is sent: more come so quickly enough. */
const fewTransfers = 2;
/** How often a file that takes long is heard of in n8n's log, in ms. */
const speedInterval = 5_000;

/** Sends and fetches files for one credential, whatever their size: past the batches, a few at a time. */
export interface Transfers {
	/**
	 * Sends a file to an upload session.
	 * @param uploadUrl as Graph gave it
	 * @param options `rangeSize`: bytes of one range, a multiple of 320 KiB; 10 MiB by default
	 * @returns the answer to the last range
	 * @throws what `uploadToSession` throws
	 */
	upload(uploadUrl: string, source: Source, options?: { rangeSize?: number }): Promise<GraphResponse>;
	/** Does what holds a whole file in memory, once there is a place for it; no `upload` or `download` in it. */
	inTurn<T>(work: () => Promise<T>): Promise<T>;
	/**
	 * Fetches the file that a request leads to.
	 * @param keep stores the stream
	 * @throws what `fetchFile` throws
	 */
	download<T>(download: Download, keep: (answer: FileAnswer) => Promise<T>): Promise<T>;
}

/** What transfers are made with. */
export interface TransferOptions {
	credentials: ICredentialDataDecryptedObject;
	/** Where Graph is, with the version. */
	base: string;
	/** Asks Graph where a file is. */
	send: (request: GraphRequest) => Promise<GraphResponse>;
	/** The longest that one request may wait in all, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
	/** Told while an item waits for its file: it adds nothing to a batch meanwhile. */
	waiting: { wait(): void; goOn(): void };
}

export function createTransfers(
	context: RequestContext,
	{ credentials, base, send, maxWait, signal, waiting }: TransferOptions,
): Transfers {
	const lane = laneOf(signInId(credentials));
	const shared = {
		left: () => Math.max(0, lane.heldUntil(storage) - Date.now()),
		ask: (wait: number) => lane.hold(storage, wait, 'the storage host asked for a pause'),
		few: () => lane.transfers() <= fewTransfers,
	};
	const options = { base, maxWait, shared, signal };

	/** Does what takes long once a place is free for it. */
	async function transfer<T>(
		what: string,
		work: (progress: (bytes: number) => void) => Promise<T>,
	): Promise<T> {
		waiting.wait();
		try {
			while (!lane.takeTransfer()) {
				await new Promise<void>((resolve) => {
					lane.onChange(resolve);
					signal?.addEventListener('abort', () => resolve(), { once: true });
				});
				if (signal?.aborted) throw cancelled();
			}
			try {
				return await work(speedLog(what, context.logger));
			} finally {
				lane.giveTransfer();
			}
		} finally {
			waiting.goOn();
		}
	}

	return {
		upload: async (url, source, { rangeSize } = {}) =>
			await transfer(
				'Upload',
				async (progress) => await uploadToSession(context, url, source, { ...options, rangeSize, progress }),
			),
		inTurn: async (work) => await transfer('File', work),
		download: async (download, keep) =>
			await transfer(
				'Download',
				async (progress) => await fetchFile(context, download, keep, { ...options, progress, send }),
			),
	};
}

/** Tells n8n's log how fast a file goes, every few seconds. */
function speedLog(what: string, logger: RequestContext['logger']): (bytes: number) => void {
	const begunAt = Date.now();
	let toldAt = begunAt;
	return (bytes) => {
		const now = Date.now();
		if (now - toldAt < speedInterval) return;
		toldAt = now;
		const perSecond = Math.round(bytes / ((now - begunAt) / 1000));
		logger?.debug(`${what}: ${bytes} bytes so far, ${perSecond} bytes per second`);
	};
}
