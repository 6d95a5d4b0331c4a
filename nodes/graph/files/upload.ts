import { PlainText } from '../transport/expectedResponse';
import { cancelled, failureOf, waitedTooLong } from '../errors/failure';
import { isStorageUrl } from '../transport/storageHosts';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { RequestContext } from '../transport/exchange';
import { unusableResponse, type Outcome } from '../transport/outcome';
import { requestError } from '../errors/requestError';
import { decide } from '../scheduling/retryPolicy';
import { sleepFor } from '../../../credentials/auth/core/sleepFor';
import { callStorage } from '../transport/storage';

/** A file of known size whose parts can be read repeatedly. */
export interface UploadSource {
	size: number;
	/**
	 * The bytes from `start` up to, but excluding, `end`.
	 * @param into a buffer to reuse, if it's large enough
	 */
	read(start: number, end: number, into?: Buffer): Promise<Buffer>;
	/** Closes open resources; it can still be read again. */
	release?(): Promise<void>;
}

/** The waits that all transfers of a sign-in share. */
export interface SharedWait {
	/** The remaining wait, in ms. */
	remaining: () => number;
	/** Makes all of them wait, in ms. */
	delayAll: (wait: number) => void;
	/** Whether so few are running that each may read one more range ahead. */
	hasSpareMemory: () => boolean;
}

export interface UploadOptions {
	/** Graph's URL with the version. */
	base: string;
	/** Bytes of one range, a multiple of `rangeUnit`. */
	rangeSize?: number;
	/** How long the upload may wait without progress, in ms. */
	maxWait: number;
	shared?: SharedWait;
	signal?: AbortSignal;
	/** Called with the number of sent bytes. */
	progress?: (sent: number) => void;
}

/** Ranges must be a multiple of this. Source: "driveItem: createUploadSession". */
export const rangeUnit = 320 * 1024;
/** The default size of a range. */
export const defaultRangeSize = 32 * rangeUnit;
/** How long the host may take for one range, in ms. */
const rangeTimeout = 600_000;
/** How long the host may take to return the session's status, in ms. */
const answerTimeout = 120_000;

/** The request to show in errors of an upload, whose URL is a secret. */
const put: GraphRequest = { method: 'PUT', path: ['(upload session)'] };

/**
 * Sends a file to an upload session, in ranges, one after the other; two are held in memory. After a failure, it reads
 * the session's status and resumes there. A failed upload's session is deleted.
 * @param uploadUrl preauthenticated: the token isn't sent there, and the URL appears in no error or log
 * @param source has one byte at least
 * @returns the response to the last range: what was created
 * @throws GraphError, RequestError; `outcomeUnknown` if the file may be complete, but the session doesn't confirm it
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
	/** How many times the bytes at `start` were sent, and since when. */
	let tries = 0;
	let since = Date.now();
	let last: Outcome | undefined;
	/** Whether the full file may have arrived. */
	let mayBeWhole = false;
	let ahead: ReadAhead | undefined;
	/** A buffer to reuse: a new one for each range would pile up faster than garbage collection. */
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
	/** Reads from the session where to resume; `false` if it doesn't say. */
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
	/** Reads the next range while the current one is being sent. */
	const readAhead = (from: number): ReadAhead => {
		const bytes = source.read(from, Math.min(from + rangeSize, source.size), spare);
		spare = undefined;
		// Its error is handled when its turn comes.
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
			// After an early response, bytes may still be in use.
			if (next === end) spare = body;
			goOnAt(next);
			return undefined;
		}
		const unreadable = response !== undefined && response.status < 300;
		if (end === source.size && (outcome.kind === 'noAnswer' || unreadable)) mayBeWhole = true;
		if (unreadable) last = unusableResponse("the storage's response isn't one of an upload session");
		// The range is already there or too early: the session says where to resume.
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
			// Without the execution's signal, which may be the reason.
			await callStorage(context, { method: 'DELETE', url: uploadUrl, timeout: answerTimeout });
		}
	}
}

/** A range that is read ahead. */
interface ReadAhead {
	start: number;
	bytes: Promise<Buffer>;
}

/** A failure after which the session's status is read, with the usual number of retries. */
const unclear: Outcome = { kind: 'noAnswer', code: '', message: '' };

/**
 * Whether a 2xx response is one of an upload session: it has the next expected ranges or, for the last range, what was
 * created. An attachment is created with 201 and no body.
 */
function isTaken({ status, body }: GraphResponse, last: boolean): boolean {
	if (nextStart(body) !== undefined) return status === 200 || status === 202;
	if (!last) return false;
	return status === 201 ? body === undefined || isObject(body) : status === 200 && isObject(body);
}

function isObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof PlainText);
}

/** Where the next range starts; `undefined` if the response doesn't say. */
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
