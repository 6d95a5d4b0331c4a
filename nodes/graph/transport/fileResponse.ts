import { looksLikeWebPage } from './expectedResponse';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { Exchange } from './exchange';
import { unusableResponse } from './outcome';
import { isStorageUrl } from './storageHosts';
import { discard } from './fileStream';

/**
 * Reads Graph's response as a file: a stream, or a redirect to the file's location, which becomes status 200 without a
 * body. A redirect to a non-Microsoft host stays a refusal.
 * Source: "Download driveItem content".
 */
export function toFile({ outcome, used }: Exchange, base: string, { headers }: GraphRequest): Exchange {
	if (outcome.kind !== 'answered') return { outcome, used };
	const { response } = outcome;
	if (response.status < 300) {
		const wrong = whyNoFile(response, headers?.Range !== undefined);
		if (wrong === undefined) return { outcome, used };
		discard(response);
		return { outcome: unusableResponse(wrong), used };
	}
	const leads = response.status === 302 && isStorageUrl(String(response.headers.location), base);
	const taken = leads ? { ...response, status: 200, body: undefined } : response;
	return { outcome: { kind: 'answered', response: taken }, used };
}

/**
 * The problem with a 2xx response to a request for a file.
 * @param part whether a part of the file was requested
 */
export function whyNoFile({ status }: GraphResponse, part: boolean): string | undefined {
	if (status === 200 || (part && status === 206)) return undefined;
	return status === 206
		? 'a part of the file was returned instead of all of it'
		: `it came with HTTP ${status} and no file`;
}

/** The expected type of a file. */
export interface FileKind {
	/** Its MIME type, which its owner may have set incorrectly. */
	mimeType: string;
	/** Whether Graph creates it: then it's never empty, and its type is reliable. */
	made?: boolean;
}

/**
 * The problem with a file's content: an unexpected web page, an error, or nothing.
 * @param start its first bytes; none if it's empty
 */
export function whyNoContent(
	{ mimeType, made = false }: FileKind,
	headers: GraphResponse['headers'],
	start: Buffer,
): string | undefined {
	if (start.length === 0) return made ? 'an empty file was returned' : undefined;
	const text = start.subarray(0, 300).toString('latin1');
	const type = String(headers['content-type'] ?? '');
	const both = (one: boolean, other: boolean) => (made ? one || other : one && other);
	if (!/html/i.test(mimeType) && both(looksLikeWebPage(text), /^\s*text\/html/i.test(type)))
		return 'a web page was returned, possibly by a proxy';
	const isError = /^\s*\{\s*"error"\s*:/.test(text);
	if (isError && !/json/i.test(mimeType) && (made || /json/i.test(type)))
		return 'an error was returned instead of the file';
	return undefined;
}

/** The most bytes to read of an error response. */
const maxErrorBytes = 64 * 1024;

/** An error response instead of a file, as a stream. */
export async function readRefusal(body: unknown): Promise<unknown> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const parts: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			parts.push(chunk);
			length += chunk.length;
			if (length > maxErrorBytes) break;
		}
		return JSON.parse(Buffer.concat(parts).toString()) as unknown;
	} catch {
		return Buffer.concat(parts).toString();
	}
}
