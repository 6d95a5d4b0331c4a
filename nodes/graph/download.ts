import { sleep, type IExecuteFunctions, type IHttpRequestOptions } from 'n8n-workflow';

import { cancelled, failureOf, waitedTooLong } from './failure';
import { isStorageUrl } from './file';
import type { GraphRequest, GraphResponse } from './graphRequest';
import type { RequestContext } from './http';
import type { Outcome } from './outcome';
import { requestError } from './requestError';
import { decide } from './retry';
import { callStorage, withoutUrls } from './storage';
import type { SharedWait } from './upload';

/** A stream as n8n takes and gives it: its rules allow no import of Node.js' own. */
export type FileStream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** What is to be fetched. */
export interface Download {
	/** Graph answers it by a redirect to the file; asked again when that is over. */
	request: GraphRequest;
	/** A part of the file: the header `Range` as HTTP has it. */
	range?: string;
	/** Sees each byte once, in order. */
	watch?: (bytes: Buffer) => void;
}

/** A file that comes. */
export interface FileAnswer {
	stream: FileStream;
	headers: GraphResponse['headers'];
}

export interface DownloadOptions {
	/** Where Graph is, with the version. */
	base: string;
	send: (request: GraphRequest) => Promise<GraphResponse>;
	/** How long the download may wait without getting on, in ms. */
	maxWait: number;
	shared?: SharedWait;
	signal?: AbortSignal;
	/** Told how many bytes have come. */
	progress?: (received: number) => void;
}

/** How long the host may be silent, in ms. */
const silence = 120_000;

/** How a download stands in errors: its URL is a secret. */
const get: GraphRequest = { method: 'GET', path: ['(file)'] };

/**
 * Fetches a file as a stream, of which a small part is in memory. Where the connection is cut, it goes on from there, and
 * who reads the stream does not see it.
 * @param keep stores the stream
 * @returns what `keep` returns
 * @throws GraphError, RequestError; and what `keep` throws
 * Source: "Download driveItem content", with "Partial range downloads".
 */
