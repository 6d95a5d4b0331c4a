import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { GraphResponse } from './graphRequest';
import type { RequestContext } from './http';
import { readOutcome, type Outcome } from './outcome';

/** Any URL: those of storage carry their own authorization, and stand in no error. */
const urls = /https?:\/\/[^\s"'\\<>]+/gi;

/**
 * Calls a URL that carries its own authorization: the token does not go there, and the URL is told nowhere.
 * @param request its `url` is one that `isStorageUrl` lets pass
 */
export async function callStorage(
	{ helpers }: RequestContext,
	request: IHttpRequestOptions,
): Promise<Outcome> {
	const { httpRequest }: Pick<IAllExecuteFunctions['helpers'], 'httpRequest'> = helpers;
	try {
		const answer = (await httpRequest({
			...request,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// n8n's client would keep the body to send it again.
			disableFollowRedirect: true,
		})) as { statusCode: number; headers: GraphResponse['headers']; body: unknown };
		const { statusCode: status, headers } = answer;
		const body = status >= 400 && request.encoding === undefined ? withoutUrls(answer.body) : answer.body;
		return { kind: 'answered', response: { status, headers, body } };
	} catch (error) {
		const outcome = readOutcome(error);
		return outcome.kind === 'noAnswer'
			? { ...outcome, message: outcome.message.replace(urls, '(URL)') }
			: outcome;
	}
}

/** What a host answered, its URLs taken out. */
export function withoutUrls(body: unknown): unknown {
	if (typeof body === 'string') return body.replace(urls, '(URL)');
	if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return body;
	return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withoutUrls(value)]));
}
