import { PlainText } from '../transport/expectedResponse';
import { cancelled, failureOf, waitedTooLong } from '../errors/failure';
import { isStorageUrl } from '../transport/storageHosts';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { RequestContext } from '../transport/exchange';
import { unusableResponse, type Outcome } from '../transport/outcome';
import { requestError } from '../errors/requestError';
import { decide } from '../scheduling/retryPolicy';
import { sleepFor } from '../scheduling/sleepFor';
import { callStorage } from '../transport/storage';

/** A file of known size, of which any part can be read, again and again. */
export interface UploadSource {
	size: number;
	/**
	 * The bytes from `start` up to `end`, which is not among them.
	 * @param into they may be put there, if it is large enough, in place of a new buffer
	 */
	read(start: number, end: number, into?: Buffer): Promise<Buffer>;
	/** Gives back what it holds open; it can be read again all the same. */
	release?(): Promise<void>;
}

/** The waits that all transfers of a sign-in share. */
export interface SharedWait {
	/** How long to wait still, in ms. */
	remaining: () => number;
	/** Has all of them wait, in ms. */
	delayAll: (wait: number) => void;
	/** Whether so few are on the way that each may hold a range more in memory. */
	hasSpareMemory: () => boolean;
}

export interface UploadOptions {
	/** Where Graph is, with the version. */
	base: string;
	/** Bytes of one range, a multiple of `rangeUnit`. */
	rangeSize?: number;
	/** How long the upload may wait without getting on, in ms. */
	maxWait: number;
	shared?: SharedWait;
	signal?: AbortSignal;
	/** Told how many bytes have arrived. */
	progress?: (sent: number) => void;
}

/** What ranges are a multiple of. Source: "driveItem: createUploadSession". */
export const rangeUnit = 320 * 1024;
/** Bytes of one range where nothing else is said. */
export const defaultRangeSize = 32 * rangeUnit;
/** How long the host may take for one range, in ms. */
const rangeTimeout = 600_000;
/** How long the host may take to say what it has, in ms. */
const answerTimeout = 120_000;

/** How an upload stands in errors: its URL is a secret. */
const put: GraphRequest = { method: 'PUT', path: ['(upload session)'] };

/**
 * Sends a file to an upload session, in ranges, one after the other; two are held in memory. After a failure the
 * session is asked what it has, and the upload goes on from there. A session that is given up is deleted.
 * @param uploadUrl carries its own authorization: the token does not go there, and it is told nowhere
 * @param source has one byte at least
 * @returns the answer to the last range: what was made
 * @throws GraphError, RequestError; `outcomeUnknown` when the file may be whole, and the session does not say so
 * Source: "driveItem: createUploadSession", "Attach large files to Outlook messages or events".
 */