export async function fetchFile<T>(
	context: RequestContext,
	{ request, range, watch }: Download,
	keep: (answer: FileAnswer) => Promise<T>,
	options: DownloadOptions,
): Promise<T> {
	const { base, maxWait, shared, signal } = options;
	let location: string | undefined;
	let received = 0;
	let tries = 0;
	let since = Date.now();
	let last: Outcome | undefined;

	const pause = async (ms: number) => {
		if (ms > 0 && Date.now() + ms - since > maxWait)
			throw waitedTooLong(get, last, { waited: Date.now() - since, more: ms });
		if (ms > 0) await sleep(ms, signal).catch(() => undefined);
		if (signal?.aborted) throw cancelled();
	};
	/** What follows a failure; returns when it is to be tried again. */
	const recover = async (outcome: Outcome) => {
		last = outcome;
		const verdict = decide(outcome, get, tries);
		if (!verdict.repeat) throw failureOf(outcome, get, false);
		if (verdict.asked) shared?.ask(verdict.wait);
		await pause(verdict.wait);
	};
	const locate = async (): Promise<string> => {
		const { headers } = await options.send({ ...request, answersLocation: true });
		if (isStorageUrl(String(headers.location), base)) return String(headers.location);
		throw requestError({
			what: 'Graph did not say where the file is.',
			fix: 'Check that it is a file, and what stands between n8n and Graph (a proxy, a gateway).',
		});
	};
	/** The answer with the bytes from `wanted` on. */
	const open = async (wanted: string | undefined, etag: unknown): Promise<GraphResponse> => {
		for (;;) {
			await pause(shared?.left() ?? 0);
			const fresh = location === undefined;
			location ??= await locate();
			tries += 1;
			const outcome = await callStorage(context, getFile(location, wanted, etag, signal));
			if (outcome.kind !== 'answered') {
				await recover(outcome);
				continue;
			}
			const { response } = outcome;
			if (response.status < 300) return response;
			const refused = { ...response, body: await readable(response.body) };
			// The location is good for minutes only: Graph gives another.
			if (!fresh && [401, 403, 404, 410].includes(response.status)) location = undefined;
			else await recover({ kind: 'answered', response: refused });
		}
	};

	const first = await open(range, undefined);
	const { etag } = first.headers;
	const [from, whole] = partOf(first);
	const firstStream = first.body as FileStream;

	async function* chunks(): AsyncGenerator<Buffer> {
		let stream = firstStream;
		/** Bytes at the stream's beginning that are known already. */
		let known = 0;
		for (;;) {
			let cause: unknown;
			const watchdog = watchSilence(stream, () => received);
			try {
				for await (const chunk of stream as AsyncIterable<Buffer>) {
					const bytes = known > 0 ? chunk.subarray(known) : chunk;
					known -= chunk.length - bytes.length;
					if (bytes.length === 0) continue;
					received += bytes.length;
					[tries, since] = [0, Date.now()];
					watch?.(bytes);
					options.progress?.(received);
					yield bytes;
				}
			} catch (error) {
				cause = error;
			} finally {
				watchdog.abort();
			}
			if (whole === undefined ? cause === undefined : received >= whole) return;
			if (signal?.aborted) throw cancelled();
			const code = (cause as { code?: string } | undefined)?.code ?? 'ECONNRESET';
			await recover({ kind: 'noAnswer', code, message: '' });
			const end = whole === undefined || range === undefined ? '' : from + whole - 1;
			const next = await open(`bytes=${from + received}-${end}`, etag);
			if (next.headers.etag !== etag) throw changed();
			stream = next.body as FileStream;
			// The host knows no ranges: it begins anew.
			known = next.status === 206 ? 0 : received;
		}
	}

	// Any stream of Node.js leads to the function that makes one of what is generated.
	const { from: makeStream } = firstStream.constructor as unknown as {
		from: (chunks: AsyncIterable<Buffer>, options: { objectMode: boolean }) => FileStream;
	};
	return await keep({
		stream: makeStream.call(firstStream.constructor, chunks(), { objectMode: false }),
		headers: first.headers,
	});
}

function getFile(
	url: string,
	range: string | undefined,
	etag: unknown,
	signal?: AbortSignal,
): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		headers: {
			// As it is: ranges count the bytes of the file, not of what it is packed in.
			'Accept-Encoding': 'identity',
			...(range !== undefined && { Range: range }),
			...(typeof etag === 'string' && { 'If-Range': etag }),
		},
		encoding: 'stream',
		timeout: silence,
		abortSignal: signal,
	};
}

/** Where in the file an answer begins, and how many bytes it has; `undefined` when it does not say. */
function partOf({ headers, status }: GraphResponse): [number, number | undefined] {
	const [, start, end] = /^bytes (\d+)-(\d+)\//.exec(String(headers['content-range'])) ?? [];
	if (status === 206 && start !== undefined) return [Number(start), Number(end) - Number(start) + 1];
	const length = headers['content-length'];
	return [0, length === undefined ? undefined : Number(length)];
}

/** Ends a stream that has stopped to flow. */
function watchSilence(stream: FileStream, received: () => number): AbortController {
	const over = new AbortController();
	const watch = async () => {
		for (let before = -1; before !== received();) {
			before = received();
			await sleep(silence, over.signal);
		}
		stream.destroy();
	};
	watch().catch(() => undefined);
	return over;
}

/** The most bytes that are read of a refusal. */
const mostOfRefusal = 64 * 1024;

/** A refusal in place of a file, which came as a stream. */
async function readable(body: unknown): Promise<unknown> {
	const parts: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			parts.push(chunk);
			length += chunk.length;
			if (length > mostOfRefusal) break;
		}
		return withoutUrls(JSON.parse(Buffer.concat(parts).toString()));
	} catch {
		return withoutUrls(Buffer.concat(parts).toString());
	}
}

function changed(): Error {
	return requestError({
		what: 'The file was changed while it was downloaded.',
		fix: 'Run the item again.',
	});
}
