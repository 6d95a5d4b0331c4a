import { sleep } from 'n8n-workflow';

import { PlainText, readBody } from './expectedResponse';
import { discard, fileIn } from './fileStream';
import type { GraphResponse } from '../graphRequest';
import { late, unusableResponse, readOutcome, type NoAnswer, type Outcome } from './outcome';
import { answerTimes } from './timeouts';

/** The most bytes of an answer that is no file, unpacked: the largest pages of lists that were seen have some ten MB. */
const maxBytes = 64 * 1024 * 1024;
/** The most bytes of a refusal. */
const maxErrorBytes = 8 * 1024 * 1024;

/** How far an answer has come. */
export interface Progress {
	/** Ends the request. */
	readonly signal: AbortSignal;
	/** When something of the answer came last, by `performance.now()`, in ms; nothing yet when it is not set. */
	lastByteAt?: number;
	/** Leaves the rest of the answer, a file, to who reads it: its time is not limited here. */
	handOver(): void;
}

interface TimeLimits {
	/** Cancels. */
	signal?: AbortSignal;
	/** The time for a whole answer, in ms. */
	whole: number;
	/** Since when the request may have been on its way, ms since the epoch; `undefined` while the sign-in is not done. */
	sentAfter?: () => number | undefined;
}

/**
 * Does what sends a request and reads its answer, within the time that there is for a whole answer and for a stretch without
 * a byte. It ends in time, and at once when it is cancelled, whatever became of the work.
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
			// A file comes on after its answer; it ends with the execution, too.
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
 * Waits until an answer is late.
 * @returns what is late, the second half of a sentence
 * @throws when it is not watched any more
 */
async function lateness(
	progress: Progress,
	{ whole, sentAfter }: TimeLimits,
	watched: AbortSignal,
): Promise<string> {
	const { silence } = answerTimes;
	// The clock of the machine may be set meanwhile.
	const [begunAt, begunDate] = [performance.now(), Date.now()];
	let sentAt = begunAt;
	for (;;) {
		const now = performance.now();
		const { lastByteAt } = progress;
		const dueAt = Math.min(sentAt + whole, lastByteAt === undefined ? Infinity : lastByteAt + silence);
		if (now < dueAt) {
			await sleep(Math.min(dueAt - now, silence), watched);
			continue;
		}
		if (lastByteAt === undefined) {
			// The sign-in has times of its own.
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
 * Reads an answer that is no file, as far as one may go.
 * @param response its body is a stream
 * @returns answered, with the body as `readBody` gives it, or as text where it is a refusal that is no JSON
 */
export async function readAnswer(response: GraphResponse, progress: Progress): Promise<Outcome> {
	const { status, headers } = response;
	const refused = status >= 300;
	const most = refused ? maxErrorBytes : maxBytes;
	progress.lastByteAt = performance.now();
	const stream = fileIn(response.body);
	// n8n's evaluations answer in Graph's place.
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
		// What a refusal says is lost; that it is one is known.
		if (!refused) return cutOutcome(error);
	}
	if (length > most && !refused) return tooLarge();
	const body = readBody(Buffer.concat(chunks));
	return { kind: 'answered', response: { status, headers, body: refused ? plainValue(body) : body } };
}

/** The body of an answer, text as such. */
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
