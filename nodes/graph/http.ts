import { randomUUID } from 'node:crypto';
import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { askOpenly, toFile } from './file';
import { urlOf, type GraphRequest, type GraphResponse } from './graphRequest';
import { readOutcome, type Outcome } from './outcome';

/** The credential type that this package signs in with. */
export const credentialType = 'microsoftGraphAppOnlyApi';

/** Names the package to Graph, as Microsoft asks of tools (source: "Best practices for working with Microsoft Graph"). */
const userAgent = 'n8n-nodes-microsoft-graph-app-only';

/** How long Graph may take to answer one request, in ms. */
const answerTimeout = 120_000;

/** What of n8n's context is needed to call Graph: any context that can make requests has it. */
export type RequestContext = Pick<IAllExecuteFunctions, 'helpers'> &
	Partial<Pick<IAllExecuteFunctions, 'logger'>>;

/** What became of a call, and the credentials object that it was made with. */
export interface Exchange {
	outcome: Outcome;
	used: ICredentialDataDecryptedObject;
}

/** Sends one request by itself. */
export async function callGraph(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	request: GraphRequest,
	base: string,
): Promise<Exchange> {
	const { content, answersFile, openUrl } = request;
	if (openUrl !== undefined) {
		const outcome = await askOpenly(context, urlOf(request, base));
		// "See other": what the URL stands for is done.
		if (outcome.kind === 'answered' && outcome.response.status === 303) outcome.response.status = 200;
		return { outcome, used: credentials };
	}
	const body = content?.bytes ?? (request.body && Buffer.from(JSON.stringify(request.body)));
	const exchanged = await exchange(request.evenCancelled ? uncancelled(context) : context, credentials, {
		method: request.method,
		url: urlOf(request, base),
		headers: {
			'client-request-id': randomUUID(),
			...(content && { 'Content-Type': content.type }),
			// As it is: its length, and ranges of it, count the bytes of the file, not of what it is packed in.
			...(answersFile && { Accept: '*/*', 'Accept-Encoding': 'identity' }),
			...request.headers,
		},
		...(body && { body }),
		...(answersFile && { encoding: 'stream' }),
	});
	return answersFile ? await toFile(exchanged, base) : exchanged;
}

/** A context whose requests do not end with the execution: n8n takes the signal from the context, whatever is asked of it. */
function uncancelled(context: RequestContext): RequestContext {
	const signal = { value: () => undefined };
	return Object.create(context, { getExecutionCancelSignal: signal }) as RequestContext;
}

/** Sends a batch. */
export async function callBatch(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	body: Buffer,
	base: string,
): Promise<Exchange> {
	return await exchange(context, credentials, {
		method: 'POST',
		url: `${base}/$batch`,
		headers: { 'client-request-id': randomUUID() },
		body,
	});
}

async function exchange(
	context: RequestContext,
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<Exchange> {
	// An object of its own for each request: when the credential sees it again, its token was refused.
	const used = { ...credentials };
	const options: IHttpRequestOptions = {
		...request,
		headers: {
			Accept: 'application/json',
			'User-Agent': userAgent,
			SdkVersion: userAgent,
			// The body is bytes: n8n leaves an empty object out, and its client parses text again.
			...(request.body !== undefined && { 'Content-Type': 'application/json' }),
			...request.headers,
		},
		timeout: answerTimeout,
		returnFullResponse: true,
		// 401 stays an error, since n8n renews the token only then.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		disableFollowRedirect: true,
	};
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context as IAllExecuteFunctions,
			credentialType,
			options,
			{ credentialsDecrypted: { id: '', name: '', type: credentialType, data: used } },
		)) as { statusCode: number; headers: GraphResponse['headers']; body: unknown };
		const { statusCode: status, headers, body } = answer;
		const response: GraphResponse = { status, headers, body };
		const foreign = request.encoding === undefined ? notOfGraph(request, response) : undefined;
		if (foreign !== undefined) return { outcome: { kind: 'noAnswer', code: '', message: foreign }, used };
		return { outcome: { kind: 'answered', response }, used };
	} catch (error) {
		return { outcome: readOutcome(error), used };
	}
}

/** What else than Graph gave an answer that looks like success: a proxy's page, or nothing at all. */
function notOfGraph({ method }: IHttpRequestOptions, { status, headers, body }: GraphResponse) {
	if (status >= 300) return undefined;
	if (/^text\/html/i.test(String(headers['content-type'])))
		return 'a web page came in its place: a proxy in between?';
	const empty = body === undefined || body === null || body === '';
	return method === 'GET' && status === 200 && empty ? 'its answer is empty' : undefined;
}
