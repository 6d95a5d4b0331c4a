import type { IHttpRequestOptions } from 'n8n-workflow';
import { request } from 'undici';

/**
 * The part of n8n's HTTP helper that the sign-in uses, without n8n: JSON is parsed where it is JSON, and any status is
 * an answer.
 * @param seen gets each request's options
 */
export function plainHttpRequest(seen: IHttpRequestOptions[] = []) {
	return async (options: IHttpRequestOptions): Promise<unknown> => {
		seen.push(options);
		const { statusCode, headers, body } = await request(options.url, {
			method: options.method ?? 'GET',
			headers: options.headers as Record<string, string>,
			body: options.body as string | undefined,
		});
		const text = await body.text();
		return { statusCode, headers, body: parsed(text) };
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
