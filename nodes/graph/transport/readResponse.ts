import { PlainText, readBody } from './expectedResponse';
import { discard, fileIn } from './fileStream';
import type { GraphResponse } from '../graphRequest';
import { late, unusableResponse, readOutcome, type NoAnswer, type Outcome } from './outcome';
import { answerTimes } from './timeouts';
import { sleepFor } from '../../../credentials/auth/core/sleepFor';

/** The most unpacked bytes of a response that isn't a file: the largest known pages of lists have about ten MB. */
const maxBytes = 64 * 1024 * 1024;
/** The most bytes of an error response. */
const maxErrorBytes = 8 * 1024 * 1024;

/** The progress of a response. */
export interface Progress {
	/** Ends the request. */
	readonly signal: AbortSignal;
	/** When the last byte arrived, by `performance.now()`, in ms; unset before the first. */
	lastByteAt?: number;
	/** Leaves the rest of the response, a file, to its reader, without the time limits here. */
	handOver(): void;
}

interface TimeLimits {
	/** Cancels. */
	signal?: AbortSignal;
	/** The time limit of a full response, in ms. */
	whole: number;
	/** When the request may have been sent, ms since the epoch; `undefined` before the sign-in is done. */
	sentAfter?: () => number | undefined;
}

/**
 * Sends a request and reads its response, with time limits for the full response and for a pause without a byte. It
 * always ends in time, and immediately if it's cancelled.
 */
export async function withTimeouts(
	work: (progress: Progress) => Promise<Outcome>,
	limits: TimeLimits,
): Promise<Outcome> {
	const { signal } = limits;
	if (signal?.aborted) return { kind: 'cancelled' };
	const request = new AbortController();
	const watch = new AbortController();
	const progress: Progress = { signal: request.signal, handOver: () => watch.abort() };
	return await new Promise<Outcome>((resolve) => {
		let ended = false;
		const end = (outcome: Outcome) => {
			watch.abort();
			ended = true;
			resolve(outcome);
		};
		const giveUp = (outcome: Outcome) => {
			request.abort();
			end(outcome);
		};
		const cancel = () => giveUp({ kind: 'cancelled' });
		const done = (outcome: Outcome) => {
			const response = outcome.kind === 'answered' ? outcome.response : undefined;
			const stream = response && fileIn(response.body);
			// A file continues after its response; it also ends with the execution.
			if (stream === undefined) signal?.removeEventListener('abort', cancel);
			else stream.once('close', () => signal?.removeEventListener('abort', cancel));
			if (ended && response !== undefined && stream !== undefined) discard(response);
			end(outcome);
		};
		signal?.addEventListener('abort', cancel);
		lateness(progress, limits, watch.signal).then(
			(message) => giveUp({ kind: 'noAnswer', code: late, message }),
			() => undefined,
		);
		work(progress).then(done, (error) => done(readOutcome(error)));
	});
}

/**
 * Waits until a response is late.
 * @returns the reason, as the second half of a sentence
 * @throws when watching ends
 */
async function lateness(
	progress: Progress,
	{ whole, sentAfter }: TimeLimits,
	watched: AbortSignal,
): Promise<string> {
	const { silence } = answerTimes;
	// The system clock may be changed in the meantime.
	const [begunAt, begunDate] = [performance.now(), Date.now()];
	let sentAt = begunAt;
	for (;;) {
		const now = performance.now();
		const { lastByteAt } = progress;
		const dueAt = Math.min(sentAt + whole, lastByteAt === undefined ? Infinity : lastByteAt + silence);
		if (now < dueAt) {
			await sleepFor(Math.min(dueAt - now, silence), watched);
			continue;
		}
		if (lastByteAt === undefined) {
			// The sign-in has its own time limits.
			const signedIn = sentAfter === undefined ? begunDate : sentAfter();
			const signedInAt = signedIn === undefined ? now : Math.min(now, begunAt + signedIn - begunDate);
			if (signedInAt <= sentAt) return `Graph sent nothing for ${seconds(whole)}`;
			sentAt = signedInAt;
			continue;
		}
		return now < sentAt + whole
			? `Graph sent nothing for ${seconds(silence)}`
			: `Graph's response wasn't complete after ${seconds(whole)}`;
	}
}

function seconds(ms: number): string {
	return `${ms / 1000} s`;
}

/**
 * Reads a response that isn't a file, up to a limit.
 * @param response its body is a stream
 * @returns answered, with the body from `readBody`, or text for an error response that isn't JSON
 */
export async function readAnswer(response: GraphResponse, progress: Progress): Promise<Outcome> {
	const { status, headers } = response;
	const refused = status >= 300;
	const most = refused ? maxErrorBytes : maxBytes;
	progress.lastByteAt = performance.now();
	const stream = fileIn(response.body);
	// n8n's evaluations respond instead of Graph.
	if (stream === undefined) return { kind: 'answered', response };
	if (!refused && Number(headers['content-length']) > most) {
		discard(response);
		return tooLarge();
	}
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			progress.lastByteAt = performance.now();
			length += chunk.length;
			if (length > most) break;
			chunks.push(chunk);
		}
	} catch (error) {
		// The error's content is lost, but its status is known.
		if (!refused) return cutOutcome(error);
	}
	if (length > most && !refused) return tooLarge();
	const body = readBody(Buffer.concat(chunks));
	return { kind: 'answered', response: { status, headers, body: refused ? plainValue(body) : body } };
}

/** The body of a response, with plain text as a string. */
export function plainValue(body: unknown): unknown {
	return body instanceof PlainText ? body.text : body;
}

function cutOutcome(error: unknown): Outcome {
	const outcome = readOutcome(error);
	const packed = outcome.kind === 'noAnswer' && outcome.code.startsWith('Z_');
	return packed ? unusableResponse("Graph's response can't be unpacked: it may have been cut off") : outcome;
}

function tooLarge(): NoAnswer {
	return unusableResponse(`Graph's response is larger than ${maxBytes / 1024 / 1024} MiB`, {
		final: true,
		what: "Graph's response is too large.",
		fix: 'Request less at once: fewer properties with "Select", or "Single Page" with a smaller "Limit"; with several items, turn "Batching" off.',
	});
}
