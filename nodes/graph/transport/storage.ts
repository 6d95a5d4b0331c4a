import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { GraphResponse } from '../graphRequest';
import type { RequestContext } from './exchange';
import { whyNotObject } from './expectedResponse';
import { readOutcome, type Outcome } from './outcome';
import { withTimeouts, readAnswer, type Progress } from './readResponse';
import { answerTimes } from './timeouts';
import { userAgent } from './userAgent';

/** Any URL: storage URLs are preauthenticated, so they must not appear in errors. */
const urls = /https?:\/\/[^\s"'\\<>]+/gi;

/**
 * Calls a preauthenticated URL: the token isn't sent there, and the URL appears in no error or log.
 * @param request its `url` must pass `isStorageUrl`; with the `encoding` `stream`, the response stays a stream
 * @returns a response whose body is JSON, `PlainText`, or nothing
 */
export async function callStorage(
	{ helpers }: RequestContext,
	request: IHttpRequestOptions,
): Promise<Outcome> {
	const { httpRequest }: Pick<IAllExecuteFunctions['helpers'], 'httpRequest'> = helpers;
	const { encoding, abortSignal, timeout } = request;
	const work = async (progress: Progress): Promise<Outcome> => {
		try {
			const answer = (await httpRequest({
				...request,
				headers: { 'User-Agent': userAgent, ...request.headers },
				// Read here with a limit.
				encoding: 'stream',
				abortSignal: progress.signal,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// n8n's client would keep the body for a redirect.
				disableFollowRedirect: true,
			})) as { statusCode: number; headers: GraphResponse['headers']; body: unknown };
			const { statusCode: status, headers, body } = answer;
			if (encoding !== undefined) {
				progress.handOver();
				return { kind: 'answered', response: { status, headers, body } };
			}
			const read = await readAnswer({ status, headers, body }, progress);
			if (read.kind !== 'answered' || status < 400) return read;
			return { kind: 'answered', response: { ...read.response, body: withoutUrls(read.response.body) } };
		} catch (error) {
			return readOutcome(error);
		}
	};
	const outcome = await withTimeouts(work, {
		signal: abortSignal as AbortSignal | undefined,
		whole: timeout ?? answerTimes.whole,
	});
	return outcome.kind === 'noAnswer'
		? { ...outcome, message: outcome.message.replace(urls, '(URL)') }
		: outcome;
}

/** A host's response without URLs. */
export function withoutUrls(body: unknown): unknown {
	if (typeof body === 'string') return body.replace(urls, '(URL)');
	if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return body;
	if (Array.isArray(body)) return body.map(withoutUrls);
	return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withoutUrls(value)]));
}

/**
 * Calls a preauthenticated URL, without the token.
 * @param url must pass `isStorageUrl`
 * @returns answered with an object, or with status 200 and no body for "see other", which means that it's done
 */
export async function callPreauthUrl(context: RequestContext, url: string): Promise<Outcome> {
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
	return (response.status < 300 ? whyNotObject(response) : undefined) ?? outcome;
}
