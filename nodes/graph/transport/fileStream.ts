import type { IExecuteFunctions } from 'n8n-workflow';

import type { GraphResponse } from '../graphRequest';
import type { Outcome } from './outcome';

/** A stream in n8n's API: its lint rules forbid importing Node.js' own type. */
export type FileStream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** The stream of an outcome, if it has one. */
export function streamOf(outcome: Outcome): FileStream | undefined {
	return outcome.kind === 'answered' ? fileIn(outcome.response.body) : undefined;
}

/** The stream of a body, if it is one. */
export function fileIn(body: unknown): FileStream | undefined {
	return typeof (body as Partial<FileStream> | undefined)?.pipe === 'function'
		? (body as FileStream)
		: undefined;
}

/** Calls back once: when a stream has closed in any way; immediately if there is none. */
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
 * Discards a response. n8n's client wraps a stream in a generator, which closes the connection only if it was started.
 */
export function discard(answer: GraphResponse | '' | undefined): void {
	const readFirstChunk = async () => {
		for await (const bytes of answer ? (answer.body as FileStream) : []) if (bytes) break;
	};
	readFirstChunk().catch(() => undefined);
}
