import type { IHttpRequestOptions } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { cancelled, failureOf, waitedTooLong } from '../errors/failure';
import { readRefusal, whyNoContent, whyNoFile, type FileKind } from '../transport/fileResponse';
import { discard, type FileStream } from '../transport/fileStream';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { RequestContext } from '../transport/exchange';
import { late, unusableResponse, type Outcome } from '../transport/outcome';
import { requestError } from '../errors/requestError';
import { decide } from '../scheduling/retryPolicy';
import { sleepFor } from '../../../credentials/auth/core/sleepFor';
import { callStorage, withoutUrls } from '../transport/storage';
import { answerTimes } from '../transport/timeouts';
import type { SharedWait } from './upload';

/** What to download. */
export interface Download {
	/** Graph responds with the file, or with a redirect to it; sent again when the redirect expires. */
	request: GraphRequest;
	/** A part of the file that Graph redirects to: the HTTP header `Range`. */
	range?: string;
	/** The expected type of the file, if known: other content isn't a valid response. */
	expects?: FileKind;
	/** Creates a function that sees each byte once, in order; called again if the download restarts. */
	watch?: () => (bytes: Buffer) => void;
}

/** A file's response. */
export interface FileAnswer {
	stream: FileStream;
	headers: GraphResponse['headers'];
}

export interface DownloadOptions {
	/** Asks Graph. */
	send: (request: GraphRequest) => Promise<GraphResponse>;
	/** How long the download may wait without progress, in ms. */
	maxWait: number;
	shared?: SharedWait;
	signal?: AbortSignal;
	/** Called with the number of received bytes. */
	progress?: (received: number) => void;
}

/** The request to show in errors of a download from a redirect's location, whose URL is a secret. */
const get: GraphRequest = { method: 'GET', path: ['(file)'] };

/**
 * Downloads a file as a stream, with only a small part in memory. A cut connection is resumed, unnoticed by the reader
 * of the stream; if the host can't resume, the download restarts.
 * @param keep stores the stream; called again, after its stream has failed, if the download restarts
 * @returns what `keep` returns
 * @throws GraphError, RequestError; and what `keep` throws
 * Source: "Download driveItem content", with "Partial range downloads".
 */
export async function fetchFile<T>(
	context: RequestContext,
	{ request, range, expects, watch }: Download,
	keep: (answer: FileAnswer) => Promise<T>,
	options: DownloadOptions,
): Promise<T> {
	const { maxWait, shared, signal } = options;
	const repeatable = decide(cut(), request, 1).repeat;
	/** The file's location, unless Graph itself returns it. */
	let location: string | undefined;
	let direct = false;
	/** The most bytes received so far. */
	let furthest = 0;
	let tries = 0;
	let since = Date.now();
	let last: Outcome | undefined;

	const pause = async (ms: number) => {
		if (ms > 0 && Date.now() + ms - since > maxWait)
			throw waitedTooLong(get, last, { waited: Date.now() - since, more: ms });
		if (ms > 0) await sleepFor(ms, signal).catch(() => undefined);
		if (signal?.aborted) throw cancelled();
	};
	/** Handles a failure; returns when to retry. */
	const recover = async (outcome: Outcome) => {
		const asked = direct ? request : get;
		last = outcome;
		const verdict = decide(outcome, asked, tries);
		if (!verdict.repeat) throw failureOf(outcome, asked, verdict.outcomeUnknown);
		if (verdict.asked) shared?.delayAll(verdict.wait);
		// The client's own backoff doesn't throttle other downloads.
		else if (Date.now() + verdict.wait - since > maxWait) throw failureOf(outcome, asked, false);
		await pause(verdict.wait);
	};
	/** Sends the request to Graph, which returns the file or its location. */
	const askGraph = async (headers: Record<string, string>): Promise<GraphResponse | undefined> => {
		// The range is only for the file's location, not for Graph's redirect.
		const asking = { ...request, headers: { ...request.headers, ...(direct && headers) } };
		const answer = await options.send({ ...asking, expectsFile: true });
		direct = answer.body !== undefined;
		location = direct ? undefined : String(answer.headers.location);
		return direct ? answer : undefined;
	};
	/** The response with the remaining bytes. */
	const open = async (wanted: Record<string, string>): Promise<GraphResponse> => {
		for (;;) {
			await pause(shared?.remaining() ?? 0);
			tries += 1;
			const fresh = location === undefined;
			const file = location === undefined ? await askGraph(wanted) : undefined;
			if (file !== undefined) return ignoreEarlyError(file);
			const outcome = await callStorage(context, getFile(String(location), wanted, signal));
			if (outcome.kind !== 'answered') {
				await recover(outcome);
				continue;
			}
			const { response } = outcome;
			if (response.status < 300) {
				const wrong = whyNoFile(response, wanted.Range !== undefined);
				if (wrong === undefined) return ignoreEarlyError(response);
				discard(response);
				await recover(unusableResponse(wrong));
				continue;
			}
			const refused = { ...response, body: withoutUrls(await readRefusal(response.body)) };
			// The location is valid for only some minutes: Graph returns another one.
			if (!fresh && repeatable && [401, 403, 404, 410].includes(response.status)) location = undefined;
			else await recover({ kind: 'answered', response: refused });
		}
	};

	/** Restarts the download if its content isn't the expected file. */
	const check = async (headers: GraphResponse['headers'], start: Buffer, round: Round) => {
		const wrong = expects && whyNoContent(expects, headers, start);
		if (wrong === undefined) return;
		round.wrong = true;
		location = undefined;
		await recover(unusableResponse(wrong));
		round.again = true;
		throw changed();
	};

	/** The bytes of a response and its continuations. */
	async function* bytesFrom(first: GraphResponse, round: Round): AsyncGenerator<Buffer> {
		const etag = strong(first.headers.etag);
		const [from, whole] = partOf(first);
		const see = watch?.();
		let stream = first.body as FileStream;
		let received = 0;
		for (;;) {
			let cause: unknown;
			const watchdog = watchSilence(stream, () => received);
			try {
				for await (const bytes of stream as AsyncIterable<Buffer>) {
					if (received === 0) await check(first.headers, bytes, round);
					received += bytes.length;
					if (received > furthest) [furthest, tries, since] = [received, 0, Date.now()];
					see?.(bytes);
					options.progress?.(received);
					yield bytes;
				}
			} catch (error) {
				cause = error;
			} finally {
				watchdog.abort();
			}
			if (round.wrong) throw caught(cause);
			if (whole === undefined ? cause === undefined : received >= whole) {
				if (received === 0) await check(first.headers, Buffer.alloc(0), round);
				return;
			}
			if (signal?.aborted || round.over) throw cancelled();
			await recover(cut(cause));
			const end = whole === undefined || range === undefined ? '' : from + whole - 1;
			const rest = etag && (await open({ Range: `bytes=${from + received}-${end}`, 'If-Range': etag }));
			// Without an ETag, or without range support of the host, it could be the second half of another version.
			if (!rest || (rest.status !== 206 && rest.headers.etag === etag)) {
				discard(rest);
				round.again = true;
				throw changed();
			}
			stream = rest.body as FileStream;
			if (rest.headers.etag !== etag || partOf(rest)[0] !== from + received) {
				discard(rest);
				throw changed();
			}
		}
	}

	for (;;) {
		const first = await open(range === undefined ? {} : { Range: range });
		let failure: unknown;
		const round: Round = { again: false, over: false };
		const stream = streamLike(first.body as FileStream, bytesFrom(first, round));
		try {
			const kept = await keep({ stream, headers: first.headers });
			if (!round.again) return kept;
		} catch (error) {
			failure = error;
		} finally {
			round.over = true;
			stream.destroy();
			discard(first);
		}
		if (!round.again) throw caught(failure);
	}
}

