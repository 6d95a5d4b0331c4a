import { looksLikeWebPage } from './expectedResponse';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { Exchange } from './exchange';
import { unusableResponse } from './outcome';
import { isStorageUrl } from './storageHosts';
import { discard } from './fileStream';

/**
 * Takes Graph's answer as one that is a file: a stream, or a redirect to where the file lies, which is status 200 then,
 * without a body. A redirect to another host than Microsoft's stays a refusal.
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
 * What is wrong with an answer of 2xx to a request for a file.
 * @param part whether a part of the file was asked for
 */
export function whyNoFile({ status }: GraphResponse, part: boolean): string | undefined {
	if (status === 200 || (part && status === 206)) return undefined;
	return status === 206
		? 'a part of the file was returned instead of all of it'
		: `it came with HTTP ${status} and no file`;
}

/** What a file has to be. */
export interface FileKind {
	/** Its MIME type; what its owner says of it may be wrong. */
	mimeType: string;
	/** Whether Graph makes it: then it is never empty, and never what it is not. */
	made?: boolean;
}

/**
 * What is wrong with the content of a file: it is a web page or an error where it has to be something else, or nothing.
 * @param start its first bytes; none when it is empty
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

/** The most bytes that are read of a refusal. */
const maxErrorBytes = 64 * 1024;

/** A refusal in place of a file, which came as a stream. */
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
