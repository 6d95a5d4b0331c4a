import type { IExecuteFunctions } from 'n8n-workflow';

import type { Exchange, RequestContext } from './http';
import type { Outcome } from './outcome';
import { callStorage } from './storage';

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
];

/** How long a host may take to answer, in ms. */
const answerTimeout = 120_000;

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
 * Takes Graph's answer as one that is a file: a stream, or a redirect to where the file lies, which is status 200 then,
 * without a body. A redirect to another host than Microsoft's stays a refusal; refusals are read.
 * Source: "Download driveItem content".
 */
export async function toFile({ outcome, used }: Exchange, base: string): Promise<Exchange> {
	if (outcome.kind !== 'answered' || outcome.response.status < 300) return { outcome, used };
	const { response } = outcome;
	const body = await readRefusal(response.body);
	const leads = response.status === 302 && isStorageUrl(String(response.headers.location), base);
	const taken = leads ? { ...response, status: 200, body: undefined } : { ...response, body };
	return { outcome: { kind: 'answered', response: taken }, used };
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
 */
export async function askOpenly(context: RequestContext, url: string): Promise<Outcome> {
	return await callStorage(context, { method: 'GET', url, timeout: answerTimeout });
}