export async function uploadToSession(
	context: RequestContext,
	uploadUrl: string,
	source: UploadSource,
	options: UploadOptions,
): Promise<GraphResponse> {
	const { base, maxWait, shared, signal, rangeSize = defaultRangeSize } = options;
	if (!isStorageUrl(uploadUrl, base)) throw foreignHost(uploadUrl);
	let start = 0;
	/** How often the bytes at `start` were sent, and since when. */
	let tries = 0;
	let since = Date.now();
	let last: Outcome | undefined;
	/** Whether the whole file may have arrived. */
	let mayBeWhole = false;
	let ahead: ReadAhead | undefined;
	/** What the host has taken, to be used again: a new buffer for each range would be garbage faster than it is collected. */
	let spare: Buffer | undefined;
	let ended = false;

	const goOnAt = (next: number) => {
		if (next > start) {
			[tries, since] = [0, Date.now()];
			options.progress?.(next);
		}
		start = next;
	};
	const pause = async (ms: number) => {
		if (ms > 0 && Date.now() + ms - since > maxWait)
			throw waitedTooLong(put, last, { waited: Date.now() - since, more: ms });
		if (ms > 0) await sleepFor(ms, signal).catch(() => undefined);
		if (signal?.aborted) throw cancelled();
	};
	/** Asks the session where to go on; `false` when it does not say. */
	const ask = async (): Promise<boolean> => {
		const state = await callStorage(context, {
			method: 'GET',
			url: uploadUrl,
			timeout: answerTimeout,
			abortSignal: signal,
		});
		if (state.kind !== 'answered' || state.response.status === 429 || state.response.status >= 500)
			return false;
		const next = nextStart(state.response.body);
		if (state.response.status < 300 && next !== undefined && next < source.size) {
			mayBeWhole = false;
			goOnAt(next);
			return true;
		}
		if (state.response.status < 300 && !isObject(state.response.body)) return false;
		if (state.response.status < 300 || mayBeWhole) {
			mayBeWhole = true;
			throw mayHaveArrived();
		}
		throw failureOf(state, put, false);
	};
	/** Reads what comes next while the host takes what is before it. */
	const readAhead = (from: number): ReadAhead => {
		const bytes = source.read(from, Math.min(from + rangeSize, source.size), spare);
		spare = undefined;
		// It is looked at when its turn comes.
		bytes.catch(() => undefined);
		return { start: from, bytes };
	};
	const send = async (): Promise<GraphResponse | undefined> => {
		const end = Math.min(start + rangeSize, source.size);
		if (ahead?.start !== start) {
			await ahead?.bytes.catch(() => undefined);
			ahead = undefined;
		}
		const body = await (ahead ?? readAhead(start)).bytes;
		ahead = end < source.size && (shared?.hasSpareMemory() ?? true) ? readAhead(end) : undefined;
		const outcome = await callStorage(context, {
			method: 'PUT',
			url: uploadUrl,
			headers: {
				'Content-Type': 'application/octet-stream',
				'Content-Range': `bytes ${start}-${end - 1}/${source.size}`,
			},
			body,
			timeout: rangeTimeout,
			abortSignal: signal,
		});
		last = outcome;
		tries += 1;
		const response = outcome.kind === 'answered' ? outcome.response : undefined;
		if (response !== undefined && response.status < 300 && isTaken(response, end === source.size)) {
			const next = nextStart(response.body) ?? end;
			if (end === source.size && next >= end) return response;
			// An answer that comes early leaves bytes to be sent.
			if (next === end) spare = body;
			goOnAt(next);
			return undefined;
		}
		const unreadable = response !== undefined && response.status < 300;
		if (end === source.size && (outcome.kind === 'noAnswer' || unreadable)) mayBeWhole = true;
		if (unreadable) last = unusableResponse("the storage's response isn't one of an upload session");
		// What the session has already, or not yet: it says where to go on.
		const asks = unreadable || response?.status === 416;
		const verdict = decide(asks ? unclear : outcome, put, tries);
		if (!verdict.repeat) throw failureOf(last, put, mayBeWhole);
		if (verdict.asked) shared?.delayAll(verdict.wait);
		await pause(verdict.wait);
		while (!verdict.asked && !(await ask())) {
			tries += 1;
			const again = decide(unclear, put, tries);
			if (!again.repeat) throw failureOf(last, put, mayBeWhole);
			await pause(again.wait);
		}
		return undefined;
	};

	try {
		for (;;) {
			await pause(shared?.remaining() ?? 0);
			const done = await send();
			if (done === undefined) continue;
			ended = true;
			options.progress?.(source.size);
			return done;
		}
	} finally {
		await ahead?.bytes.catch(() => undefined);
		await source.release?.();
		if (!ended && !mayBeWhole) {
			// Not with the execution's signal: that may be the reason.
			await callStorage(context, { method: 'DELETE', url: uploadUrl, timeout: answerTimeout });
		}
	}
}

/** A range that is read before it is sent. */
interface ReadAhead {
	start: number;
	bytes: Promise<Buffer>;
}

/** A failure after which the session is asked, as often as after any other. */
const unclear: Outcome = { kind: 'noAnswer', code: '', message: '' };

/**
 * Whether an answer of 2xx is one of an upload session: it says what it waits for, or, to the last range, what was made. An
 * attachment is made with 201 and no body.
 */
function isTaken({ status, body }: GraphResponse, last: boolean): boolean {
	if (nextStart(body) !== undefined) return status === 200 || status === 202;
	if (!last) return false;
	return status === 201 ? body === undefined || isObject(body) : status === 200 && isObject(body);
}

function isObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof PlainText);
}

/** Where the next range begins; `undefined` when the answer does not say. */
function nextStart(body: unknown): number | undefined {
	const { nextExpectedRanges } = (typeof body === 'object' && body !== null ? body : {}) as {
		nextExpectedRanges?: unknown;
	};
	if (!Array.isArray(nextExpectedRanges) || nextExpectedRanges.length === 0) return undefined;
	const starts = nextExpectedRanges.map((range) => Number.parseInt(String(range), 10));
	const first = Math.min(...starts);
	return Number.isInteger(first) ? first : undefined;
}

function foreignHost(url: string): Error {
	return requestError({
		what: `Graph's response points to a non-Microsoft host${URL.canParse(url) ? `, ${new URL(url).host}` : ''}.`,
		why: "The file wasn't sent there.",
		fix: 'Check any proxy or gateway between n8n and Graph.',
	});
}

function mayHaveArrived(): Error {
	return requestError({
		what: 'The outcome is unknown: the last part of the file got no response, and the upload session no longer exists.',
		why: 'This happens when the file arrived but the response was lost.',
		fix: 'Check whether the file exists before you run this again.',
		outcomeUnknown: true,
	});
}
