import type { IHttpRequestOptions } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { cancelled, failureOf, waitedTooLong } from '../errors/failure';
import { readRefusal, whyNoContent, whyNoFile, type FileKind } from '../transport/fileResponse';
import { discard } from '../transport/fileStream';
import { type FileStream } from '../transport/fileStream';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { RequestContext } from '../transport/exchange';
import { late, unusableResponse, type Outcome } from '../transport/outcome';
import { requestError } from '../errors/requestError';
import { decide } from '../scheduling/retryPolicy';
import { sleepFor } from '../scheduling/sleepFor';
import { callStorage, withoutUrls } from '../transport/storage';
import { answerTimes } from '../transport/timeouts';
import type { SharedWait } from './upload';

/** What is to be fetched. */
export interface Download {
	/** Graph answers it with the file, or with a redirect to it; asked again when that is over. */
	request: GraphRequest;
	/** A part of the file that Graph redirects to: the header `Range` as HTTP has it. */
	range?: string;
	/** What the file has to be, where that is known: other content is no answer. */
	expects?: FileKind;
	/** Makes what sees each byte once, in order; called again when the file is begun anew. */
	watch?: () => (bytes: Buffer) => void;
}

/** A file that comes. */
export interface FileAnswer {
	stream: FileStream;
	headers: GraphResponse['headers'];
}

export interface DownloadOptions {
	/** Asks Graph. */
	send: (request: GraphRequest) => Promise<GraphResponse>;
	/** How long the download may wait without getting on, in ms. */
	maxWait: number;
	shared?: SharedWait;
	signal?: AbortSignal;
	/** Told how many bytes have come. */
	progress?: (received: number) => void;
}

/** How a download from a redirect's location stands in errors: its URL is a secret. */
const get: GraphRequest = { method: 'GET', path: ['(file)'] };

/**
 * Fetches a file as a stream, of which a small part is in memory. Where the connection is cut, it goes on from there, and
 * who reads the stream does not see it; where the host cannot go on, the file is begun anew.
 * @param keep stores the stream; called again, after its stream has failed, when the file is begun anew
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
	/** Where the file is, unless Graph itself gives it. */
	let location: string | undefined;
	let direct = false;
	/** The most that has come of the file. */
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
	/** What follows a failure; returns when it is to be tried again. */
	const recover = async (outcome: Outcome) => {
		const asked = direct ? request : get;
		last = outcome;
		const verdict = decide(outcome, asked, tries);
		if (!verdict.repeat) throw failureOf(outcome, asked, verdict.outcomeUnknown);
		if (verdict.asked) shared?.delayAll(verdict.wait);
		// A pause of its own is none that was asked for.
		else if (Date.now() + verdict.wait - since > maxWait) throw failureOf(outcome, asked, false);
		await pause(verdict.wait);
	};
	/** Asks Graph, whose answer is the file, or says where it is. */
	const askGraph = async (headers: Record<string, string>): Promise<GraphResponse | undefined> => {
		// What leads to a file takes no range: the range is for where it leads.
		const asking = { ...request, headers: { ...request.headers, ...(direct && headers) } };
		const answer = await options.send({ ...asking, expectsFile: true });
		direct = answer.body !== undefined;
		location = direct ? undefined : String(answer.headers.location);
		return direct ? answer : undefined;
	};
	/** The answer with the wanted bytes. */
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
			// The location is good for minutes only: Graph gives another.
			if (!fresh && repeatable && [401, 403, 404, 410].includes(response.status)) location = undefined;
			else await recover({ kind: 'answered', response: refused });
		}
	};

	/** Has the file be begun anew when its content cannot be what it has to be. */
	const check = async (headers: GraphResponse['headers'], start: Buffer, round: Round) => {
		const wrong = expects && whyNoContent(expects, headers, start);
		if (wrong === undefined) return;
		round.wrong = true;
		location = undefined;
		await recover(unusableResponse(wrong));
		round.again = true;
		throw changed();
	};

	/** The bytes from an answer on. */
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
			// Without a mark of the file's version, or from a host that knows no ranges, it could be another's second half.
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

/** One time that the file is given to who keeps it. */
interface Round {
	/** Whether the file is to be begun anew. */
	again: boolean;
	/** Whether nobody reads any more. */
	over: boolean;
	/** Whether its content was not that of the file. */
	wrong?: boolean;
}

function getFile(url: string, wanted: Record<string, string>, signal?: AbortSignal): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		// As it is: ranges count the bytes of the file, not of what it is packed in.
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

/** A stream of chunks. Any stream of Node.js leads to the function that makes one of what is generated. */
function streamLike(other: FileStream, chunks: AsyncIterable<Buffer>): FileStream {
	const { from } = other.constructor as unknown as {
		from: (chunks: AsyncIterable<Buffer>, options: { objectMode: boolean }) => FileStream;
	};
	return from.call(other.constructor, chunks, { objectMode: false });
}

/** A break before somebody reads is not lost: it shows when the stream is read. */
function ignoreEarlyError(answer: GraphResponse): GraphResponse {
	(answer.body as FileStream).on('error', () => undefined);
	return answer;
}

/** The mark of a file's version by which parts of it may be put together (RFC 9110, section 13.1.5). */
function strong(etag: unknown): string | undefined {
	return typeof etag === 'string' && !etag.startsWith('W/') ? etag : undefined;
}

/** Where in the file an answer begins, and how many bytes it has; `undefined` when it does not say. */
function partOf({ headers, status }: GraphResponse): [number, number | undefined] {
	const [, start, end] = /^bytes (\d+)-(\d+)\//.exec(String(headers['content-range'])) ?? [];
	if (status === 206 && start !== undefined) return [Number(start), Number(end) - Number(start) + 1];
	const length = headers['content-length'];
	return [0, length === undefined ? undefined : Number(length)];
}

/** Ends a stream that has stopped to flow: by an error, since a generator that waits for its host cannot be destroyed. */
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
