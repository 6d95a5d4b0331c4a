import type { IExecuteFunctions } from 'n8n-workflow';

import { looksLikeWebPage, notAnObject } from './expectedResponse';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { Exchange, RequestContext } from './http';
import { notAnAnswer, type Outcome } from './outcome';
import { callStorage } from './storage';
import { answerTimes } from './timeouts';

/** Where Microsoft keeps what Graph redirects to: SharePoint and OneDrive, Office's reports, Azure's storage. */
const storageHosts = [
	'.sharepoint.com',
	'.sharepoint.us',
	'.sharepoint-mil.us',
	'.sharepoint.cn',
	'.svc.ms',
	'.microsoftpersonalcontent.com',
	'.1drv.com',
	'.office.com',
	'.office365.com',
	'.office.us',
	'.office365.us',
	'.office.net',
	'.microsoft.com',
	'.microsoft.us',
	'.windows.net',
	'.usgovcloudapi.net',
	'.chinacloudapi.cn',
	'.partner.outlook.cn',
	'.sovcloud.fr',
	'.sovcloud.de',
	'.sovcloud.sg',
];

/**
 * Whether a file may be fetched from where Graph redirects to, or sent there: by https from a host of Microsoft, or from
 * the host of a custom Graph.
 * @param base where Graph is, with the version
 */
export function isStorageUrl(location: string, base: string): boolean {
	if (!URL.canParse(location)) return false;
	const [url, graph] = [new URL(location), new URL(base)];
	if (url.hostname === graph.hostname && url.protocol === graph.protocol) return true;
	return url.protocol === 'https:' && storageHosts.some((end) => url.hostname.endsWith(end));
}

/** A stream as n8n takes and gives it: its rules allow no import of Node.js' own. */
export type FileStream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** A file on its way, where an outcome has one. */
export function streamOf(outcome: Outcome): FileStream | undefined {
	const body = outcome.kind === 'answered' ? outcome.response.body : undefined;
	return typeof (body as Partial<FileStream> | undefined)?.pipe === 'function'
		? (body as FileStream)
		: undefined;
}

/** Calls back once: when a stream has ended, one way or another; at once when there is none. */
export function whenOver(stream: FileStream | undefined, tell: () => void): void {
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
	const skim = async () => {
		for await (const bytes of answer ? (answer.body as FileStream) : []) if (bytes) break;
	};
	skim().catch(() => undefined);
}

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
		return { outcome: notAnAnswer(wrong), used };
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
		? 'a part of the file was returned in place of all of it'
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
		return 'an error was returned in place of the file';
	return undefined;
}

/** The most bytes that are read of a refusal. */
const mostOfRefusal = 64 * 1024;

/** A refusal in place of a file, which came as a stream. */
export async function readRefusal(body: unknown): Promise<unknown> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const parts: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			parts.push(chunk);
			length += chunk.length;
			if (length > mostOfRefusal) break;
		}
		return JSON.parse(Buffer.concat(parts).toString()) as unknown;
	} catch {
		return Buffer.concat(parts).toString();
	}
}

/**
 * Asks a URL that carries its own authorization; the token does not go there.
 * @param url one that `isStorageUrl` lets pass
 * @returns answered with an object, or with status 200 and nothing where it says "see other": what it stands for is done
 */
export async function askOpenly(context: RequestContext, url: string): Promise<Outcome> {
	const signal = context.getExecutionCancelSignal?.();
	const outcome = await callStorage(context, {
		method: 'GET',
		url,
		timeout: answerTimes.whole,
		abortSignal: signal,
	});
	if (outcome.kind !== 'answered') return outcome;
	const { response } = outcome;
	if (response.status === 303)
		return { kind: 'answered', response: { ...response, status: 200, body: undefined } };
	return (response.status < 300 ? notAnObject(response) : undefined) ?? outcome;
}
