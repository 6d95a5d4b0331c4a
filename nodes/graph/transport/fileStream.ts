import type { IExecuteFunctions } from 'n8n-workflow';

import type { GraphResponse } from '../graphRequest';
import type { Outcome } from './outcome';

/** A stream as n8n takes and gives it: its rules allow no import of Node.js' own. */
export type FileStream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** A file on its way, where an outcome has one. */
export function streamOf(outcome: Outcome): FileStream | undefined {
	return outcome.kind === 'answered' ? fileIn(outcome.response.body) : undefined;
}

/** A file on its way, where a body is one. */
export function fileIn(body: unknown): FileStream | undefined {
	return typeof (body as Partial<FileStream> | undefined)?.pipe === 'function'
		? (body as FileStream)
		: undefined;
}

/** Calls back once: when a stream has ended, one way or another; at once when there is none. */
export function onceEnded(stream: FileStream | undefined, tell: () => void): void {
	if (stream === undefined || stream.destroyed) return tell();
	let told = false;
	const once = () => {
		if (!told) tell();
		told = true;
	};
	for (const event of ['end', 'error', 'close']) stream.once(event, once);
}

/**
 * Leaves an answer that nobody reads any more. n8n's client wraps a stream in a generator, which closes the connection only
 * when it was begun.
 */
export function discard(answer: GraphResponse | '' | undefined): void {
	const readFirstChunk = async () => {
		for await (const bytes of answer ? (answer.body as FileStream) : []) if (bytes) break;
	};
	readFirstChunk().catch(() => undefined);
}