/** One attempt to store the file. */
interface Round {
	/** Whether the download must restart. */
	again: boolean;
	/** Whether no one reads the stream anymore. */
	over: boolean;
	/** Whether its content wasn't the file. */
	wrong?: boolean;
}

function getFile(url: string, wanted: Record<string, string>, signal?: AbortSignal): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		// Uncompressed, because ranges count the file's own bytes.
		headers: { 'Accept-Encoding': 'identity', ...wanted },
		encoding: 'stream',
		timeout: answerTimes.fileSilence,
		abortSignal: signal,
	};
}

const cut = (cause?: unknown): Outcome => {
	const { code = 'ECONNRESET' } = (cause ?? {}) as { code?: string };
	const message = code === late ? `the host sent nothing for ${answerTimes.fileSilence / 1000} s` : '';
	return { kind: 'noAnswer', code, message };
};

/** A stream of chunks. The constructor of any Node.js stream has the function to create one from a generator. */
function streamLike(other: FileStream, chunks: AsyncIterable<Buffer>): FileStream {
	const { from } = other.constructor as unknown as {
		from: (chunks: AsyncIterable<Buffer>, options: { objectMode: boolean }) => FileStream;
	};
	return from.call(other.constructor, chunks, { objectMode: false });
}

/** An error before the stream is read isn't lost: it shows on reading. */
function ignoreEarlyError(answer: GraphResponse): GraphResponse {
	(answer.body as FileStream).on('error', () => undefined);
	return answer;
}

/** The strong ETag with which parts of a file may be combined (RFC 9110, section 13.1.5). */
function strong(etag: unknown): string | undefined {
	return typeof etag === 'string' && !etag.startsWith('W/') ? etag : undefined;
}

/** A response's start within the file, and its length; `undefined` if its headers don't say. */
function partOf({ headers, status }: GraphResponse): [number, number | undefined] {
	const [, start, end] = /^bytes (\d+)-(\d+)\//.exec(String(headers['content-range'])) ?? [];
	if (status === 206 && start !== undefined) return [Number(start), Number(end) - Number(start) + 1];
	const length = headers['content-length'];
	return [0, length === undefined ? undefined : Number(length)];
}

/** Ends a stalled stream with an error, because a generator that waits for its host can't be destroyed. */
function watchSilence(stream: FileStream, received: () => number): AbortController {
	const over = new AbortController();
	const watch = async () => {
		for (let before = -1; before !== received();) {
			before = received();
			await sleepFor(answerTimes.fileSilence, over.signal);
		}
		stream.emit('error', Object.assign(new RangeError('The host is silent.'), { code: late }));
		stream.destroy();
	};
	watch().catch(() => undefined);
	return over;
}

function changed(): Error {
	return requestError({
		what: 'The file changed during the download.',
		fix: 'Run the item again.',
	});
}
