import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../errors/requestError';
import { shown } from '../errors/shown';
import type { GraphRequest } from '../graphRequest';
import { urlOf } from './url';

/**
 * Checks a request before it's sent, alone or in a batch, so that no value turns it into another request.
 * @param base Graph's URL with the version
 * @throws RequestError where `urlOf` does, if the URL is too long for Graph's servers, if a header has control
 * characters, and if the body is nested too deeply
 */
export function checkRequest(request: GraphRequest, base: string): void {
	const url = urlOf(request, base);
	if (request.link === undefined && request.preauthUrl === undefined) checkLength(url, request);
	checkHeaders(request.headers ?? {});
	checkDepth(request.body);
}

/**
 * The longest request line and headers of Windows' HTTP server, in bytes; Graph documents no limit.
 * Source: "Http.sys registry settings for Windows", MaxRequestBytes.
 */
const maxUrlLength = 16384;

function checkLength(url: string, { path, query = {} }: GraphRequest): void {
	if (url.length <= maxUrlLength) return;
	const parts = [
		...path.map((text) => ({ name: 'the ID or name', text })),
		...Object.entries(query).map(([name, value]) => ({
			name: `the query parameter "${name}"`,
			text: String(value ?? ''),
		})),
	];
	const longest = parts.reduce((one, other) => (other.text.length > one.text.length ? other : one));
	throw requestError({
		what: `The request is too long for Graph: its URL has ${url.length} characters, most of them in ${longest.name} ${shown(longest.text)}.`,
		fix: `Shorten it: a URL can have up to ${maxUrlLength} characters.`,
	});
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(headers)) {
		if (headerName.test(name) && headerValue.test(value)) continue;
		throw requestError({
			what: `${shown(value)} can't be the value of the header ${shown(name)}.`,
			why: "A header can't contain line breaks or other control characters, and only Latin-1 characters.",
			fix: 'Check the value for this item.',
		});
	}
}

/** The name of a header. Source: RFC 9110, "Field Names". */
export const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

/** Its value. Source: RFC 9110, "Field Values"; only Latin-1. */
export const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** More than any Graph object has; JSON.stringify fails at some thousands. */
export const maxDepth = 200;

function checkDepth(body: IDataObject | undefined): void {
	let level: object[] = body === undefined ? [] : [body];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > maxDepth) {
			throw requestError({
				what: `The JSON of the request is nested more than ${maxDepth} levels deep.`,
				fix: 'Check the fields that hold JSON, or an object returned by an expression, for this item.',
			});
		}
		level = level.flatMap((value) => Object.values(value).filter(isObject));
	}
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
