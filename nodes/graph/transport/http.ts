import { randomUUID } from 'node:crypto';
import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { graphTokenOf, answerChallenge } from '../../../credentials/auth/token/session';
import { withTimeouts, plainValue, readAnswer, type Progress } from './readResponse';
import { expectedResponseOf, whyUnexpected } from './expectedResponse';
import { toFile } from './fileResponse';
import { callPreauthUrl } from './storage';
import { discard } from './fileStream';
import { type GraphRequest, type GraphResponse } from '../graphRequest';
import { urlOf } from './url';
import { readOutcome, type Outcome } from './outcome';
import { answerTimes } from './timeouts';
import { userAgent } from './userAgent';
import { credentialType, type Exchange, type RequestContext } from './exchange';

/**
 * Sends one request by itself.
 * @param json its body, where it's serialized already
 * @returns a 2xx response only if it's the expected one
 */
export async function callGraph(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	request: GraphRequest,
	base: string,
	json = request.body && JSON.stringify(request.body),
): Promise<Exchange> {
	const { content, expectsFile, preauthUrl } = request;
	if (preauthUrl !== undefined) {
		const outcome = await callPreauthUrl(context, urlOf(request, base));
		return { outcome, used: credentials };
	}
	const body = content?.bytes ?? (json === undefined ? undefined : Buffer.from(json));
	const call: Call = {
		method: request.method,
		url: urlOf(request, base),
		headers: {
			'client-request-id': randomUUID(),
			...(content && { 'Content-Type': content.type }),
			// Uncompressed, because its length and ranges count the file's own bytes.
			...(expectsFile && { Accept: '*/*', 'Accept-Encoding': 'identity' }),
			...request.headers,
		},
		...(body && { body }),
	};
	const signal = request.sendAfterCancel ? undefined : context.getExecutionCancelSignal?.();
	const exchanged = await exchange(context, credentials, call, { signal, isFile: expectsFile === true });
	if (expectsFile) return toFile(exchanged, base, request);
	return { ...exchanged, outcome: checkedOutcome(exchanged.outcome, request, base) };
}

/** Sends a batch. */
export async function callBatch(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	body: Buffer,
	base: string,
): Promise<Exchange> {
	const request: GraphRequest = { method: 'POST', path: ['$batch'], expectedResponse: 'batch' };
	const headers = { 'client-request-id': randomUUID() };
	const call: Call = { method: 'POST', url: `${base}/$batch`, headers, body };
	const signal = context.getExecutionCancelSignal?.();
	const exchanged = await exchange(context, credentials, call, { signal, isFile: false });
	return { ...exchanged, outcome: checkedOutcome(exchanged.outcome, request, base) };
}

/** The outcome with its response checked: an unexpected 2xx response counts as none. */
function checkedOutcome(outcome: Outcome, request: GraphRequest, base: string): Outcome {
	if (outcome.kind !== 'answered' || outcome.response.status >= 300) return outcome;
	const wrong = whyUnexpected(expectedResponseOf(request), outcome.response, base);
	if (wrong !== undefined) return wrong;
	const { body } = outcome.response;
	return { kind: 'answered', response: { ...outcome.response, body: plainValue(body) } };
}

type Call = Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'>;

interface CallOptions {
	/** Ends the call. */
	signal?: AbortSignal;
	/** Whether a 2xx response stays a stream. */
	isFile: boolean;
}

async function exchange(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	call: Call,
	{ signal, isFile }: CallOptions,
): Promise<Exchange> {
	// A new object for each request: if the credential sees it again, its token was refused.
	const used = { ...credentials };
	const ask = async (ownSignal: AbortSignal) => {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			// n8n always uses the context's signal.
			Object.create(context, {
				getExecutionCancelSignal: { value: () => ownSignal },
			}) as IAllExecuteFunctions,
			credentialType,
			{
				...call,
				headers: {
					Accept: 'application/json',
					'User-Agent': userAgent,
					SdkVersion: userAgent,
					// The body is bytes, because n8n omits an empty object, and its client parses text again.
					...(call.body !== undefined && { 'Content-Type': 'application/json' }),
					...call.headers,
				},
				// Read here with a limit: n8n's client would read any length into memory.
				encoding: 'stream',
				timeout: answerTimes.whole,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				abortSignal: ownSignal,
			},
			{ credentialsDecrypted: { id: '', name: '', type: credentialType, data: used } },
		)) as { statusCode: number; headers: GraphResponse['headers']; body: unknown };
		const { statusCode: status, headers, body } = answer;
		return { status, headers, body };
	};
	const work = async (progress: Progress): Promise<Outcome> => {
		try {
			let response = await ask(progress.signal);
			// A challenge to the token that has answered one already would come again.
			if (response.status === 401 && answerChallenge(used, response.headers) !== 'repeated') {
				discard(response);
				// The credential sees the object again, and drops the refused token, as if n8n itself had seen the 401.
				response = await ask(progress.signal);
			}
			if (isFile && response.status < 300) {
				progress.handOver();
				return { kind: 'answered', response };
			}
			return await readAnswer(response, progress);
		} catch (error) {
			return readOutcome(error);
		}
	};
	const limits = {
		signal,
		whole: answerTimes.whole,
		sentAfter: () => graphTokenOf(credentials)?.obtainedAt,
	};
	return { outcome: await withTimeouts(work, limits), used };
}
